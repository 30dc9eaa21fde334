/** What runs without a memory limit say of a limit: chances and shares with their intervals. */
import { boundedMeanInterval } from '../stats/bounded-mean.ts';
import { meanInterval } from '../stats/interval.ts';
import { quantile } from '../stats/quantile.ts';
import { riskInterval } from '../stats/risk-interval.ts';
import type { BoundVerdict, CandidateFigures, Figure } from './candidate.ts';
import type { TestedBound } from './feasibility.ts';
import { sideOf } from './risk.ts';
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
  const isSure = trials[0]?.isSure === true;
  const of = (read: (trial: Trial) => number, mean: (values: readonly number[]) => Figure) =>
    isSure ? certain(read(trials[0]!), trials.length) : mean(trials.map(read));
  const peaks = Float64Array.from(trials, ({ peak }) => peak).sort();
  return {
    scenario,
    oomGivenModel: isDrawn ? null : oom,
    oomWithModelError: isDrawn ? oom : null,
    servedWithin60s: of(({ served }) => served, meanShare),
    answered503: of(({ answered503 }) => answered503, meanShare),
    time: of(({ time }) => time, meanTime),
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
  return meanShare(kills);
}

/** Share of runs, between its ends of 95%, whether or not a rule looked at them and stopped. */
export function proportion(count: number, trials: readonly { isSure?: boolean }[]): Figure {
  const runs = trials.length;
  const value = count / runs;
  if (trials[0]?.isSure) return certain(value, runs);
  const { low, high } = riskInterval(count, runs, true);
  return { kind: 'count', value, low, high, runs };
}

/** Whether a bound holds, by the whole 95% interval of what goes wrong, as thresholds are judged. */
export function judgeBound({ loss, most }: TestedBound, seen: Seen, limit: number): BoundVerdict {
  if (loss === null) return sideOf(chance(seen, limit), most);
  const { trials } = seen;
  const shares = trials.map(({ losses }) => losses[loss]!);
  const lost = trials[0]?.isSure ? certain(shares[0]!, shares.length) : meanShare(shares);
  // A killed run may have lost nothing of it, or all: nothing after the kill is known.
  const kill = chance(seen, limit).high;
  return sideOf({ low: lost.low - kill, high: lost.high + kill }, most);
}

/** Mean of what is between 0 and 1 in each run: many runs near 0 say little of a rare one near 1. */
function meanShare(values: readonly number[]): Figure {
  const runs = values.length;
  const value = values.reduce((sum, each) => sum + each, 0) / runs;
  return { kind: 'mean', value, ...boundedMeanInterval(values), runs };
}

/** Of what has no upper end: Student's interval, from 0 on. */
function meanTime(values: readonly number[]): Figure {
  const { value, low, high } = meanInterval(values);
  return { kind: 'mean', value, low: Math.max(0, low), high, runs: values.length };
}

function certain(value: number, runs: number): Figure {
  return { kind: 'certain', value, low: value, high: value, runs };
}
