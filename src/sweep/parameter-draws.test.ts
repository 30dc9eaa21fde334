import { expect, test } from 'vitest';
import type { FittedNumber } from '../fit/fitted-files.ts';
import { Moments } from '../stats/moments.ts';
import { parameterDraws } from './parameter-draws.ts';

const number = (path: string, more: Partial<FittedNumber> = {}): FittedNumber => ({
  paths: [path],
  unit: 'number',
  unitInBase: 1,
  start: 1,
  value: 2,
  standardError: null,
  low: null,
  high: null,
  degreesOfFreedom: 9,
  range: null,
  method: '',
  cases: [],
  ...more,
});

const search = (paths: string[], logCovariance: number[][]) => ({
  paths,
  logCovariance,
  scatter: {},
  converged: true,
});

const logsOf = (draws: readonly Readonly<Record<string, number>>[], path: string) =>
  draws.map((draw) => Math.log(draw[path]!));

test('numbers of a search are lognormal about what was found, together as their covariance says', () => {
  const numbers = [number('a'), number('b')];
  const covariance = [
    [0.04, -0.03],
    [-0.03, 0.09],
  ];
  const draws = parameterDraws({ numbers, search: search(['a', 'b'], covariance) }, '1', 4000);
  const [a, b] = [logsOf(draws, 'a'), logsOf(draws, 'b')];
  expect(Moments.of(a).mean).toBeCloseTo(0, 1);
  expect(Moments.of(a).variance / 0.04).toBeCloseTo(1, 0);
  expect(Moments.of(b).variance / 0.09).toBeCloseTo(1, 0);
  const product = Moments.of(a.map((x, i) => x * b[i]!)).mean;
  // Correlation -0.5, with a standard error of about 0.013.
  expect(product / Math.sqrt(0.04 * 0.09)).toBeCloseTo(-0.5, 1);
});

test('numbers read off move alone by their standard error, all their paths at once, or stay', () => {
  const numbers = [
    number('read', { standardError: 0.2, paths: ['read', 'also'] }),
    number('sure', { standardError: 0 }),
    number('unknown'),
  ];
  const draws = parameterDraws({ numbers, search: search([], []) }, '1', 4000);
  expect(Object.keys(draws[0]!)).toEqual(['read', 'also']);
  expect(draws.every((draw) => draw.read === draw.also)).toBe(true);
  // A coefficient of variation of 0.1.
  expect(Moments.of(logsOf(draws, 'read')).variance / Math.log1p(0.01)).toBeCloseTo(1, 0);
});

test('a number stays within its range, and one without an error of its own where it is', () => {
  const numbers = [number('a', { range: [1, 2.5] }), number('fixed', { range: [1, 3] })];
  const covariance = [
    [4, 0],
    [0, 0],
  ];
  const draws = parameterDraws({ numbers, search: search(['a', 'fixed'], covariance) }, '1', 200);
  const values = draws.map((draw) => 2 * draw.a!);
  expect(Math.min(...values)).toBe(1);
  expect(Math.max(...values)).toBe(2.5);
  expect(new Set(draws.map((draw) => draw.fixed))).toEqual(new Set([1]));
});

test('draws depend on the seed and their place alone: more of them leave the first', () => {
  const fit = { numbers: [number('a')], search: search(['a'], [[1]]) };
  const few = parameterDraws(fit, '7', 3);
  expect(parameterDraws(fit, '7', 5).slice(0, 3)).toEqual(few);
  expect(parameterDraws(fit, '8', 3)).not.toEqual(few);
});
