/**
 * The least memory limit that satisfies a bound on the chance of a kill. A run without a limit
 * decides every limit: it is killed where the limit is below its peak. So the edge is a quantile
 * of the peaks, and two order statistics enclose it with a chance that depends on nothing but
 * their ranks (David and Nagaraja, Order Statistics, 3rd edition, 7.1).
 */
import type { Interval } from '../stats/interval.ts';
import { countLimits } from './proportion-test.ts';

/**
 * @param peaks of runs without a limit, as many as fewestRuns() at least [B]
 * @param bound on the chance that a peak exceeds the limit
 * @returns limits below `low` break the bound, those from `high` on satisfy it, each but for a
 *   chance of (1 - level) / 2 [B]
 */
export function limitEdge(peaks: readonly number[], bound: number, level: number): Interval {
  const highestFirst = Float64Array.from(peaks).sort().reverse();
  const { atMost, atLeast } = countLimits(peaks.length, bound, (1 - level) / 2);
  return {
    low: highestFirst[atLeast - 1] ?? 0,
    high: highestFirst[atMost] ?? 0,
  };
}
