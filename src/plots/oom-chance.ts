/** What the runs of a row say about an OOM kill: one meaning of `safe`, one interval. */
import type { Row } from '../sweep/row.ts';
import { percent } from '../units/readable.ts';
import { numberIn } from './slice.ts';

/** Replications with an OOM kill. */
export function oomCount(row: Row): number {
  return Math.round((numberIn(row, 'oom_probability') ?? 0) * (numberIn(row, 'replications') ?? 0));
}

/** Safe, wherever the word stands: no kill in any run of the row. */
export function isSafe(row: Row): boolean {
  return numberIn(row, 'oom_probability') === 0;
}

/** Whether chance has no part in the row, so that one run says all. */
export function isDeterministic(row: Row): boolean {
  return row.deterministic === true;
}

export interface OomInterval {
  readonly low: number;
  readonly high: number;
}

/**
 * The 95% interval of P(OOM): that of the row, or the exact one-sided bound where no run or every run had
 * a kill; null where there is none.
 */
export function oomInterval(row: Row): OomInterval | null {
  if (isDeterministic(row)) return null;
  const share = numberIn(row, 'oom_probability');
  const bound = numberIn(row, 'oom_probability_bound');
  if (share === 0) return bound === null ? null : { low: 0, high: bound };
  if (share === 1) return bound === null ? null : { low: bound, high: 1 };
  const low = numberIn(row, 'oom_probability_low');
  const high = numberIn(row, 'oom_probability_high');
  return low === null || high === null ? null : { low, high };
}

/** `1% to 8.5%`; `< 3%` after no kill, `> 97%` after nothing else; empty where there is none. */
export function intervalInWords(row: Row): string {
  const interval = oomInterval(row);
  if (interval === null) return '';
  if (interval.low === 0) return `< ${percent(interval.high, 'up')}`;
  if (interval.high === 1) return `> ${percent(interval.low, 'down')}`;
  return `${percent(interval.low)} to ${percent(interval.high)}`;
}
