import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogLinearHistogram, RELATIVE_ERROR } from './log-linear-histogram.ts';
import { quantile } from './quantile.ts';
import { Tally } from './tally.ts';

const PROBABILITIES = [0, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1];

/** Values over 14 decades, among them powers of two and their neighbours. */
const values = fc.array(
  fc.oneof(
    fc.double({ min: -5, max: 9, noNaN: true }).map((e) => 10 ** e),
    fc.integer({ min: -19, max: 40 }).map((e) => 2 ** e),
    fc.integer({ min: -19, max: 40 }).map((e) => 2 ** e * (1 - 2 ** -53)),
  ),
  { minLength: 1, maxLength: 60 },
);

function tallyOf(list: readonly number[], cap?: number): Tally {
  const tally = new Tally(cap);
  for (const value of list) tally.add(value);
  return tally;
}

/** Whether it still has every value. */
const isExact = (tally: Tally) => tally.state().values !== null;

const story = (tally: Tally) => ({
  count: tally.count,
  sum: tally.sum,
  min: tally.min,
  max: tally.max,
  exact: isExact(tally),
  quantiles: PROBABILITIES.map((p) => tally.quantile(p, 1)),
  survivors: PROBABILITIES.map((p) => tally.quantile(p)),
});

describe('LogLinearHistogram', () => {
  it('has quantiles within its stated relative error', () => {
    expect(RELATIVE_ERROR).toBe(1 / 256);
    fc.assert(
      fc.property(values, (list) => {
        const histogram = new LogLinearHistogram();
        for (const value of list) histogram.add(value);
        const sorted = Float64Array.from(list).sort();
        for (const p of PROBABILITIES) {
          const exact = quantile(sorted, p);
          const error = Math.abs(histogram.quantile(p) - exact);
          expect(error).toBeLessThanOrEqual(exact * RELATIVE_ERROR * (1 + 1e-12));
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('reads values below its range as 0 and above it as the end of the range', () => {
    const histogram = new LogLinearHistogram();
    histogram.add(0);
    histogram.add(1e-9);
    histogram.add(1e300);
    expect(histogram.quantile(0.5)).toBe(0);
    expect(Math.abs(histogram.quantile(1) / 2 ** 44 - 1)).toBeLessThan(RELATIVE_ERROR);
  });
});

describe('Tally', () => {
  it('is exact up to its cap, then within 0.39 %, with exact extremes and sum', () => {
    const list = Array.from({ length: 1000 }, (_, i) => 1.01 ** i);
    const exact = tallyOf(list, 1000);
    const folded = tallyOf(list, 999);
    expect([isExact(exact), isExact(folded)]).toEqual([true, false]);
    expect([folded.count, folded.sum, folded.min, folded.max]).toEqual([
      exact.count,
      exact.sum,
      exact.min,
      exact.max,
    ]);
    expect(folded.quantile(1)).toBe(exact.max);
    for (const p of PROBABILITIES) {
      expect(exact.quantile(p)).toBe(quantile(list, p));
      expect(Math.abs(folded.quantile(p) / exact.quantile(p) - 1)).toBeLessThan(0.0039063);
    }
    expect(folded.quantile(0.9, 200)).toBe(Infinity);
  });

  it('tells the same whatever the order of adding and merging, folded or not', () => {
    fc.assert(
      fc.property(values, values, values, fc.constantFrom(8, 40, 1000), (a, b, c, cap) => {
        const together = story(tallyOf([...a, ...b, ...c], cap));
        const left = tallyOf(a, cap);
        left.merge(tallyOf(b, cap));
        left.merge(tallyOf(c, cap));
        const right = tallyOf(c, cap);
        right.merge(tallyOf(b, cap));
        const outer = tallyOf(a.slice().reverse(), cap);
        outer.merge(right);
        expect(story(left)).toEqual(together);
        expect(story(outer)).toEqual(together);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('goes on after asking for a quantile, and through plain data', () => {
    for (const cap of [3, 100]) {
      const tally = tallyOf([5, 1, 3, 2], cap);
      tally.quantile(0.5);
      const copy = Tally.from(structuredClone(tally.state()));
      copy.add(0.5);
      tally.add(0.5);
      expect(story(copy)).toEqual(story(tally));
      expect(story(copy)).toEqual(story(tallyOf([5, 1, 3, 2, 0.5], cap)));
    }
  });

  it('merging leaves the other as it was', () => {
    const other = tallyOf([1, 2]);
    new Tally().merge(other);
    const before = story(other);
    const into = tallyOf([9]);
    into.merge(other);
    expect(story(other)).toEqual(before);
  });

  it('says NaN when empty', () => {
    expect(new Tally().mean).toBeNaN();
    expect(new Tally().quantile(0.5)).toBeNaN();
  });
});
