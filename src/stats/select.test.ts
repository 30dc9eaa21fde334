import fc from 'fast-check';
import { expect, it } from 'vitest';
import { select } from './select.ts';

it('select finds every rank, with ties and without, and parts the numbers about it', () => {
  const numbers = fc.oneof(
    // 0 and -0 are equal, so that no rank is theirs.
    fc.double({ noNaN: true }).map((value) => value + 0),
    fc.integer({ min: 0, max: 3 }),
  );
  fc.assert(
    fc.property(fc.array(numbers, { minLength: 1, maxLength: 50 }), (list) => {
      const sorted = Float64Array.from(list).sort();
      for (const rank of list.keys()) {
        const values = Float64Array.from(list);
        expect(select(values, rank)).toBe(sorted[rank]);
        expect(values.subarray(0, rank).every((value) => value <= sorted[rank]!)).toBe(true);
        expect(values.subarray(rank).every((value) => value >= sorted[rank]!)).toBe(true);
        expect(values.toSorted()).toEqual(sorted);
      }
    }),
    { seed: 1, numRuns: 300 },
  );
});
