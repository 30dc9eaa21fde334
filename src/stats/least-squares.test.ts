import { expect, it } from 'vitest';
import { cholesky, choleskyInverse, choleskySolve } from './cholesky.ts';
import { type LeastSquaresProblem, leastSquares } from './least-squares.ts';

const solve = (
  residual: (x: readonly number[]) => number[],
  start: readonly number[],
  more: Partial<LeastSquaresProblem> = {},
) =>
  leastSquares({
    residuals: async (points) => points.map(residual),
    start,
    box: start.map(() => ({ low: -100, high: 100 })),
    step: 1e-5,
    tolerance: 1e-9,
    maxIterations: 200,
    ...more,
  });

it("finds the bottom of Rosenbrock's valley", async () => {
  const { at, converged } = await solve(([x, y]) => [10 * (y! - x! * x!), 1 - x!], [-1.2, 1]);
  expect(converged).toBe(true);
  expect(at[0]).toBeCloseTo(1, 6);
  expect(at[1]).toBeCloseTo(1, 6);
});

it('is linear regression where the model is linear', async () => {
  // y = 1 + 2 x through (0, 1.1), (1, 2.9), (2, 5.1), (3, 6.9): intercept 1.06, slope 1.96.
  const data = [1.1, 2.9, 5.1, 6.9];
  const fit = await solve(([a, b]) => data.map((y, x) => a! + b! * x - y), [0, 0]);
  expect(fit.at[0]).toBeCloseTo(1.06, 8);
  expect(fit.at[1]).toBeCloseTo(1.96, 8);
  expect(fit.jacobian[3]![1]).toBeCloseTo(3, 8);
});

it('stays in its box, and goes on along its wall', async () => {
  const box = [
    { low: -1, high: 1 },
    { low: -1, high: 1 },
  ];
  const { at } = await solve(([x, y]) => [x! - 3, y! - 0.5 + 0.1 * x!], [0, 0], { box });
  expect(at[0]).toBe(1);
  expect(at[1]).toBeCloseTo(0.4, 6);
});

it('has nothing to find without coordinates', async () => {
  const { at, residuals, converged } = await solve(() => [1, 2], []);
  expect([at, residuals, converged]).toEqual([[], [1, 2], true]);
});

it('leaves a coordinate alone that nothing depends on', async () => {
  const { at } = await solve(([x]) => [x! - 3], [0, 0.7]);
  expect(at[0]).toBeCloseTo(3, 8);
  expect(at[1]).toBe(0.7);
});

it('factors, solves and inverts; refuses what is not positive definite', () => {
  const lower = cholesky([
    [4, 2],
    [2, 3],
  ])!;
  const digits = (values: readonly number[]) => values.map((x) => x.toFixed(12));
  expect(digits(choleskySolve(lower, [2, 5]))).toEqual(digits([-0.5, 2]));
  expect(digits(choleskyInverse(lower).flat())).toEqual(digits([0.375, -0.25, -0.25, 0.5]));
  expect(
    cholesky([
      [1, 1],
      [1, 1],
    ]),
  ).toBe(null);
});
