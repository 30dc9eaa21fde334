/**
 * The second figure of P(OOM): with what is not known drawn as well. Runs without a memory limit
 * are those with one up to the first instant that exceeds it, so that their peaks decide any limit.
 */
import type { PeakTail } from '../stats/peak-tail.ts';
import { type DrawnRuns, twoFigures } from '../stats/two-figures.ts';
import { type HorizonSpec, windowsIn, withErrors } from './horizon.ts';
import type { ParameterDraw } from './parameter-draws.ts';
import type { Cell } from './row.ts';

/** What is drawn at one design point, and what the error of the model is there. */
export interface Unknowns {
  /** Standard deviation of log(predicted / measured) of the peak memory. */
  readonly sigma: number;
  /** Each with seeds of its own. */
  readonly draws: readonly { readonly draw: ParameterDraw; readonly seeds: readonly string[] }[];
}

/** Why a point has no second figure. */
export interface NoUnknowns {
  readonly reason: string;
}

/** How many runs a point's second figure takes. */
export function runsOf(unknowns: Unknowns | NoUnknowns): number {
  if ('reason' in unknowns) return 0;
  return unknowns.draws.reduce((sum, { seeds }) => sum + seeds.length, 0);
}

/** What a second figure is drawn from. */
export interface DrawnPoint {
  readonly draws: readonly DrawnRuns[];
  /** Peaks with the numbers as they were fitted. */
  readonly tail: PeakTail;
  /** [B] */
  readonly limit: number;
  readonly horizon: HorizonSpec | null;
}

/** The columns of SECOND_FIGURE, and those of the horizon that go with it. */
export function secondFigure(
  unknowns: Unknowns,
  { draws, tail, limit, horizon }: DrawnPoint,
): Record<string, Cell> {
  const { sigma } = unknowns;
  const events = windowsIn(horizon);
  const figures = twoFigures(draws, tail, limit, { sigma, events });
  const { probability, inputBand, floor, withinHorizon, spread } = figures;
  const numbers = Object.keys(unknowns.draws[0]!.draw).length;
  const runs = unknowns.draws[0]!.seeds.length;
  const [parameters, ofRuns] = [spread.parameters, spread.runs].map((share) => share.toFixed(3));
  return {
    oom_probability_all: probability.value,
    oom_probability_all_low: probability.low,
    oom_probability_all_high: probability.high,
    oom_input_low: inputBand.low,
    oom_input_high: inputBand.high,
    oom_floor: floor,
    oom_all_note: `${draws.length} draws of ${numbers} fitted numbers x ${runs} runs; spread of log peak: numbers ${parameters}, runs ${ofRuns}, model error ${sigma}`,
    ...withErrors(withinHorizon, horizon),
  };
}

export function noSecondFigure(reason: string): Record<string, Cell> {
  return {
    oom_probability_all: null,
    oom_probability_all_low: null,
    oom_probability_all_high: null,
    oom_input_low: null,
    oom_input_high: null,
    oom_floor: null,
    oom_all_note: `none: ${reason}`,
    ...withErrors(null, null),
  };
}
