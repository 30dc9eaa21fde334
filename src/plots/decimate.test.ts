import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decimate } from './decimate.ts';

it('a short series keeps every point', () => {
  expect(decimate([3, 1, 2], 4)).toEqual([0, 1, 2]);
});

it('a long series keeps its ends, its extremes, its order and the number of points asked for', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer(), { minLength: 1, maxLength: 2000 }),
      fc.integer({ min: 4, max: 60 }),
      (values, most) => {
        const kept = decimate(values, most);
        expect(kept.length).toBeLessThanOrEqual(most);
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
        expect(kept[0]).toBe(0);
        expect(kept.at(-1)).toBe(values.length - 1);
        const drawn = kept.map((index) => values[index]!);
        expect(Math.max(...drawn)).toBe(Math.max(...values));
        expect(Math.min(...drawn)).toBe(Math.min(...values));
      },
    ),
  );
});
