import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHeap, heapFilter, heapPop, heapPush } from './heap.ts';

/** Few distinct keys, so that ties are common. */
const keys = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 200 });

describe('heap', () => {
  it('gives items back by key, and first in first out among equal keys', () => {
    fc.assert(
      fc.property(keys, (all) => {
        const heap = createHeap(1);
        const order = Float64Array.from(all, (_, item) => item);
        all.forEach((key, item) => {
          heapPush(heap, key, item);
        });
        const expected = all.map((key, item) => ({ key, item }));
        expected.sort((a, b) => a.key - b.key || a.item - b.item);
        const popped = all.map(() => heapPop(heap, order));
        expect(popped).toEqual(expected.map(({ item }) => item));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('keeps the order when items are pushed between pops', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: 0, max: 9 })), { maxLength: 300 }),
        (ops) => {
          const heap = createHeap(4);
          const order = new Float64Array(ops.length);
          const oracle: { key: number; item: number }[] = [];
          ops.forEach((key, item) => {
            if (key !== null) {
              order[item] = item;
              heapPush(heap, key, item);
              oracle.push({ key, item });
              oracle.sort((a, b) => a.key - b.key || a.item - b.item);
            } else if (oracle.length > 0) {
              expect(heapPop(heap, order)).toBe(oracle.shift()!.item);
            }
          });
          expect(heap.size).toBe(oracle.length);
        },
      ),
      { seed: 2, numRuns: 200 },
    );
  });

  it('drops filtered items and keeps the order of the rest', () => {
    fc.assert(
      fc.property(keys, (all) => {
        const heap = createHeap(1);
        const order = Float64Array.from(all, (_, item) => item);
        all.forEach((key, item) => {
          heapPush(heap, key, item);
        });
        heapFilter(heap, order, (item) => item % 3 !== 0);
        const expected = all
          .map((key, item) => ({ key, item }))
          .filter(({ item }) => item % 3 !== 0)
          .sort((a, b) => a.key - b.key || a.item - b.item);
        expect(expected.map(() => heapPop(heap, order))).toEqual(expected.map((e) => e.item));
        expect(heap.size).toBe(0);
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});
