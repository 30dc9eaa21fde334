/** Which cases of a conformance run are drawn in a panel, and which of them are named. */
import type {
  ConformanceCase,
  ConformanceQuantity,
  ConformanceResults,
  QuantityName,
} from '../conformance/results.ts';

export interface CasePoint {
  readonly id: string;
  readonly handler: string;
  readonly fitted: boolean;
  readonly measured: number;
  readonly low: number;
  readonly high: number;
  readonly predicted: number;
  readonly predictedLow: number;
  readonly predictedHigh: number;
  readonly error: number;
  readonly met: boolean;
}

/**
 * The cases that count for a target and those that were fitted to, in the order of the cases.
 * @param scale from base units to those of the axis.
 */
export function casePoints(
  { cases }: ConformanceResults,
  name: QuantityName,
  scale: number,
): CasePoint[] {
  return cases.flatMap((one) => {
    const quantity = one.quantities.find((candidate) => candidate.name === name);
    if (quantity === undefined || !isDrawn(one, quantity)) return [];
    const { measured, predicted, predictedLow, predictedHigh, error, met } = quantity;
    return [
      {
        id: one.id,
        handler: one.handler,
        fitted: one.fitted,
        measured: measured * scale,
        low: (quantity.low ?? measured) * scale,
        high: (quantity.high ?? measured) * scale,
        predicted: predicted * scale,
        predictedLow: predictedLow * scale,
        predictedHigh: predictedHigh * scale,
        error,
        met,
      },
    ];
  });
}

/** A pod killed at its limit peaks at the limit whatever the model says: no evidence of a peak. */
function isDrawn({ fitted, oom }: ConformanceCase, { name, scored }: ConformanceQuantity): boolean {
  if (!fitted) return scored;
  return name !== 'peak_memory' || (oom.measuredKills === 0 && oom.predictedShare === 0);
}

/** A logarithmic axis has no zero. */
export function isDrawable({ measured, predicted }: CasePoint): boolean {
  return measured > 0 && predicted > 0;
}

/** The cases that miss their target, worst first; repeats of one case as one, `id (x3)`. */
export function missedCases(points: readonly CasePoint[]): { name: string; point: CasePoint }[] {
  const byStem = new Map<string, CasePoint[]>();
  for (const point of points.filter((one) => !one.fitted && !one.met)) {
    const stem = point.id.replace(/_r\d+$/, '');
    byStem.set(stem, [...(byStem.get(stem) ?? []), point]);
  }
  const size = ({ measured, predicted }: CasePoint) => Math.abs(Math.log(predicted / measured));
  return [...byStem]
    .map(([stem, group]) => {
      const [point] = group.sort((a, b) => size(b) - size(a));
      const name = group.length === 1 ? point!.id : `${stem} (x${group.length})`;
      return { name, point: point! };
    })
    .sort((a, b) => size(b.point) - size(a.point));
}
