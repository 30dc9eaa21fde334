import { describe, expect, it } from 'vitest';
import { LevelBatches, lineMean, shareAbove } from './level-batches.ts';

describe('a level over time', () => {
  it('is integrated exactly between its changes, batch by batch, the warm-up left out', () => {
    const level = new LevelBatches(1, 2, 3, 0, lineMean);
    level.change(4, 8); // slope 2 from 0 to 4 s
    level.change(4, 1); // a jump
    level.change(7, 1);
    // 1 to 3 s: mean 4; 3 to 4 s: mean 7, then 1 s of 1; 5 to 7 s: 1.
    expect([...level.sums]).toEqual([8, 8, 2]);
  });

  it('counts the share of each line above a threshold, from the crossing on', () => {
    const level = new LevelBatches(0, 10, 1, 0, shareAbove(3));
    level.change(4, 4); // above from 3 s
    level.change(6, 2); // down: above until 5 s
    level.change(6, 3); // touching is not above
    level.change(9, 3);
    level.change(9, 5);
    level.change(12, 5); // to the end of the batch
    expect(level.sums[0]).toBeCloseTo(1 + 1 + 1, 12);
  });
});
