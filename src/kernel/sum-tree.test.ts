import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SumTree } from './sum-tree.ts';

describe('a tree of sums', () => {
  it('finds whoever is at a point of the running sum, as going through a list does', () => {
    const change = fc.record({ member: fc.nat(12), weight: fc.nat(5) });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 13 }),
        fc.array(change),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (members, changes, share) => {
          const tree = new SumTree(members);
          const list = new Array<number>(members).fill(0);
          for (const { member, weight } of changes) {
            list[member % members] = weight;
            tree.set(member % members, weight);
            expect(tree.weight(member % members)).toBe(weight);
            const total = list.reduce((sum, each) => sum + each, 0);
            expect(tree.total()).toBe(total);
            if (total === 0) continue;
            const upTo = list.map((_, last) =>
              list.slice(0, last + 1).reduce((sum, each) => sum + each, 0),
            );
            const point = share * total;
            expect(tree.at(point)).toBe(upTo.findIndex((sum) => sum > point));
          }
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });
});
