import { type Estimate, meanInterval } from './interval.ts';

/**
 * The long-run average of a quantity over time from one run cut into batches of equal length.
 * `integrals` are the quantity's time integrals up to the end of the warm-up and up to the end of
 * each batch, `length` [s] is that of one batch. The error is right once batches are long beside
 * the time over which the quantity remembers (Law, Simulation Modeling and Analysis, 9.5.3).
 */
export function batchMeans(integrals: ArrayLike<number>, length: number, level = 0.95): Estimate {
  const means = Array.from(
    { length: Math.max(0, integrals.length - 1) },
    (_, i) => (integrals[i + 1]! - integrals[i]!) / length,
  );
  return meanInterval(means, level);
}
