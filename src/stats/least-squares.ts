/**
 * Nonlinear least squares in a box for a model that is dear to evaluate: Levenberg and Marquardt's
 * method with a Jacobian from central differences, all of whose points are asked for at once.
 * Marquardt, SIAM Journal on Applied Mathematics 11 (1963); damping after Nocedal and Wright,
 * Numerical Optimization, 10.3.
 */
import { cholesky, choleskySolve } from './cholesky.ts';

export interface Box {
  readonly low: number;
  readonly high: number;
}

export interface LeastSquaresProblem {
  /** Residuals at each point, in the order of the points. */
  readonly residuals: (points: readonly (readonly number[])[]) => Promise<readonly number[][]>;
  readonly start: readonly number[];
  readonly box: readonly Box[];
  /** Of the differences, absolute: coordinates should be of one scale, such as logarithms. */
  readonly step: number;
  /** A step that moves no coordinate further than this is the last. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

export interface LeastSquaresFit {
  readonly at: readonly number[];
  readonly residuals: readonly number[];
  /** Of the residuals at the solution: a row for each residual, a column for each coordinate. */
  readonly jacobian: readonly (readonly number[])[];
  readonly iterations: number;
  readonly converged: boolean;
}

const FIRST_DAMPING = 1e-3;
const LARGEST_DAMPING = 1e6;
/** Dampings tried at once. */
const TRIES = [1, 10, 100];

export async function leastSquares(problem: LeastSquaresProblem): Promise<LeastSquaresFit> {
  const { box, tolerance, maxIterations } = problem;
  const inside = (point: readonly number[]) =>
    point.map((x, i) => Math.min(box[i]!.high, Math.max(box[i]!.low, x)));
  let at = inside(problem.start);
  let residuals = (await problem.residuals([at]))[0]!;
  if (at.length === 0) {
    return { at, residuals, jacobian: residuals.map(() => []), iterations: 0, converged: true };
  }
  let damping = FIRST_DAMPING;
  for (let iteration = 0; ; iteration++) {
    const jacobian = await jacobianAt(at, problem);
    const end = (converged: boolean) => ({
      at,
      residuals,
      jacobian,
      iterations: iteration,
      converged,
    });
    if (iteration === maxIterations) return end(false);
    for (;;) {
      const dampings = TRIES.map((factor) => factor * damping);
      const points = dampings.map((each) => inside(stepFrom(at, residuals, jacobian, each, box)));
      const answers = await problem.residuals(points);
      const better = answers.findIndex((answer) => sumOfSquares(answer) < sumOfSquares(residuals));
      if (better >= 0) {
        const moved = Math.max(...points[better]!.map((x, i) => Math.abs(x - at[i]!)));
        at = points[better]!;
        residuals = answers[better]!;
        damping = Math.max(1e-9, dampings[better]! / 10);
        if (moved <= tolerance) return { ...end(true), jacobian: await jacobianAt(at, problem) };
        break;
      }
      damping = dampings.at(-1)! * 10;
      if (damping > LARGEST_DAMPING) return end(true);
    }
  }
}

/** Central differences; one-sided where the box ends. */
async function jacobianAt(
  at: readonly number[],
  { residuals, box, step }: LeastSquaresProblem,
): Promise<number[][]> {
  const moved = (i: number, by: number) => {
    const x = Math.min(box[i]!.high, Math.max(box[i]!.low, at[i]! + by));
    return at.map((value, j) => (i === j ? x : value));
  };
  const points = at.flatMap((_, i) => [moved(i, -step), moved(i, step)]);
  const answers = await residuals(points);
  return answers[0]!.map((_, row) =>
    at.map((_, i) => {
      const width = points[2 * i + 1]![i]! - points[2 * i]![i]!;
      return width === 0 ? 0 : (answers[2 * i + 1]![row]! - answers[2 * i]![row]!) / width;
    }),
  );
}

/** The damped step; a coordinate that rests against its bound and would leave stays there. */
function stepFrom(
  at: readonly number[],
  residuals: readonly number[],
  jacobian: readonly (readonly number[])[],
  damping: number,
  box: readonly Box[],
): number[] {
  const gradient = at.map((_, i) =>
    jacobian.reduce((sum, row, k) => sum + row[i]! * residuals[k]!, 0),
  );
  const free = at.flatMap((x, i) => {
    const held = (x <= box[i]!.low && gradient[i]! > 0) || (x >= box[i]!.high && gradient[i]! < 0);
    return held || jacobian.every((row) => row[i] === 0) ? [] : [i];
  });
  const normal = free.map((i) =>
    free.map((j) => {
      const product = jacobian.reduce((sum, row) => sum + row[i]! * row[j]!, 0);
      return i === j ? product * (1 + damping) : product;
    }),
  );
  const lower = cholesky(normal);
  if (lower === null) return [...at];
  const step = choleskySolve(
    lower,
    free.map((i) => -gradient[i]!),
  );
  const point = [...at];
  for (const [k, i] of free.entries()) point[i] = at[i]! + step[k]!;
  return point;
}

export function sumOfSquares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
