import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinkedQueues, NOBODY } from './linked-queue.ts';

describe('linked queues', () => {
  it('agree with arrays under pushes, shifts and removals from the middle', () => {
    const step = fc.record({ queue: fc.nat(2), id: fc.nat(150), what: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const queues = new LinkedQueues(3);
        const oracle: number[][] = [[], [], []];
        for (const { queue, id, what } of steps) {
          const at = oracle.findIndex((members) => members.includes(id));
          if (what === 0) {
            expect(queues.shift(queue)).toBe(oracle[queue]!.shift() ?? NOBODY);
          } else if (at < 0) {
            queues.push(queue, id);
            oracle[queue]!.push(id);
          } else {
            queues.remove(at, id);
            oracle[at] = oracle[at]!.filter((member) => member !== id);
          }
          expect(queues.head(queue)).toBe(oracle[queue]![0] ?? NOBODY);
          expect(queues.length(queue)).toBe(oracle[queue]!.length);
          expect(queues.members(queue)).toEqual(oracle[queue]);
        }
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});
