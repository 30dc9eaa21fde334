/** How a chance is said to somebody who decides: never as a bare zero. */
import { count, noneSeenBound, percent } from '../plots/quantity.ts';
import { numberIn, oomCount } from '../plots/slice.ts';
import type { Row } from '../sweep/row.ts';

/**
 * `0 of 300 simulated backup windows: below 1.0% (95%)`, or the share with its interval, or the
 * plain yes or no where every run is the same.
 * @param per the event whose probability is meant.
 */
export function oomInWords(row: Row, per: string): string {
  const runs = numberIn(row, 'replications') ?? 0;
  const kills = oomCount(row);
  if (row.deterministic === true) return `deterministic: OOM ${kills > 0 ? 'yes' : 'no'}`;
  const of = `${kills} of ${count(runs, `simulated ${per}`)}`;
  if (kills === 0) return `${of}: below ${percentOf(noneSeenBound(runs))} (95%)`;
  if (kills === runs) return `${of}: above ${percentOf(1 - noneSeenBound(runs))} (95%)`;
  const low = numberIn(row, 'oom_probability_low');
  const high = numberIn(row, 'oom_probability_high');
  const interval =
    low === null || high === null ? '' : `, 95% interval ${percent(low)} to ${percent(high)}`;
  return `${of} (${percent(kills / runs)}${interval})`;
}

/** A bound keeps its decimal: 1.0%, not 1%. */
function percentOf(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

/** No kill in any run of the row. */
export function isSafe(row: Row): boolean {
  return numberIn(row, 'oom_probability') === 0;
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
