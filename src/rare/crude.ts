/** Counting kills: all that is needed where they are not rare, and the honest bound where they are. */
import type { Model } from '../config/config.ts';
import { simulate } from '../simulation/simulate.ts';
import type { Interval } from '../stats/interval.ts';
import { clopperPearson, noneSeenBound } from '../stats/proportion.ts';
import { SequentialStop } from '../stats/stopping-rule.ts';
import { finish, type Steps } from './steps.ts';

export interface CrudeOptions {
  readonly seed: string;
  /** Most runs. */
  readonly runs: number;
  /** Stop earlier at this relative standard error. */
  readonly relativeError?: number;
}

/** The interval is that of Clopper and Pearson; after 0 of n it ends at the one-sided bound. */
export interface CrudeEstimate extends Interval {
  /** Share of the runs killed. */
  readonly value: number;
  readonly standardError: number;
  readonly kills: number;
  readonly runs: number;
  readonly events: number;
}

const FIRST_LOOK = 100;
/** Half of a 95% interval is so many standard errors. */
const HALF = 1.96;

/** P(any pod is OOMKilled), counted. */
export function estimateByCounting(model: Model, options: CrudeOptions): CrudeEstimate {
  return finish(countingSteps(model, options));
}

/** The same in steps. */
export function* countingSteps(
  model: Model,
  { seed, runs: budget, relativeError = 0 }: CrudeOptions,
): Steps<CrudeEstimate> {
  const rule = { relative: HALF * relativeError, absolute: 0, first: FIRST_LOOK, budget };
  const stop = new SequentialStop(rule);
  let [runs, kills, events] = [0, 0, 0];
  while (stop.verdict === 'go on') {
    for (; runs < stop.wanted; runs++) {
      const seen = simulate(model, `${seed}/${runs}`);
      if (seen.kills.length > 0) kills++;
      events += seen.events;
      yield seen.events;
    }
    stop.absorb({ kills });
  }
  const value = kills / runs;
  const { low, high } = clopperPearson(kills, runs);
  return {
    value,
    standardError: Math.sqrt((value * (1 - value)) / runs),
    low,
    high: kills === 0 ? noneSeenBound(runs) : high,
    kills,
    runs,
    events,
  };
}
