import { normalScore } from './normal-score.ts';
import { normalTail } from './normal-tail.ts';

/**
 * The sigma of a lognormal model error whose median size is `share`: half of the predictions are off
 * by less. 8% gives 0.119.
 */
export function sigmaOfMedianError(share: number): number {
  return share / normalScore(0.5);
}

/**
 * The least P(peak > limit) that a calibration of this sigma can support for a predicted peak, even
 * where no simulated run came near the limit. A smaller claim is not supported by the calibration.
 */
export function calibrationFloor(peak: number, limit: number, sigma: number): number {
  if (sigma === 0) return peak > limit ? 1 : 0;
  return normalTail(Math.log(limit / peak) / sigma);
}

/** The highest prediction that supports a claim of this probability: 329 of 512 for 1e-4 at 8%. */
export function supportedPeak(limit: number, sigma: number, probability: number): number {
  return limit * Math.exp(-sigma * normalScore(1 - 2 * probability));
}
