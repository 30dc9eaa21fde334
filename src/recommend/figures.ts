/** What runs without a memory limit say of a limit: chances and shares with their intervals. */
import { type Interval, meanInterval } from '../stats/interval.ts';
import { noneSeenBound, wilson } from '../stats/proportion.ts';
import { quantile } from '../stats/quantile.ts';
import type { TestedBound } from './feasibility.ts';
import type { BoundVerdict, CandidateFigures, Figure } from './recommendation.ts';
import { chanceOfKill, type Trial } from './trial.ts';

/** Runs under one circumstance, and the error of the model's peaks. */
export interface Seen {
  readonly trials: readonly Trial[];
  readonly sigma: number;
  /** Whether the fitted numbers were drawn, so that the chance is the one with model error. */
  readonly isDrawn: boolean;
}

/** @param limit memory limit [B] */
export function figuresOf(scenario: string, seen: Seen, limit: number): CandidateFigures {
  const { trials, isDrawn } = seen;
  const oom = chance(seen, limit);
  const peaks = Float64Array.from(trials, ({ peak }) => peak).sort();
  return {
    scenario,
    oomGivenModel: isDrawn ? null : oom,
    oomWithModelError: isDrawn ? oom : null,
    servedWithin60s: boundedMean(
      trials.map(({ served }) => served),
      1,
    ),
    answered503: boundedMean(
      trials.map(({ answered503 }) => answered503),
      1,
    ),
    time: boundedMean(
      trials.map(({ time }) => time),
      Number.POSITIVE_INFINITY,
    ),
    latencyP50: null,
    latencyP99: null,
    peakP50: quantile(peaks, 0.5),
    peakP99: quantile(peaks, 0.99),
  };
}

/** Chance of a kill; with an error of the model its mean over runs, the error integrated out. */
export function chance({ trials, sigma }: Seen, limit: number): Figure {
  const kills = trials.map(({ peak }) => chanceOfKill(peak, limit, sigma));
  if (sigma === 0) return proportion(kills.filter((kill) => kill === 1).length, trials);
  return boundedMean(kills, 1);
}

/** Share of runs, between its ends of 95%; of none or all the exact one-sided bound. */
export function proportion(count: number, trials: readonly { isSure?: boolean }[]): Figure {
  const runs = trials.length;
  const value = count / runs;
  if (trials[0]?.isSure) return { value, low: value, high: value, runs };
  if (count === 0) return { value, low: 0, high: noneSeenBound(runs), runs };
  if (count === runs) return { value, low: 1 - noneSeenBound(runs), high: 1, runs };
  return { value, ...wilson(count, runs), runs };
}

/** Whether a bound holds, by the whole 95% interval of what goes wrong, as thresholds are judged. */
export function judgeBound({ loss, most }: TestedBound, seen: Seen, limit: number): BoundVerdict {
  if (loss === null) return sideOf(chance(seen, limit), most);
  const { trials } = seen;
  const isSure = trials[0]?.isSure === true;
  const lost = boundedMean(
    trials.map(({ losses }) => losses[loss]!),
    1,
    isSure,
  );
  // A killed run may have lost nothing of it, or all: nothing after the kill is known.
  const kill = chance(seen, limit).high;
  return sideOf({ low: lost.low - kill, high: lost.high + kill }, most);
}

function sideOf({ low, high }: Interval, most: number): BoundVerdict {
  if (high < most) return 'holds';
  return low >= most ? 'fails' : 'open';
}

/**
 * Student's interval, within 0 and `most`. Of shares that are all 0 or all 1 the spread says
 * nothing: the rest is then at most the chance that a run has any.
 */
export function boundedMean(values: readonly number[], most: number, isSure = false): Figure {
  const runs = values.length;
  const { value, low, high } = meanInterval(values);
  if (isSure || runs < 2) return { value, low: value, high: value, runs };
  if (most === 1 && value === 0) return { value, low: 0, high: noneSeenBound(runs), runs };
  if (most === 1 && value === 1) return { value, low: 1 - noneSeenBound(runs), high: 1, runs };
  return { value, low: Math.max(0, low), high: Math.min(most, high), runs };
}
