import { describe, expect, it } from 'vitest';
import { Stream } from '../random/stream.ts';
import { busyCycle, reachesBeforeEmpty } from './chain.fixture.ts';
import { planLevels } from './plan-levels.ts';
import type { RarePath } from './rare-path.ts';

/** A busy cycle that may go up to its level in one jump from anywhere. */
function jumpy(jump: number): (seed: string) => RarePath {
  return (seed) => {
    const path = busyCycle(0.5, 20)(seed);
    const jumps = new Stream(`${seed}/jumps`);
    let jumped = false;
    return {
      ...path,
      step() {
        jumped = jumps.next() < jump;
        return jumped ? 1 : path.step();
      },
      ended: () => jumped || path.ended(),
      load(state) {
        jumped = false;
        path.load(state as ReturnType<typeof path.save>);
      },
    };
  };
}

const total = (hits: readonly { readonly weight: number }[]) =>
  hits.reduce((sum, { weight }) => sum + weight, 0);

describe('the pilot of a plan', () => {
  it('gives a first estimate, each hit weighed by how often its threshold is reached', () => {
    const { hits, arrived } = planLevels(busyCycle(0.5, 14), { seed: 'pilot', events: 3000 });
    expect(arrived).toBe(true);
    const ratio = total(hits) / reachesBeforeEmpty(0.5, 14);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
    expect(Math.min(...hits.map(({ from }) => from))).toBeGreaterThanOrEqual(12);
  });

  it('shows jumps from far below, though most pilot paths run high up', () => {
    const { hits } = planLevels(jumpy(1e-3), { seed: 'pilot', events: 5000 });
    const high = hits.filter(({ from }) => from >= 10);
    expect(high.length).toBeGreaterThan(0);
    // A path takes 3 steps on average, so jumps make up 3e-3 of all, and 1e-6 comes step by step.
    expect(total(high) / total(hits)).toBeLessThan(0.05);
    expect(total(hits)).toBeGreaterThan(1e-3);
    expect(total(hits)).toBeLessThan(9e-3);
  });
});
