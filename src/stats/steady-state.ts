import { effectiveSampleSize } from './effective-sample-size.ts';
import { type Estimate, meanInterval } from './interval.ts';
import { Moments } from './moments.ts';
import { mser5, type WarmUp } from './mser5.ts';
import { studentTQuantile } from './student-t.ts';

export interface SteadyState {
  /** Null where there is no steady state to speak of: such a run is not averaged. */
  readonly mean: Estimate | null;
  /** Values left out as warm-up. */
  readonly truncation: number;
  /** Independent values that the rest is worth. */
  readonly effectiveSize: number;
  /** Why there is no mean; empty otherwise. */
  readonly notStationary: string;
}

const BATCHES = 20;
/** A settled run is called drifting this often. */
const FALSE_ALARM = 0.001;
/** Batches must be so many correlation lengths long for their means to be nearly independent. */
const LEAST_EFFECTIVE = 10 * BATCHES;

/**
 * The long-run mean of values in order of time: the warm-up is left out (MSER-5), the rest cut into
 * 20 batches. A run is flagged where no truncation in its first half settles it, where the mean of
 * the later batches differs from that of the earlier ones beyond chance (Welch's t at 0.1%; after
 * Geweke 1992), or where it is worth too few independent values to say anything.
 *
 * @param warmUp where it is known already: that of several series of one run ends at one instant.
 */
export function steadyState(
  values: ArrayLike<number>,
  { level = 0.95, warmUp }: { readonly level?: number; readonly warmUp?: WarmUp } = {},
): SteadyState {
  const { truncation, settled } = warmUp ?? mser5(values);
  const rest = Float64Array.from(values).subarray(truncation);
  const effectiveSize = effectiveSampleSize(rest);
  const flagged = (notStationary: string): SteadyState => ({
    mean: null,
    truncation,
    effectiveSize,
    notStationary,
  });
  if (!settled) return flagged('no warm-up within the first half settles it');
  const means = batchesOf(rest);
  const drift = driftOf(means);
  if (Math.abs(drift) > 1) return flagged(drift > 0 ? 'it still rises' : 'it still falls');
  if (!(effectiveSize >= LEAST_EFFECTIVE)) {
    const worth = Math.floor(effectiveSize || 0);
    return flagged(`it is worth ${worth} independent values, too few`);
  }
  return { mean: meanInterval(means, level), truncation, effectiveSize, notStationary: '' };
}

function batchesOf(values: Float64Array): number[] {
  const length = Math.floor(values.length / BATCHES);
  // What does not fill a batch is left out at the beginning, next to the warm-up.
  const first = values.length - length * BATCHES;
  return Array.from(
    { length: BATCHES },
    (_, i) => Moments.of(values.subarray(first + i * length, first + (i + 1) * length)).mean,
  );
}

/** Difference between the later and the earlier batches, in units of what chance may do. */
function driftOf(means: readonly number[]): number {
  const early = Moments.of(means.slice(0, means.length / 2));
  const late = Moments.of(means.slice(means.length / 2));
  const error = Math.hypot(early.standardError, late.standardError);
  if (error === 0) return 0;
  const allowed = studentTQuantile(1 - FALSE_ALARM / 2, means.length / 2 - 1) * error;
  return (late.mean - early.mean) / allowed;
}
