import { expect, it } from 'vitest';
import { normalCdf } from './normal-cdf.ts';
import { normalQuantile } from './normal-quantile.ts';

it('normalQuantile agrees with mpmath to 4e-16', () => {
  for (const [p, x] of QUANTILES) {
    expect(Math.abs(normalQuantile(p) - x) / Math.max(1, Math.abs(x)), `p = ${p}`).toBeLessThan(
      4e-16,
    );
  }
});

it('normalQuantile is infinite at 0 and 1', () => {
  expect(normalQuantile(0)).toBe(-Infinity);
  expect(normalQuantile(1)).toBe(Infinity);
});

it('normalCdf agrees with mpmath to a relative 1e-13, deep tail included', () => {
  for (const [x, p] of PROBABILITIES) {
    expect(Math.abs(normalCdf(x) / p - 1), `x = ${x}`).toBeLessThan(1e-13);
  }
});

it('normalCdf undoes normalQuantile over the whole range', () => {
  for (let k = 1; k < 1000; k++) {
    const p = k / 1000;
    expect(Math.abs(normalCdf(normalQuantile(p)) / p - 1)).toBeLessThan(1e-13);
  }
});

/** mpmath 1.3, 40 digits. */
const QUANTILES: readonly (readonly [number, number])[] = [
  [0.5, 0],
  [0.6, 0.2533471031357997],
  [0.9, 1.2815515655446006],
  [0.925, 1.4395314709384561],
  [0.975, 1.9599639845400538],
  [0.999, 3.090232306167813],
  [0.02, -2.053748910631823],
  [1e-5, -4.264890793922825],
  [1e-10, -6.361340902404057],
  [1e-20, -9.262340089798407],
  [1e-100, -21.273453560965326],
  [1e-300, -37.0470962993612],
];
const PROBABILITIES: readonly (readonly [number, number])[] = [
  [-20, 2.7536241186062337e-89],
  [-10, 7.619853024160525e-24],
  [-6, 9.86587645037698e-10],
  [-3, 0.0013498980316300946],
  [-2.0001, 0.022744733391410546],
  [-2, 0.02275013194817921],
  [-1.5, 0.06680720126885807],
  [-1, 0.15865525393145705],
  [-0.5, 0.3085375387259869],
  [0, 0.5],
  [0.1, 0.539827837277029],
  [0.5, 0.6914624612740131],
  [1, 0.8413447460685429],
  [2, 0.9772498680518208],
  [3, 0.9986501019683699],
  [6, 0.9999999990134123],
];
