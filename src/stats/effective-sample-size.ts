import { Moments } from './moments.ts';

/** Longer series are averaged in groups first: so many means tell the same, in bounded time. */
const MOST_GROUPS = 8192;

/**
 * How many independent values tell as much about the mean as these correlated ones: n divided by
 * 1 + 2 x the sum of the autocorrelations, summed in pairs of lags while the pairs are positive and
 * fall (Geyer, "Practical Markov chain Monte Carlo", Statistical Science 7 (1992) 473-483, the
 * initial monotone sequence). At most n, and NaN below two values.
 */
export function effectiveSampleSize(values: ArrayLike<number>): number {
  const n = values.length;
  if (n < 2) return Number.NaN;
  const { variance } = Moments.of(Float64Array.from(values));
  if (variance === 0) return n;
  const size = Math.ceil(n / MOST_GROUPS);
  // The variance of a mean of n values, times n, is that of a mean of groups, times their size.
  const longRun = size * longRunVariance(size === 1 ? values : groupMeans(values, size));
  return Math.min(n, (n * variance * (1 - 1 / n)) / longRun);
}

/** The variance of the mean of n values, times n: the sum of the autocovariances over all lags. */
function longRunVariance(values: ArrayLike<number>): number {
  const n = values.length;
  const centred = Float64Array.from(values);
  const { mean } = Moments.of(centred);
  for (let i = 0; i < n; i++) centred[i]! -= mean;
  const covariance = (lag: number): number => {
    let sum = 0;
    for (let i = lag; i < n; i++) sum += centred[i]! * centred[i - lag]!;
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
  return Math.max(total, whole / n);
}

/** What does not fill a group at the end is left out. */
function groupMeans(values: ArrayLike<number>, size: number): Float64Array {
  return Float64Array.from({ length: Math.floor(values.length / size) }, (_, group) => {
    let sum = 0;
    for (let i = group * size; i < (group + 1) * size; i++) sum += values[i]!;
    return sum / size;
  });
}
