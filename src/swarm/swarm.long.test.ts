import { expect, it } from 'vitest';
import { swarm } from './swarm.ts';

it('5,000 random systems keep the laws', () => {
  expect(swarm({ runs: 5000, seed: 12 })).toBeNull();
});
