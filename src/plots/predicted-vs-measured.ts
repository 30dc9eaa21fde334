/** Every measured case against its prediction: memory, latency and wait, with the line of equals. */
import type { ConformanceResults, TargetResult } from '../conformance/results.ts';
import type { ExperimentResults } from '../sweep/results.ts';
import { count, percent, sentenceList, toMiB } from '../units/readable.ts';
import type { ChartSpec } from './chart-spec.ts';
import { type Drawn, type Measure, panel, SIZE } from './conformance-panel.ts';
import { casePoints, isDrawable, missedCases } from './conformance-points.ts';
import { placeLabels } from './label-places.ts';
import { frame } from './theme.ts';

/** More names than these would hide what they name; the report has the table. */
const MOST_NAMES = 12;
/** Room for the axes of a panel [px]. */
const AXES = 70;

const MEASURES: readonly Measure[] = [
  {
    name: 'peak_memory',
    words: 'peak memory',
    unit: 'MiB',
    scale: toMiB(1),
    bands: [0.2, 0.08],
  },
  { name: 'latency_p50', words: 'p50 latency', unit: 's', scale: 1, bands: [0.15] },
  { name: 'queue_wait_p50', words: 'p50 queue wait', unit: 's', scale: 1, bands: [0.15] },
];

export function predictedVsMeasured(results: ExperimentResults): ChartSpec | null {
  const { conformance } = results;
  if (conformance === null) return null;
  const drawn = MEASURES.flatMap((measure) => drawnOf(conformance, measure));
  if (drawn.length === 0) return null;
  const handlers = handlersIn(drawn);
  const title = finding(conformance, drawn);
  return frame(
    {
      title,
      subtitle: explained(conformance, drawn),
      description: `${title}. One panel each for ${sentenceList(drawn.map(({ words }) => words))}: measured across, predicted up, a point for each case.`,
    },
    drawn.length * (SIZE + AXES),
    {
      spacing: 22,
      hconcat: drawn.map((measure, index) => panel(measure, handlers, index === 0)),
    },
  );
}

function drawnOf(conformance: ConformanceResults, measure: Measure): Drawn[] {
  const points = casePoints(conformance, measure.name, measure.scale).filter(isDrawable);
  if (points.length === 0) return [];
  const values = points.flatMap((point) => [
    ...[point.measured, point.low, point.high],
    ...[point.predicted, point.predictedLow, point.predictedHigh],
  ]);
  const positive = values.filter((value) => value > 0);
  const domain = [Math.min(...positive) / 1.3, Math.max(...positive) * 1.3] as const;
  const named = missedCases(points).map(({ name, point }) => {
    return { name, x: point.measured, y: point.predicted };
  });
  const crowd = points.map(({ measured, predicted }) => ({ x: measured, y: predicted }));
  const labels = placeLabels(named, crowd, { domain, size: SIZE }).slice(0, MOST_NAMES);
  return [{ ...measure, points, domain, labels }];
}

function handlersIn(drawn: readonly Drawn[]): string[] {
  return [...new Set(drawn.flatMap(({ points }) => points.map(({ handler }) => handler)))].sort();
}

/** How many cases meet each target and by how much they are off; whether any was held out. */
function finding({ targets, fitted }: ConformanceResults, drawn: readonly Drawn[]): string {
  const parts = drawn.flatMap(({ name, words }) => {
    const target = targets.find((candidate) => candidate.name === name);
    return target === undefined || target.scored === 0 ? [] : [share(words, target)];
  });
  if (parts.length === 0) return 'Every case drawn was fitted to: no evidence';
  const which = fitted.length > 0 ? 'Cases not fitted' : 'Cases, none of them held out';
  return `${which}, within target or spread of repeats: ${parts.join(', ')}`;
}

function share(words: string, { scored, met, medianError }: TargetResult): string {
  const median = medianError === null ? '' : ` (median error ${percent(Math.abs(medianError))})`;
  return `${words} ${met} of ${scored}${median}`;
}

function explained(conformance: ConformanceResults, drawn: readonly Drawn[]): string {
  const bands = drawn.map(
    ({ words, bands }) =>
      `${sentenceList([...bands].reverse().map((band) => `±${percent(band)}`))} (${words})`,
  );
  const missed = drawn.reduce((sum, { points }) => sum + missedCases(points).length, 0);
  const named = drawn.reduce((sum, { labels }) => sum + labels.length, 0);
  const names =
    missed === named
      ? 'Named: cases that miss.'
      : `Named: ${named} of the ${missed} points that miss, the worst for which there is room.`;
  return [
    `A point is a measured case, predicted from its configuration: median of ${count(conformance.seeds, 'seed')}. Line: predicted = measured. Bands: ${bands.join(', ')}.`,
    `Bars across: lowest to highest of the repeats; bars up: of the seeds.${conformance.fitted.length > 0 ? ' Hollow: fitted to, no evidence.' : ''} The model's mechanisms were chosen with these cases in view.`,
    `Peaks are left out where a pod was killed, measured or in any seed: they are the limit. ${names}${leftOut(conformance, drawn)}`,
  ].join(' ');
}

/** A point that cannot be drawn on a logarithmic axis is counted, not hushed up. */
function leftOut(conformance: ConformanceResults, drawn: readonly Drawn[]): string {
  const parts = drawn.flatMap(({ name, scale, words }) => {
    const zero = casePoints(conformance, name, scale).filter((point) => !isDrawable(point));
    const missed = zero.filter(({ fitted, met }) => !fitted && !met).length;
    return zero.length === 0 ? [] : [`${zero.length} of ${words} (${missed} of them missed)`];
  });
  return parts.length === 0 ? '' : ` Not on a logarithmic axis, being 0: ${parts.join(', ')}.`;
}
