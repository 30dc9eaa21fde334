/** How many cases meet each target, and by how much the others miss it. */
import { quantile } from '../stats/quantile.ts';
import { COMPARED } from './quantities.ts';
import type { ConformanceCase, QuantityName, TargetResult } from './results.ts';

interface Target {
  readonly name: QuantityName;
  readonly target: string;
  readonly medianTolerance?: number;
}

const TARGETS: readonly Target[] = [
  ...COMPARED.filter(({ tolerance }) => tolerance !== null),
  { name: 'pod_requests', target: 'within 5%' },
];

/** Over the cases that nothing was fitted to. */
export function targetResults(cases: readonly ConformanceCase[]): TargetResult[] {
  const held = cases.filter(({ fitted }) => !fitted);
  return [verdicts(held), ...TARGETS.map((target) => resultOf(target, held))];
}

function verdicts(cases: readonly ConformanceCase[]): TargetResult {
  const scored = cases.filter(({ oom }) => oom.scored);
  const missed = scored.filter(({ oom }) => !oom.met);
  return {
    name: 'oom',
    target: 'the same where the peak is not within 10% of the limit',
    unit: 'share',
    scored: scored.length,
    met: scored.length - missed.length,
    medianError: null,
    worstError: null,
    worstCase: missed[0]?.id ?? null,
    reached: missed.length === 0,
  };
}

function resultOf(
  { name, target, medianTolerance = Infinity }: Target,
  cases: readonly ConformanceCase[],
): TargetResult {
  const scored = cases.flatMap(({ id, quantities }) =>
    quantities
      .filter((quantity) => quantity.name === name && quantity.scored)
      .map(({ error, met }) => ({ id, error, size: Math.abs(error), met })),
  );
  const sizes = scored.map(({ size }) => size).sort((a, b) => a - b);
  const missed = scored.filter(({ met }) => !met).sort((a, b) => b.size - a.size);
  const medianError = sizes.length === 0 ? null : quantile(sizes, 0.5);
  return {
    name,
    target,
    unit: 'share',
    scored: scored.length,
    met: scored.length - missed.length,
    medianError,
    worstError: missed[0]?.error ?? null,
    worstCase: missed[0]?.id ?? null,
    reached: missed.length === 0 && (medianError ?? 0) <= medianTolerance,
  };
}
