import { expect, it } from 'vitest';
import { exactCoverage } from '../stats/exact-coverage.ts';
import { calibratedSize, countLimits, coverageOf, fewestRuns } from './proportion-test.ts';

it('errs on each side at most as often as it may, and would with one count more', () => {
  for (const [n, bound, tail] of [
    [100, 0.1, 0.025],
    [1200, 0.01, 0.025],
    [1200, 0.01, 0.002],
    [45, 0.7, 0.005],
  ] as const) {
    const { atMost, atLeast } = countLimits(n, bound, tail);
    // P(K <= most) by summing the binomial law, from the room of statistics.
    const upTo = (most: number) =>
      exactCoverage(n, bound, (k) => (k <= most ? { low: 0, high: 1 } : { low: 2, high: 2 }));
    expect(upTo(atMost)).toBeLessThanOrEqual(tail);
    expect(upTo(atMost + 1)).toBeGreaterThan(tail);
    expect(1 - upTo(atLeast - 1)).toBeLessThanOrEqual(tail);
    expect(1 - upTo(atLeast - 2)).toBeGreaterThan(tail);
    const between = upTo(atLeast - 1) - upTo(atMost);
    expect(coverageOf(n, bound, { atMost, atLeast })).toBeCloseTo(between, 9);
  }
});

it('needs as many runs as it takes for none of them to mean something', () => {
  expect(fewestRuns(0.01, 0.025)).toBe(368);
  expect(countLimits(367, 0.01, 0.025).atMost).toBe(-1);
  expect(countLimits(368, 0.01, 0.025).atMost).toBe(0);
  expect(countLimits(367, 0.99, 0.025).atLeast).toBe(368);
  expect(countLimits(368, 0.99, 0.025).atLeast).toBe(368);
});

it.each([0.01, 0.1, 0.3, 0.5])(
  'has a size at which it errs as often as it says: bound %d',
  (bound) => {
    const most = Math.max(200, Math.ceil(12 / bound));
    const n = calibratedSize(bound, 0.025, most);
    expect(n).toBeGreaterThanOrEqual(0.9 * most);
    expect(n).toBeLessThanOrEqual(most);
    const coverage = coverageOf(n, bound, countLimits(n, bound, 0.025));
    expect(coverage).toBeGreaterThanOrEqual(0.95);
    expect(coverage).toBeLessThan(0.962);
  },
);
