import { expect, test } from 'vitest';
import { runSeed, runSeeds } from './seeds.ts';

test('a run is seeded by the experiment and the replication, whatever the design point', () => {
  expect(runSeeds('7', 3)).toEqual(['7/0', '7/1', '7/2']);
  expect(runSeed('7', 2)).toBe('7/2');
});
