import { Moments } from './moments.ts';

/**
 * How many independent values tell as much about the mean as these correlated ones: n divided by
 * 1 + 2 x the sum of the autocorrelations, summed in pairs of lags while the pairs are positive and
 * fall (Geyer, "Practical Markov chain Monte Carlo", Statistical Science 7 (1992) 473-483, the
 * initial monotone sequence). At most n, and NaN below two values.
 */
export function effectiveSampleSize(values: ArrayLike<number>): number {
  const n = values.length;
  if (n < 2) return Number.NaN;
  const { mean, variance } = Moments.of(Array.from(values));
  if (variance === 0) return n;
  const covariance = (lag: number): number => {
    let sum = 0;
    for (let i = lag; i < n; i++) sum += (values[i]! - mean) * (values[i - lag]! - mean);
    return sum / n;
  };
  const whole = covariance(0);
  let total = -whole;
  let least = Number.POSITIVE_INFINITY;
  for (let lag = 0; lag + 1 < n; lag += 2) {
    const pair = Math.min(least, covariance(lag) + covariance(lag + 1));
    if (pair <= 0) break;
    total += 2 * pair;
    least = pair;
  }
  return Math.min(n, (n * whole) / Math.max(total, whole / n));
}
