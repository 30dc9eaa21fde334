/**
 * The second figure of P(OOM): with what is not known drawn as well. Runs without a memory limit
 * are those with one up to the first instant that exceeds it, so that their peaks decide any limit.
 */
import { twoFigures } from '../stats/model-error.ts';
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

/**
 * The columns of SECOND_FIGURE.
 *
 * @param peaks by draw, of runs without a limit [B]; empty where nothing was drawn.
 * @param limit [B]; null is none.
 */
export function secondFigure(
  unknowns: Unknowns | NoUnknowns,
  peaks: readonly (readonly number[])[],
  limit: number | null,
): Record<string, Cell> {
  if ('reason' in unknowns) return none(unknowns.reason);
  if (limit === null) return none('no memory limit');
  const { probability, inputBand, floor } = twoFigures(peaks, limit, unknowns);
  const numbers = Object.keys(unknowns.draws[0]!.draw).length;
  const runs = unknowns.draws[0]!.seeds.length;
  return {
    oom_probability_all: probability.value,
    oom_probability_all_low: Math.max(0, probability.low),
    oom_probability_all_high: Math.min(1, probability.high),
    oom_input_low: inputBand.low,
    oom_input_high: inputBand.high,
    oom_floor: floor,
    oom_all_note: `${peaks.length} draws of ${numbers} fitted numbers x ${runs} runs; model error ${unknowns.sigma}`,
  };
}

function none(reason: string): Record<string, Cell> {
  return {
    oom_probability_all: null,
    oom_probability_all_low: null,
    oom_probability_all_high: null,
    oom_input_low: null,
    oom_input_high: null,
    oom_floor: null,
    oom_all_note: `none: ${reason}`,
  };
}
