import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FlowClass, fillNetwork } from './fill.ts';

const SITES = 3;

const flowClass = fc.record({
  site: fc.nat(SITES - 1),
  usesSite: fc.boolean(),
  usesLink: fc.boolean(),
  cap: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.constant(Number.POSITIVE_INFINITY)),
  count: fc.integer({ min: 1, max: 5 }),
  rate: fc.constant(0),
  bound: fc.constant(false),
  open: fc.constant(false),
});

/** Only flows that something limits have a rate. */
const limited = ({ cap, usesSite, usesLink }: FlowClass): boolean =>
  cap < Number.POSITIVE_INFINITY || usesSite || usesLink;

function used(classes: readonly FlowClass[], uses: (each: FlowClass) => boolean): number {
  return classes.filter(uses).reduce((sum, { rate, count }) => sum + rate * count, 0);
}

describe('progressive filling', () => {
  it('is feasible and max-min fair: each flow has its cap, or the top rate of a full capacity', () => {
    const capacities = fc.tuple(fc.integer({ min: 5, max: 200 }), fc.integer({ min: 5, max: 100 }));
    fc.assert(
      fc.property(
        fc.array(flowClass, { minLength: 1, maxLength: 12 }),
        capacities,
        (all, [l, c]) => {
          const classes = all.filter(limited).sort((a, b) => a.cap - b.cap);
          fillNetwork(classes, l, c, SITES);
          const groups = [
            { capacity: l, uses: (each: FlowClass) => each.usesLink },
            ...Array.from({ length: SITES }, (_, site) => ({
              capacity: c,
              uses: (each: FlowClass) => each.usesSite && each.site === site,
            })),
          ];
          for (const { capacity, uses } of groups) {
            expect(used(classes, uses)).toBeLessThanOrEqual(capacity * (1 + 1e-9));
          }
          for (const each of classes) {
            expect(each.rate).toBeLessThanOrEqual(each.cap);
            const isBottlenecked = groups.some(({ capacity, uses }) => {
              if (!uses(each)) return false;
              const isFull = used(classes, uses) >= capacity * (1 - 1e-9);
              const top = Math.max(...classes.filter(uses).map(({ rate }) => rate));
              return isFull && each.rate >= top * (1 - 1e-9);
            });
            expect(each.rate === each.cap || isBottlenecked).toBe(true);
          }
        },
      ),
      { seed: 7, numRuns: 500 },
    );
  });

  it('says which flows their site limits', () => {
    const slow = { site: 0, usesSite: true, usesLink: true, cap: 1, count: 1 };
    const fast = { site: 0, usesSite: true, usesLink: true, cap: 9, count: 1 };
    const classes = [slow, fast].map((each) => ({ ...each, rate: 0, bound: false, open: false }));
    fillNetwork(classes, 100, 5, 1);
    expect(classes.map(({ rate, bound }) => [rate, bound])).toEqual([
      [1, false],
      [4, true],
    ]);
  });
});
