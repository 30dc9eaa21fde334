import { type Estimate, estimate } from './interval.ts';

/**
 * The ratio of two means from pairs, one per replication or batch: the total wait and the number
 * of waits, the requests lost and the requests made. Summing before dividing weighs batches by
 * their size. Standard error by linearisation (Law, Simulation Modeling and Analysis, 9.5.3).
 */
export function ratioOfMeans(
  numerators: ArrayLike<number>,
  denominators: ArrayLike<number>,
  level = 0.95,
): Estimate {
  const n = numerators.length;
  let above = 0;
  let below = 0;
  for (let i = 0; i < n; i++) {
    above += numerators[i]!;
    below += denominators[i]!;
  }
  const ratio = above / below;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (numerators[i]! - ratio * denominators[i]!) ** 2;
  const standardError = n < 2 ? Number.NaN : Math.sqrt((squares * n) / (n - 1)) / Math.abs(below);
  return estimate(ratio, standardError, n - 1, level);
}
