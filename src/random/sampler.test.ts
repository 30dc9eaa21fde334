import { describe, expect, it } from 'vitest';
import type { Law } from './law.ts';
import { compileLaw } from './sampler.ts';
import { Stream } from './stream.ts';

const N = 40_000;

const LAWS: readonly Law[] = [
  { law: 'exponential', mean: 3 },
  { law: 'lognormal', mu: 2, sigma: 0.5 },
  { law: 'lognormal', mu: 0, sigma: 1.2 },
  { law: 'pareto', shape: 1.5, min: 1, max: 1000 },
  { law: 'pareto', shape: 1, min: 2, max: 50 },
  { law: 'pareto', shape: 0.5, min: 1e6, max: 1e9 },
  { law: 'uniform', min: 96, max: 160 },
  { law: 'empirical', values: [16, 4, 8, 4, 32] },
  {
    law: 'mixture',
    parts: [
      { weight: 9, of: { law: 'exponential', mean: 1 } },
      { weight: 1, of: { law: 'uniform', min: 20, max: 30 } },
    ],
  },
  {
    law: 'mixture',
    parts: [
      { weight: 0.3, of: { law: 'constant', value: 5 } },
      { weight: 0, of: { law: 'constant', value: 1e9 } },
      {
        weight: 0.7,
        of: { law: 'mixture', parts: [{ weight: 1, of: { law: 'uniform', min: 0, max: 9 } }] },
      },
    ],
  },
];

const DEGENERATE: readonly Law[] = [
  { law: 'uniform', min: 5, max: 5 },
  { law: 'pareto', shape: 2, min: 5, max: 5 },
  { law: 'lognormal', mu: Math.log(5), sigma: 0 },
  { law: 'empirical', values: [5, 5] },
  { law: 'mixture', parts: [{ weight: 2, of: { law: 'constant', value: 5 } }] },
];

/** A stream that counts its draws. */
class Counted extends Stream {
  draws = 0;
  override next(): number {
    this.draws++;
    return super.next();
  }
}

for (const law of LAWS) {
  describe(JSON.stringify(law), () => {
    const sampler = compileLaw(law);
    const stream = new Counted(`sampler/${JSON.stringify(law)}`);
    const sample = Float64Array.from({ length: N }, () => sampler.sample(stream)).sort();

    it('is random and takes exactly one draw per variate', () => {
      expect(sampler.random).toBe(true);
      expect(stream.draws).toBe(N);
    });

    it('has the mean it states, within four standard errors', () => {
      const mean = sample.reduce((sum, x) => sum + x, 0) / N;
      const variance = sample.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (N - 1);
      expect(Math.abs(mean - sampler.mean)).toBeLessThan(4 * Math.sqrt(variance / N));
    });

    it('has the distribution function it states (Kolmogorov distance, p about 1e-4)', () => {
      let distance = 0;
      for (let i = 0; i < N; i++) {
        const x = sample[i]!;
        if (sample[i + 1] !== x) {
          distance = Math.max(distance, Math.abs((i + 1) / N - sampler.cdf(x)));
        }
        if (sample[i - 1] !== x) {
          const below = x * (1 - 1e-12);
          distance = Math.max(distance, Math.abs(i / N - sampler.cdf(below)));
        }
      }
      expect(distance * Math.sqrt(N)).toBeLessThan(2.2);
    });

    it('has a quantile that is the least value reaching a probability', () => {
      for (let k = 1; k < 200; k++) {
        const u = k / 200;
        const x = sampler.quantile(u);
        expect(sampler.cdf(x * (1 + 1e-12))).toBeGreaterThanOrEqual(u * (1 - 1e-12));
        expect(sampler.cdf(x * (1 - 1e-9))).toBeLessThan(u);
      }
    });

    it('stays finite and within its largest value for every draw there is', () => {
      for (const u of [0, 2 ** -53, 0.5, 1 - 2 ** -53]) {
        expect(sampler.quantile(u)).toBeGreaterThanOrEqual(0);
        expect(sampler.quantile(u)).toBeLessThanOrEqual(sampler.max);
        expect(Number.isFinite(sampler.quantile(u))).toBe(true);
      }
      if (sampler.max === Infinity) expect(sampler.quantile(1)).toBe(Infinity);
      else expect(sampler.quantile(1) / sampler.max).toBeCloseTo(1, 9);
      expect(sampler.cdf(-1)).toBe(0);
      expect(sampler.cdf(sampler.max)).toBe(1);
      expect(sample[N - 1]).toBeLessThanOrEqual(sampler.max);
    });
  });
}

it.each(DEGENERATE)('%j has one value, says so, and still draws once', (law) => {
  const sampler = compileLaw(law);
  const stream = new Counted('degenerate');
  expect(sampler.random).toBe(false);
  expect(sampler.mean).toBe(5);
  expect(sampler.max).toBe(5);
  expect(sampler.sample(stream)).toBe(5);
  expect(stream.draws).toBe(1);
  for (const u of [0, 0.3, 1]) expect(sampler.quantile(u)).toBe(5);
  expect([sampler.cdf(4.999), sampler.cdf(5)]).toEqual([0, 1]);
});

it('a constant draws nothing', () => {
  const stream = new Counted('constant');
  const sampler = compileLaw({ law: 'constant', value: 16e6 });
  expect(sampler.sample(stream)).toBe(16e6);
  expect(stream.draws).toBe(0);
  expect(sampler).toMatchObject({ mean: 16e6, max: 16e6, random: false });
});

it('all but mixtures are drawn by inversion, so a larger uniform never gives less', () => {
  for (const law of LAWS.filter((law) => law.law !== 'mixture')) {
    const sampler = compileLaw(law);
    const value = sampler.sample(new Stream('monotone'));
    expect(value).toBe(sampler.quantile(new Stream('monotone').next()));
  }
});

it('knows Pareto means with and without a finite limit', () => {
  // Without a maximum: shape min / (shape - 1), and infinite for shape <= 1.
  const pareto = (shape: number, max: number) =>
    compileLaw({ law: 'pareto', shape, min: 2, max }).mean;
  expect(pareto(3, Infinity)).toBeCloseTo(3, 12);
  expect(pareto(1, Infinity)).toBe(Infinity);
  expect(pareto(1, 50)).toBeCloseTo((2 * 50 * Math.log(25)) / 48, 12);
  expect(pareto(1 + 1e-12, 50)).toBeCloseTo(pareto(1, 50), 9);
});

it('refuses a mixture without weight and an empirical law without values', () => {
  expect(() => compileLaw({ law: 'mixture', parts: [] })).toThrow(RangeError);
  expect(() => compileLaw({ law: 'empirical', values: [] })).toThrow(RangeError);
});
