import { describe, expect, it } from 'vitest';
import { noneSeenBound } from '../stats/proportion.ts';
import { figuresOf, judgeBound, type Seen } from './figures.ts';
import { riskOf } from './risk.ts';
import type { Trial } from './trial.ts';

const MIB = 2 ** 20;
const LIMIT = 512 * MIB;
const RARE = { loss: null, most: 0.01 };

function trial(peak: number, lost = 0, isSure = false): Trial {
  return {
    ...{ peak, losses: [lost], served: 1 - lost, answered503: lost },
    ...{ time: 3 + lost, endedAt: 60, isSure, isHandedAfterReturn: null },
  };
}

const seen = (trials: readonly Trial[], sigma: number): Seen => ({
  ...{ trials, sigma, isDrawn: sigma > 0 },
});

describe('figures of runs', () => {
  const far = Array.from({ length: 50 }, () => trial(300 * MIB));

  it('claim no more with an error of the model than without one', () => {
    for (const sigma of [0, 0.12]) {
      const own = figuresOf('', seen(far, sigma), LIMIT);
      const figure = riskOf(own)!;
      expect(figure.value).toBeLessThan(1e-5);
      expect(figure.high).toBeGreaterThan(noneSeenBound(50));
      expect(judgeBound(RARE, seen(far, sigma), LIMIT)).toBe('open');
    }
    const many = Array.from({ length: 500 }, () => trial(300 * MIB));
    expect(judgeBound(RARE, seen(many, 0.12), LIMIT)).toBe('holds');
  });

  it('do not take few bad runs for a loss that is known', () => {
    const trials = far.map((one, index) => (index === 0 ? trial(one.peak, 0.4) : one));
    const { servedWithin60s, answered503 } = figuresOf('', seen(trials, 0), LIMIT);
    expect(answered503).toMatchObject({ kind: 'mean', runs: 50 });
    expect(answered503.value).toBeCloseTo(0.008, 12);
    expect(answered503.high).toBeGreaterThan(noneSeenBound(50));
    expect(servedWithin60s.low).toBeCloseTo(1 - answered503.high, 6);
  });

  it('are counts, means or certain by what they are made of, not by what they happen to be', () => {
    expect(figuresOf('', seen(far, 0), LIMIT).oomGivenModel).toMatchObject({ kind: 'count' });
    const all = seen(new Array(20).fill(trial(5 * LIMIT)), 0.12);
    expect(figuresOf('', all, LIMIT).oomWithModelError).toMatchObject({ kind: 'mean', high: 1 });
    const sure = figuresOf('', seen([trial(1, 0.25, true)], 0), LIMIT);
    expect(sure.oomGivenModel).toMatchObject({ kind: 'certain', value: 0, high: 0 });
    expect(sure.servedWithin60s).toMatchObject({ kind: 'certain', low: 0.75, high: 0.75 });
    expect(sure.time).toMatchObject({ kind: 'certain', low: 3.25, high: 3.25 });
  });
});
