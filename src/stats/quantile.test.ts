import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quantile, quantileWithFailures } from './quantile.ts';

it('interpolates as R does by default', () => {
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
  expect(quantile([1, 2, 4, 8], 0.25)).toBe(1.75);
  expect(quantile([10, 20, 30, 40, 50], 0.9)).toBeCloseTo(46, 12);
  expect(quantile([3], 0.99)).toBe(3);
  expect([quantile([1, 9], 0), quantile([1, 9], 1)]).toEqual([1, 9]);
  expect(quantile([], 0.5)).toBeNaN();
});

it('is infinite as soon as a failure has a part in it', () => {
  const ok = [1, 2, 3, 4];
  expect(quantileWithFailures(ok, 1, 0.5)).toBe(3);
  expect(quantileWithFailures(ok, 1, 0.75)).toBe(4);
  expect(quantileWithFailures(ok, 1, 0.76)).toBe(Infinity);
  expect(quantileWithFailures([], 3, 0)).toBe(Infinity);
});

it('treats failures exactly as infinite values in the list', () => {
  const values = fc.array(fc.nat(1000), { maxLength: 30 });
  fc.assert(
    fc.property(values, fc.nat(10), fc.double({ min: 0, max: 1, noNaN: true }), (ok, failed, p) => {
      const sorted = ok.sort((a, b) => a - b);
      const all = [...sorted, ...new Array<number>(failed).fill(Infinity)];
      expect(quantileWithFailures(sorted, failed, p)).toBe(simple(all, p));
    }),
    { seed: 1, numRuns: 500 },
  );
});

/** The definition in words: mix the two neighbours of position (n - 1) p by its fraction. */
function simple(sorted: number[], p: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = (sorted.length - 1) * p;
  const [low, high] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!];
  if (low === Infinity || high === Infinity) return Infinity;
  return low === high ? low : low + (position % 1) * (high - low);
}
