import { type Estimate, estimate } from './interval.ts';
import { Moments } from './moments.ts';
import { normalScore } from './normal-score.ts';
import { normalTail } from './normal-tail.ts';
import { quantile } from './quantile.ts';

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

export interface TwoFigures {
  /** Of the event once, parameters and model error drawn: the second figure of P(OOM). */
  readonly probability: Estimate;
  /** The first figure: given the model, at the central parameters' draws, without model error. */
  readonly givenModel: number;
  /** Standard error of `probability` from the finite number of runs, (a). */
  readonly monteCarloError: number;
  /**
   * Where the probability itself may lie, not knowing parameters and model error, (b): 90% of it.
   * More runs do not narrow this band; measurements do.
   */
  readonly inputBand: { readonly low: number; readonly high: number };
  /** E[1 - (1 - p)^n] for n such events, the unknown drawn once for all n of them. */
  readonly withinHorizon: number;
  /** The least probability the calibration supports for the median peak. */
  readonly floor: number;
}

/** Points that stand for the model error: the middles of equally likely strips of its law. */
const STRIPS = 101;

/**
 * P(OOM) with what is not known drawn as well. `peaks[i]` are the highest memories of independent
 * runs under parameter draw i; the model error, common to all runs, multiplies them by a lognormal
 * of median 1. Peaks must come from runs without a limit, or they end at it.
 *
 * Given a draw and an error, p is a share of runs; the figure is its mean. Its Monte-Carlo error has
 * all of it: draws vary, and so do runs within them (law of total variance), so the spread between
 * the draws' means, each over all strips of the error, is that of the figure. The band is of p over
 * draws and strips; where runs within a draw are few it is wider than the truth, never narrower.
 */
export function twoFigures(
  peaks: readonly (readonly number[])[],
  limit: number,
  { sigma, horizonEvents = 1 }: { readonly sigma: number; readonly horizonEvents?: number },
): TwoFigures {
  const perDraw = new Moments();
  const within = new Moments();
  const given = new Moments();
  const known: number[] = [];
  const factors = errorFactors(sigma);
  let missed = 0;
  for (const runs of peaks) {
    const exceed = new Moments();
    for (const peak of runs) {
      exceed.add(calibrationFloor(peak, limit, sigma));
      given.add(peak > limit ? 1 : 0);
    }
    perDraw.add(exceed.mean);
    within.add(exceed.standardError ** 2);
    for (const factor of factors) {
      const p = runs.filter((peak) => peak * factor > limit).length / runs.length;
      known.push(p);
      missed += (1 - p) ** horizonEvents;
    }
  }
  const all = Float64Array.from(peaks.flat()).sort();
  const sorted = Float64Array.from(known).sort();
  const isNested = perDraw.count > 1;
  const error = isNested ? perDraw.standardError : Math.sqrt(within.mean);
  const degrees = (isNested ? perDraw.count : all.length) - 1;
  return {
    probability: estimate(perDraw.mean, error, degrees, 0.95),
    givenModel: given.mean,
    monteCarloError: error,
    inputBand: { low: quantile(sorted, 0.05), high: quantile(sorted, 0.95) },
    withinHorizon: 1 - missed / known.length,
    floor: calibrationFloor(quantile(all, 0.5), limit, sigma),
  };
}

/** The middles of equally likely strips of a lognormal of median 1. */
function errorFactors(sigma: number): number[] {
  if (sigma === 0) return [1];
  return Array.from({ length: STRIPS }, (_, i) => {
    const u = (i + 0.5) / STRIPS;
    const z = u === 0.5 ? 0 : Math.sign(u - 0.5) * normalScore(Math.abs(2 * u - 1));
    return Math.exp(sigma * z);
  });
}
