import { Moments } from './moments.ts';
import { studentTQuantile } from './student-t.ts';

/** A confidence interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** An estimate with its standard error and interval. */
export interface Estimate extends Interval {
  readonly value: number;
  readonly standardError: number;
}

/**
 * The mean of independent, roughly normal values (one per replication, or batch means) with
 * Student's interval. Below two values the error is unknown: NaN, and an infinite interval.
 */
export function meanInterval(values: Iterable<number>, level = 0.95): Estimate {
  const { count, mean, standardError } = Moments.of(values);
  return estimate(count === 0 ? Number.NaN : mean, standardError, count - 1, level);
}

/** An estimate from its error, by Student's t with this many degrees of freedom. */
export function estimate(
  value: number,
  standardError: number,
  degrees: number,
  level: number,
): Estimate {
  if (degrees < 1) return { value, standardError, low: -Infinity, high: Infinity };
  const half = studentTQuantile((1 + level) / 2, degrees) * standardError;
  return { value, standardError, low: value - half, high: value + half };
}
