import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Moments } from './moments.ts';

it('keeps its digits when the spread is small beside the mean', () => {
  const moments = Moments.of([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]);
  expect(moments.mean).toBe(1e9 + 10);
  expect(moments.variance).toBe(30);
  expect(moments.standardError).toBeCloseTo(Math.sqrt(30 / 4), 12);
});

it('says NaN for what one value or none cannot tell', () => {
  expect(new Moments().variance).toBeNaN();
  expect(Moments.of([5]).standardError).toBeNaN();
  expect(Moments.of([5]).mean).toBe(5);
});

it('merging parts equals seeing everything, and agrees with the two-pass formula', () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 40 });
  fc.assert(
    fc.property(values, values, (a, b) => {
      const merged = Moments.of(a);
      merged.merge(Moments.of(b));
      const all = [...a, ...b];
      expect(merged.count).toBe(all.length);
      if (all.length < 2) return;
      const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
      const variance = all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (all.length - 1);
      const size = Math.max(...all.map(Math.abs));
      expect(Math.abs(merged.mean - mean)).toBeLessThanOrEqual(1e-14 * size);
      expect(Math.abs(merged.variance - variance)).toBeLessThanOrEqual(1e-13 * size ** 2);
    }),
    { seed: 1 },
  );
});
