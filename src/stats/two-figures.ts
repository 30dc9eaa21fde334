/** The second figure of a probability: with what is not known of parameters and model drawn too. */
import { boundedMeanInterval } from './bounded-mean.ts';
import type { Estimate, Interval } from './interval.ts';
import { calibrationFloor } from './model-error.ts';
import { Moments } from './moments.ts';
import { normalScore } from './normal-score.ts';
import type { PeakTail } from './peak-tail.ts';
import { quantile } from './quantile.ts';

/** Runs under one draw of the parameters, and beside each the same run with them as they were fitted. */
export interface DrawnRuns {
  /** Highest memory, of runs without a limit, or they would end at it. */
  readonly drawn: readonly number[];
  /** The same; null where it was not run. */
  readonly fitted: readonly (number | null)[];
}

export interface TwoFigures {
  /** Of the event once, parameters and model error drawn: the second figure of P(OOM). */
  readonly probability: Estimate;
  /** Standard error of `probability` from the finite number of runs, (a). */
  readonly monteCarloError: number;
  /**
   * Where the probability itself may lie, not knowing parameters and model error, (b): 90% of it.
   * More runs do not narrow this band; measurements do.
   */
  readonly inputBand: Interval;
  /** E[1 - (1 - p)^n] for n such events, the unknown drawn once for all n; its Monte-Carlo interval. */
  readonly withinHorizon: Interval & { readonly value: number };
  /** The least probability the calibration supports for the median peak. */
  readonly floor: number;
  /** Standard deviations of the logarithm of the peak: of parameters, and of runs. */
  readonly spread: { readonly parameters: number; readonly runs: number };
}

/** Points that stand for the model error: the middles of equally likely strips of its law. */
const STRIPS = 101;

/**
 * P(OOM) with what is not known drawn as well: parameters, and a model error, common to all runs,
 * that multiplies peaks by a lognormal of median 1.
 *
 * The figure is the mean over draws and errors of the share of runs that exceed the limit. Its
 * Monte-Carlo error has all of it: draws vary, and so do runs within them (law of total variance), so
 * the spread between the draws' means, each over the law of the error, is that of the figure. Its
 * interval is that of a mean of values between 0 and 1, which few draws near 1 may carry alone.
 *
 * For the band it matters how much of that spread is chance: with few runs a draw, a share of them is
 * 0 or 1, and the band all there is. Each run has therefore a partner of the same seed with the
 * parameters as they were fitted. Their ratio is what the draw does to a peak, nearly free of chance;
 * it is applied to all runs there are (`tail`), so that p given draw and error is a share of many
 * (Barton, Nelson and Xie, INFORMS Journal on Computing 26 (2014), separate the two alike; here a
 * draw is taken to scale the peaks of all runs by one factor).
 *
 * @param tail peaks with the parameters as they were fitted
 */
export function twoFigures(
  draws: readonly DrawnRuns[],
  tail: PeakTail,
  limit: number,
  { sigma, events = 1 }: { readonly sigma: number; readonly events?: number },
): TwoFigures {
  const chances = draws.map(({ drawn }) =>
    drawn.map((peak) => calibrationFloor(peak, limit, sigma)),
  );
  // Runs of one draw are alike: beside others it counts once.
  const independent = chances.length > 1 ? chances.map(mean) : chances.flat();
  const { mean: value, standardError } = Moments.of(independent);
  const shifts = draws.flatMap((draw) => shiftOf(draw) ?? []);
  // What is left of a limit once draw and error have had their part.
  const levels = shifts.map((shift) =>
    errorFactors(sigma).map((factor) => limit / (factor * Math.exp(shift))),
  );
  const known = Float64Array.from(levels.flat(), (level) => tail.above(level)).sort();
  const peaks = tail.peaks();
  return {
    probability: { value, standardError, ...boundedMeanInterval(independent) },
    monteCarloError: standardError,
    inputBand: { low: quantile(known, 0.05), high: quantile(known, 0.95) },
    withinHorizon: withinHorizon(levels, tail, events),
    floor: calibrationFloor(quantile(peaks, 0.5), limit, sigma),
    spread: {
      parameters: deviation(shifts),
      runs: deviation([...peaks].map(Math.log)),
    },
  };
}

/** The mean logarithm by which a draw moves the peaks of its runs; null where no partner was run. */
function shiftOf({ drawn, fitted }: DrawnRuns): number | null {
  const ratios = drawn.flatMap((peak, run) => {
    const partner = fitted[run] ?? null;
    return partner === null ? [] : [Math.log(peak / partner)];
  });
  return ratios.length === 0 ? null : Moments.of(ratios).mean;
}

/**
 * The unknown is drawn once, then n events have it in common: 1 - (1 - p)^n is averaged over draws
 * and errors. The interval has the exact one of each p, as if all erred together, and that of a mean
 * of so many draws.
 */
function withinHorizon(
  levels: readonly (readonly number[])[],
  tail: PeakTail,
  events: number,
): Interval & { value: number } {
  const ends = (level: number) => {
    const { low, high } = tail.interval(level);
    return [tail.above(level), low, high].map((p) => atLeastOnce(p, events));
  };
  const draws = levels.map((ofDraw) => {
    const told = ofDraw.map(ends);
    return [0, 1, 2].map((end) => mean(told.map((each) => each[end]!)));
  });
  const [value, low, high] = [0, 1, 2].map((end) => mean(draws.map((told) => told[end]!)));
  const byDraws = boundedMeanInterval(draws.map(([own]) => own!));
  return {
    value: value!,
    low: Math.max(0, value! - Math.hypot(value! - low!, value! - byDraws.low)),
    high: Math.min(1, value! + Math.hypot(high! - value!, byDraws.high - value!)),
  };
}

/** The chance that what has probability p happens at least once in n independent tries. */
export function atLeastOnce(p: number, n: number): number {
  return p >= 1 ? 1 : -Math.expm1(n * Math.log1p(-p));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** 0 of a single value. */
function deviation(values: readonly number[]): number {
  return values.length < 2 ? 0 : Math.sqrt(Moments.of(values).variance);
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
