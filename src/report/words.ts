/** How a chance is said to somebody who decides: never as a bare zero. */
import { isDeterministic, oomCount, oomInterval } from '../plots/oom-chance.ts';
import { numberIn } from '../plots/slice.ts';
import type { Row } from '../sweep/row.ts';
import { count, percent } from '../units/readable.ts';

/**
 * `0 of 300 simulated backup windows: below 1% (95%)`, or the share with its interval, or the
 * plain yes or no where every run is the same.
 * @param per the event whose probability is meant.
 */
export function oomInWords(row: Row, per: string): string {
  const runs = numberIn(row, 'replications') ?? 0;
  const kills = oomCount(row);
  if (isDeterministic(row)) return `deterministic: OOM ${kills > 0 ? 'yes' : 'no'}`;
  const of = `${kills} of ${count(runs, `simulated ${per}`)}`;
  const interval = oomInterval(row);
  const isBound = kills === 0 || kills === runs;
  if (interval === null) return isBound ? of : `${of} (${percent(kills / runs)})`;
  if (kills === 0) return `${of}: below ${percent(interval.high, 'up')} (95%)`;
  if (kills === runs) return `${of}: above ${percent(interval.low, 'down')} (95%)`;
  const ends = `${percent(interval.low)} to ${percent(interval.high)}`;
  return `${of} (${percent(kills / runs)}, 95% interval ${ends})`;
}

/**
 * Of rows without a kill the one that proves least: what it says is true at each of them.
 * @param rows at least one.
 */
export function weakestEvidence(rows: readonly Row[]): Row {
  const runs = (row: Row) =>
    isDeterministic(row) ? Number.POSITIVE_INFINITY : (numberIn(row, 'replications') ?? 0);
  return rows.reduce((weakest, row) => (runs(row) < runs(weakest) ? row : weakest));
}

/** `98% (97% to 99%)` of operations served within 60 s; null where the row does not know. */
export function servedInWords(row: Row): string | null {
  const share = numberIn(row, 'served_within_60s_share');
  if (share === null) return null;
  const low = numberIn(row, 'served_within_60s_low');
  const high = numberIn(row, 'served_within_60s_high');
  const interval =
    low === null || high === null || percent(low) === percent(high)
      ? ''
      : ` (${percent(low)} to ${percent(high)})`;
  return `${percent(share)}${interval}`;
}
