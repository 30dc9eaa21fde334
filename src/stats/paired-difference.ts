import { type Estimate, type Interval, meanInterval } from './interval.ts';
import { wilson } from './proportion.ts';

/**
 * The difference b - a of two design points that ran on the same seeds, replication by replication,
 * with Student's interval: what both have in common cancels (common random numbers).
 */
export function pairedDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  level = 0.95,
): Estimate {
  if (a.length !== b.length) throw new Error(`${a.length} values cannot pair with ${b.length}`);
  return meanInterval(
    Array.from(a, (value, i) => b[i]! - value),
    level,
  );
}

/** What happened in paired runs: in both, in the first alone, in the second alone, in neither. */
export interface PairedCounts {
  readonly both: number;
  readonly first: number;
  readonly second: number;
  readonly neither: number;
}

/**
 * The difference of two probabilities, second - first, from paired runs: Wilson's intervals of the
 * two put together with their correlation, which keeps its coverage where Student's fails, at rates
 * near 0. Newcombe, "Improved confidence intervals for the difference between binomial proportions
 * based on paired data", Statistics in Medicine 17 (1998) 2635-2650, method 10.
 */
export function pairedProportions(
  { both, first, second, neither }: PairedCounts,
  level = 0.95,
): Interval & { readonly value: number } {
  const n = both + first + second + neither;
  if (n === 0) return { value: Number.NaN, low: -1, high: 1 };
  const [p, q] = [(both + first) / n, (both + second) / n];
  const [a, b] = [wilson(both + first, n, level), wilson(both + second, n, level)];
  const correlation = phi({ both, first, second, neither }, n);
  const reach = (up: number, down: number) =>
    Math.sqrt(Math.max(0, up * up - 2 * correlation * up * down + down * down));
  return {
    value: q - p,
    low: q - p - reach(q - b.low, a.high - p),
    high: q - p + reach(b.high - q, p - a.low),
  };
}

/** Correlation of the pairs, corrected for continuity; 0 where a margin is empty. */
function phi({ both, first, second, neither }: PairedCounts, n: number): number {
  const margins = (both + first) * (second + neither) * (both + second) * (first + neither);
  if (margins === 0) return 0;
  const product = both * neither - first * second;
  return (product > 0 ? Math.max(0, product - n / 2) : product) / Math.sqrt(margins);
}
