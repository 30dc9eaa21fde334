import { describe, expect, it } from 'vitest';
import { swarm } from './swarm.ts';

const RANDOM_SYSTEMS = 300;

describe(`${RANDOM_SYSTEMS} random systems`, () => {
  it('keep the laws: one ending each, nothing left behind, slots never idle or exceeded', () => {
    expect(swarm({ runs: RANDOM_SYSTEMS, seed: 11 })).toBeNull();
  });
});
