/** Parameters found by least squares on logarithms, and how well the cases determine them. */
import { leastSquares, sumOfSquares } from '../stats/least-squares.ts';
import { studentTQuantile } from '../stats/student-t.ts';
import { covarianceOf } from './covariance.ts';
import type { BlockSpec, ParameterSpec } from './fit-spec.ts';
import { logRatios, type Runner, type Values, type Witness, witnessesOf } from './forward.ts';
import type { FitPlan } from './read-fit.ts';
import { inUnit, searchedIn } from './settings.ts';

/** In the unit of the parameter. */
export interface FoundParameter {
  readonly spec: ParameterSpec;
  readonly block: BlockSpec;
  readonly value: number;
  /** Null where the search ended at the end of its range, or the cases do not tell. */
  readonly standardError: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Configurations of its block less parameters of its block. */
  readonly degrees: number;
}

export interface Search {
  readonly parameters: readonly FoundParameter[];
  /** Of the logarithms of the parameters; zero for those at the end of their range. */
  readonly covariance: readonly (readonly number[])[];
  /** By block: standard deviation of its residuals, on the scale of logarithms. */
  readonly scatter: readonly number[];
  readonly simulations: number;
  readonly converged: boolean;
}

/** Of the logarithms: far above what the last bit does to a run, far below what curves. */
const STEP = 0.04;
const TOLERANCE = 1e-3;
const MAX_ITERATIONS = 25;
const LEVEL = 0.95;

/** Perfect agreement, as of synthetic cases, would weigh infinitely much. */
const LEAST_SCATTER = 1e-6;

/**
 * Twice: first with all residuals alike, then with those of each block by their own scatter. The
 * covariance is Gauss and Newton's, (J' W J)^-1: it takes configurations for independent and the
 * law for right, so that it is the least there is to doubt.
 */
export async function search(plan: FitPlan, fixed: Values, runner: Runner): Promise<Search> {
  const { blocks } = plan.spec;
  const specs = blocks.flatMap((block) => block.parameters.map((spec) => ({ spec, block })));
  const witnesses = witnessesOf(plan);
  let simulations = 0;
  const counted: Runner = {
    run: (model, seed) => runner.run(model, seed),
    expect(runs) {
      simulations += runs;
      runner.expect(runs);
    },
  };
  const ratiosAt = (point: readonly number[]) => {
    const searched = specs.map(
      ({ spec }, i) => [spec.path, inUnit(Math.exp(point[i]!), spec.unit)] as const,
    );
    return logRatios(plan, witnesses, new Map([...fixed, ...searched]), counted);
  };
  const box = specs.map(({ spec }) => ({ low: Math.log(spec.low), high: Math.log(spec.high) }));
  const pass = (start: readonly number[], scatter: readonly number[]) =>
    leastSquares({
      residuals: (points) =>
        Promise.all(
          points.map(async (point) => weighed(await ratiosAt(point), witnesses, blocks, scatter)),
        ),
      start,
      box,
      step: STEP,
      tolerance: TOLERANCE,
      maxIterations: MAX_ITERATIONS,
    });
  const alike = blocks.map(() => 1);
  const first = await pass(
    specs.map(({ spec }) => Math.log(spec.start)),
    alike,
  );
  const weights = scatterOf(first.residuals, witnesses, blocks, alike);
  const last = await pass(first.at, weights);
  const scatter = scatterOf(last.residuals, witnesses, blocks, weights);
  const isFree = last.at.map((x, i) => box[i]!.low + TOLERANCE < x && x < box[i]!.high - TOLERANCE);
  const jacobian = last.jacobian.map((row, k) => {
    const b = blocks.indexOf(witnesses[k]!.block);
    return row.map((slope) => (slope * weights[b]!) / scatter[b]!);
  });
  const covariance = covarianceOf(jacobian, isFree);
  return {
    parameters: specs.map(({ spec, block }, i) => {
      const degrees = degreesOf(block, witnesses);
      const error = isFree[i] ? Math.sqrt(covariance[i]![i]!) : null;
      return { spec, block, degrees, ...estimated(Math.exp(last.at[i]!), error, degrees) };
    }),
    covariance,
    scatter,
    simulations,
    converged: first.converged && last.converged,
  };
}

/** The interval is that of the logarithm: what is searched for is positive. */
function estimated(found: number, error: number | null, degrees: number) {
  const value = searchedIn(found);
  if (error === null) return { value, standardError: null, low: null, high: null };
  const half = studentTQuantile((1 + LEVEL) / 2, degrees) * error;
  return {
    value,
    standardError: value * error,
    low: value * Math.exp(-half),
    high: value * Math.exp(half),
  };
}

function weighed(
  ratios: readonly number[],
  witnesses: readonly Witness[],
  blocks: readonly BlockSpec[],
  scatter: readonly number[],
): number[] {
  return ratios.map((ratio, k) => ratio / scatter[blocks.indexOf(witnesses[k]!.block)]!);
}

/** By block, from residuals that were divided by `weights`. */
function scatterOf(
  residuals: readonly number[],
  witnesses: readonly Witness[],
  blocks: readonly BlockSpec[],
  weights: readonly number[],
): number[] {
  return blocks.map((block, b) => {
    const own = residuals.filter((_, k) => witnesses[k]!.block === block);
    const variance = sumOfSquares(own) / degreesOf(block, witnesses);
    return Math.max(LEAST_SCATTER, weights[b]! * Math.sqrt(variance));
  });
}

function degreesOf(block: BlockSpec, witnesses: readonly Witness[]): number {
  return witnesses.filter((one) => one.block === block).length - block.parameters.length;
}
