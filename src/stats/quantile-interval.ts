import { effectiveSampleSize } from './effective-sample-size.ts';
import type { Interval } from './interval.ts';
import { Moments } from './moments.ts';
import { quantileWithFailures } from './quantile.ts';
import { studentTQuantile } from './student-t.ts';

export interface QuantileEstimate extends Interval {
  readonly value: number;
  /** How many independent values beyond the quantile it rests on. */
  readonly beyond: number;
}

/** Few and long: batches must be nearly independent, and each must have values beyond. */
const BATCHES = 10;

/**
 * The p-quantile of values in order of time, which may be correlated and some of them infinite,
 * with Woodruff's interval (Journal of the American Statistical Association 47 (1952) 635-646): the
 * error of the share of values beyond the quantile, from the spread of that share over batches, read
 * back through the sample's own quantiles. The upper end so reaches as far as the tail is long,
 * where an interval from the spread of quantiles of sections is symmetric and falls short of it.
 */
export function quantileInterval(
  values: ArrayLike<number>,
  p: number,
  level = 0.95,
): QuantileEstimate {
  const sorted = Float64Array.from(values).sort();
  const finite = sorted.indexOf(Number.POSITIVE_INFINITY);
  const failures = finite < 0 ? 0 : sorted.length - finite;
  const known = sorted.subarray(0, sorted.length - failures);
  const quantileAt = (share: number) => quantileWithFailures(known, failures, share);
  const value = quantileAt(p);
  const beyond = new Uint8Array(values.length);
  const length = Math.floor(values.length / BATCHES);
  const shares = new Float64Array(BATCHES);
  for (let i = 0; i < values.length; i++) {
    if (values[i]! <= value) continue;
    beyond[i] = 1;
    const batch = Math.floor(i / length);
    if (batch < BATCHES) shares[batch]! += 1 / length;
  }
  const half = studentTQuantile((1 + level) / 2, BATCHES - 1) * Moments.of(shares).standardError;
  return {
    value,
    low: quantileAt(Math.max(0, p - half)),
    high: quantileAt(Math.min(1, p + half)),
    beyond: (1 - p) * effectiveSampleSize(beyond),
  };
}
