import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ExactSum } from './exact-sum.ts';

it('loses nothing where plain addition does', () => {
  expect(ExactSum.of([1e100, 1, -1e100]).value).toBe(1);
  expect(ExactSum.of(new Array<number>(10).fill(0.1)).value).toBe(1);
  expect(ExactSum.of([]).value).toBe(0);
  // Halfway between two doubles, and a little above: to even, then up.
  expect(ExactSum.of([2 ** 53, 1]).value).toBe(2 ** 53);
  expect(ExactSum.of([2 ** 53, 1, 2 ** -40]).value).toBe(2 ** 53 + 2);
});

it('is the exact sum rounded once, whatever the order and the grouping', () => {
  // Multiples of 2^-60 up to 2^60: exact in integers of arbitrary size.
  const value = fc
    .tuple(fc.integer({ min: -(2 ** 31), max: 2 ** 31 }), fc.integer({ min: -60, max: 28 }))
    .map(([m, e]) => m * 2 ** e);
  fc.assert(
    fc.property(fc.array(value, { maxLength: 60 }), fc.nat(60), (values, cut) => {
      const units = values.reduce((sum, x) => sum + toUnits(x), 0n);
      expect(ExactSum.of(values).value).toBe(rounded(units));
      const merged = ExactSum.of(values.slice(cut).reverse());
      merged.merge(ExactSum.of(ExactSum.of(values.slice(0, cut)).parts()));
      expect(merged.value).toBe(rounded(units));
    }),
    { seed: 1, numRuns: 500 },
  );
});

/** In units of 2^-60; every double here is a multiple. */
function toUnits(x: number): bigint {
  let exponent = 0;
  let mantissa = x;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent++;
  }
  return BigInt(mantissa) << BigInt(60 - exponent);
}

/** Number(bigint) rounds to nearest, ties to even; scaling by 2^-60 is exact. */
function rounded(units: bigint): number {
  return Number(units) * 2 ** -60;
}
