import { describe, expect, it } from 'vitest';
import { exactSequentialCoverage } from './exact-coverage.ts';
import { clopperPearson } from './proportion.ts';
import { remembered } from './risk-coverage-suite.fixture.ts';
import { checkpoints, proportionVerdict, SequentialStop, verdict } from './stopping-rule.ts';

const RULE = { relative: 0.25, absolute: 0.01, first: 50, budget: 2000 };

describe('the stopping rule', () => {
  it('looks on a schedule known beforehand that ends with the budget', () => {
    expect(checkpoints({ ...RULE, budget: 300 })).toEqual([50, 75, 113, 170, 255, 300]);
    expect(checkpoints({ ...RULE, budget: 20 })).toEqual([20]);
  });

  it('says what it stopped on', () => {
    expect(verdict(RULE, 50, { value: 1, half: 0.3 })).toBe('go on');
    expect(verdict(RULE, 50, { value: 1, half: 0.2 })).toBe('precise');
    expect(verdict(RULE, 50, { value: 0.001, half: 0.009 })).toBe('precise');
    expect(verdict(RULE, 2000, { value: 1, half: 0.3 })).toBe('budget');
  });

  it('takes none killed for precise only once the exact bound is below the floor', () => {
    expect(proportionVerdict(RULE, 0, 290)).toBe('go on');
    expect(proportionVerdict(RULE, 0, 300)).toBe('precise');
  });

  it('goes from look to look, and stays with its verdict', () => {
    const stop = new SequentialStop(RULE);
    expect(stop.wanted).toBe(50);
    expect(stop.absorb({ kills: 25 })).toBe('go on');
    expect(stop.wanted).toBe(75);
    expect(stop.absorb({ kills: 45 })).toBe('precise');
    expect([stop.wanted, stop.absorb({ kills: 0 })]).toEqual([75, 'precise']);
  });

  it('keeps the coverage of the exact interval: computed for every outcome, not simulated', () => {
    const interval = remembered(clopperPearson);
    for (const rule of [RULE, { relative: 0.5, absolute: 0.002, first: 20, budget: 1000 }]) {
      const stops = remembered((k, n) => proportionVerdict(rule, k, n) === 'precise');
      for (const p of [0.001, 0.003, 0.01, 0.015, 0.03, 0.07, 0.15, 0.3, 0.5]) {
        const { both, upper } = exactSequentialCoverage(checkpoints(rule), p, interval, stops);
        expect(both, `two-sided at ${p}`).toBeGreaterThan(0.94);
        // Above all a risk must not be understated: p lies below the upper end.
        expect(upper, `one-sided at ${p}`).toBeGreaterThan(0.95);
      }
    }
  });
});
