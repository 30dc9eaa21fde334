import type { Interval } from './interval.ts';
import { clopperPearson, wilson } from './proportion.ts';

export interface RiskInterval extends Interval {
  readonly method: 'Wilson' | 'Clopper-Pearson';
}

/** Wilson's upper end is too low where so few trials, and the smaller part, were spared. */
const FEW_SPARED = 10;

/**
 * The 95% interval of the chance of something bad after k of n, whose upper end must not be too low
 * more often than one time in twenty: Wilson's, as its two ends together are right on average, but
 * Clopper and Pearson's where trials went on until the count looked sure, which favours counts that
 * understate, and where few trials were spared. Whatever the chance, the upper end then is above it
 * with 95% from 15 trials on (by enumeration of all outcomes; below, with 89%).
 *
 * @param looked whether a stopping rule has looked at k
 */
export function riskInterval(k: number, n: number, looked: boolean): RiskInterval {
  const spared = n - k;
  const isShort = spared > 0 && spared <= FEW_SPARED && spared < k;
  return looked || isShort
    ? { ...clopperPearson(k, n), method: 'Clopper-Pearson' }
    : { ...wilson(k, n), method: 'Wilson' };
}
