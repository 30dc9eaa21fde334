import { describe, expect, it } from 'vitest';
import { busyCycle, reachesBeforeEmpty } from './chain.fixture.ts';
import { planLevels } from './plan-levels.ts';
import { simulatedCycle } from './queue.fixture.ts';
import type { RarePath } from './rare-path.ts';
import { estimateBySplitting } from './splitting.ts';
import { growTree, NO_SPLITTING } from './splitting-tree.ts';

/** Events that crude Monte Carlo takes for a relative standard error of 10%. */
function crudeEvents(rho: number, level: number): number {
  const p = reachesBeforeEmpty(rho, level);
  return (((1 + rho) / (1 - rho)) * (1 - p)) / (p * 0.1 ** 2);
}

describe('splitting on the way of a busy cycle to a level', () => {
  it('finds 1e-6 with a thousand times fewer events than crude Monte Carlo', () => {
    const [rho, level] = [0.5, 20];
    const create = busyCycle(rho, level);
    const { plan, events: pilot } = planLevels(create, { seed: 'pilot', events: 3000 });
    const { value, standardError, events } = estimateBySplitting(create, plan, { seed: '1' });
    const exact = reachesBeforeEmpty(rho, level);
    expect(exact).toBeCloseTo(9.536752e-7, 12);
    expect(standardError / value).toBeLessThanOrEqual(0.1);
    expect(Math.abs(value - exact) / standardError).toBeLessThan(3);
    expect(crudeEvents(rho, level) / (events + pilot)).toBeGreaterThan(1000);
  });

  it.each([
    ['chain', 0.5, 7, busyCycle],
    ['chain', 0.5, 10, busyCycle],
    ['chain', 0.7, 15, busyCycle],
    // 8e-3 and 1e-3, through the whole simulator.
    ['simulator', 0.5, 7, simulatedCycle],
    ['simulator', 0.5, 10, simulatedCycle],
  ])('agrees with crude runs where those can see: %s, rho %f, level %i', (_, rho, level, cycle) => {
    const create = cycle(rho, level) as (seed: string) => RarePath;
    const { plan } = planLevels(create, {
      seed: 'pilot',
      events: cycle === busyCycle ? 5000 : 1000,
    });
    const split = estimateBySplitting(create, plan, { seed: '1' });
    const maxEvents = cycle === busyCycle ? 2e6 : 2e5;
    const crude = estimateBySplitting(create, NO_SPLITTING, { seed: '2', maxEvents });
    const exact = reachesBeforeEmpty(rho, level);
    for (const { value, standardError } of [split, crude]) {
      expect(Math.abs(value - exact) / standardError).toBeLessThan(3.5);
    }
    expect(split.events).toBeLessThan(2e6);
  });

  it('has no bias under any plan, a bad one too: levels chosen on other paths than are counted', () => {
    const create = busyCycle(0.5, 8);
    const exact = reachesBeforeEmpty(0.5, 8);
    for (const plan of [
      { thresholds: [2, 3, 4, 5, 6, 7], copies: [2, 2, 2, 2, 2, 2] },
      { thresholds: [6], copies: [20] },
      { thresholds: [1, 1.5, 4], copies: [2, 2, 3] },
      // One step crosses several thresholds.
      { thresholds: [2.2, 2.5, 2.8, 4.3, 4.6], copies: [2, 2, 2, 2, 3] },
      { thresholds: [3, 4, 5, 6, 7], copies: [2, 2, 2, 2, 2], floors: [2, 3, 3, 4, 5] },
      { thresholds: [4, 6], copies: [5, 4], floors: [1, 2] },
    ]) {
      let [sum, squares] = [0, 0];
      const trees = 15_000;
      for (let tree = 0; tree < trees; tree++) {
        const { value } = growTree(create(`unbiased ${tree}`), plan);
        sum += value;
        squares += value * value;
      }
      const mean = sum / trees;
      const error = Math.sqrt((squares / trees - mean * mean) / trees);
      expect(Math.abs(mean - exact) / error).toBeLessThan(3.5);
    }
  });

  it('clones of one state go on apart from each other and from their parent', () => {
    const path = busyCycle(0.9, 1000)('parent');
    const courses = ['', 'a', 'b'].map((label) => {
      const moment = path.save();
      if (label !== '') path.fork(label);
      const course: number[] = [];
      for (let i = 0; i < 40 && !path.ended(); i++) {
        path.step();
        course.push(path.level());
      }
      path.load(moment);
      return course.join(' ');
    });
    expect(new Set(courses).size).toBe(3);
  });

  it('tells the variance between draws at time 0 from that of the trees within', () => {
    // The draw decides nearly all: half of the processes start one step from the level.
    const near = busyCycle(0.5, 8);
    const create = (seed: string) => {
      const path = near(seed);
      if (seed.charCodeAt(seed.length - 1) % 2 === 0) path.load({ ...path.save(), customers: 7 });
      return path;
    };
    const options = { seed: '1', treesPerDraw: 8, relativeError: 0.2 };
    const { outsideShare, draws } = estimateBySplitting(create, NO_SPLITTING, options);
    expect(outsideShare).toBeGreaterThan(0.7);
    expect(draws).toBeGreaterThanOrEqual(50);
    const alike = estimateBySplitting(near, NO_SPLITTING, { ...options, maxEvents: 1e5 });
    expect(alike.outsideShare).toBeLessThan(0.3);
  });
});
