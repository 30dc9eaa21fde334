/** Whether all contenders did the same work: a fast wrong answer would win every race. */
import { mmcPatience } from '../src/theory/mmc-patience.ts';

/** What simulations of the queueing core came to, by whomever. */
export interface CoreFigures {
  readonly name: string;
  readonly runs: number;
  /** Requests of all runs. */
  readonly requests: number;
  readonly timedOut: number;
  /** [s] */
  readonly meanWait: number;
}

export interface Sanity extends CoreFigures {
  /** Distance from the closed form in standard errors. */
  readonly timedOutErrors: number;
  readonly meanWaitErrors: number;
  readonly agrees: boolean;
}

/** M/M/c with a queue time-out, of core.yaml and its baselines. */
const TRUTH = mmcPatience({ servers: 320, arrivalRate: 3136, serviceRate: 10 }, 0.05);

/**
 * Standard deviation of either figure over runs of n requests, times the root of n: from 200 runs
 * of core.cpp of 10^6 requests each, seeds 1000 to 1199. Successive requests are far from
 * independent at 98% load, so that a binomial error would be ten times too small.
 */
const SPREAD = { timedOut: 0.199, meanWait: 0.801 };

/** Runs begin empty: so many of the first requests find no queue to speak of. */
const STARTING_REQUESTS = 6000;
const MOST_ERRORS = 5;

export function checkFigures(figures: CoreFigures): Sanity {
  const { runs, requests, timedOut, meanWait } = figures;
  const empty = (STARTING_REQUESTS * runs) / requests;
  const errors = (seen: number, truth: number, spread: number) =>
    (seen - truth) / (spread / Math.sqrt(requests) + truth * empty);
  const timedOutErrors = errors(timedOut, TRUTH.timeoutShare, SPREAD.timedOut);
  const meanWaitErrors = errors(meanWait, TRUTH.servedWaitMean, SPREAD.meanWait);
  const agrees = Math.max(Math.abs(timedOutErrors), Math.abs(meanWaitErrors)) < MOST_ERRORS;
  return { ...figures, timedOutErrors, meanWaitErrors, agrees };
}
