import { expect, it } from 'vitest';
import { chiSquareQuantile } from './chi-square.ts';

// References: Abramowitz and Stegun, table 26.8.
it.each([
  [0.025, 1, 0.000982069],
  [0.975, 1, 5.02389],
  [0.95, 1, 3.84146],
  [0.025, 10, 3.24697],
  [0.975, 10, 20.4831],
  [0.025, 30, 16.7908],
  [0.975, 100, 129.561],
])('chiSquareQuantile(%f, %i) is right to five digits', (p, degrees, reference) => {
  expect(Math.abs(chiSquareQuantile(p, degrees) / reference - 1)).toBeLessThan(1e-5);
});
