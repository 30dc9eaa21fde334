import { expect, it } from 'vitest';
import type { Law } from './law.ts';
import { residualOf } from './residual.ts';
import { compileLaw } from './sampler.ts';
import { Stream } from './stream.ts';

const LAWS: Law[] = [
  { law: 'exponential', mean: 2 },
  { law: 'lognormal', mu: 0, sigma: 0.5 },
  { law: 'uniform', min: 1, max: 3 },
  { law: 'pareto', shape: 1.5, min: 0.5, max: 50 },
  {
    law: 'mixture',
    parts: [
      { weight: 1, of: { law: 'exponential', mean: 1 } },
      { weight: 2, of: { law: 'uniform', min: 1, max: 3 } },
    ],
  },
];

it.each(LAWS)('the end of a duration has the law of $law given that it has not come', (law) => {
  const { cdf } = compileLaw(law);
  const residual = residualOf(law)!;
  const stream = new Stream('residual');
  const since = 7;
  for (const age of [0, 0.8, 1.5]) {
    const now = since + age;
    const ends = Array.from({ length: 2000 }, () => residual.until(since, now, stream)!);
    expect(Math.min(...ends)).toBeGreaterThanOrEqual(now);
    for (const more of [0.1, 0.5, 1]) {
      const p = (cdf(age + more) - cdf(age)) / (1 - cdf(age));
      const share = ends.filter((end) => end <= now + more).length / ends.length;
      expect(Math.abs(share - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / ends.length) + 1e-9);
    }
  }
});

it('a memoryless law does not ask for the age, every other does', () => {
  expect(LAWS.map((law) => residualOf(law)!.ages)).toEqual([false, true, true, true, true]);
});

it('what may end at the very instant that is asked about is not drawn again', () => {
  expect(residualOf({ law: 'constant', value: 1 })).toBeNull();
  expect(residualOf({ law: 'empirical', values: [1, 2] })).toBeNull();
  expect(residualOf({ law: 'lognormal', mu: 0, sigma: 0 })).toBeNull();
  const atoms: Law = { law: 'mixture', parts: [{ weight: 1, of: { law: 'constant', value: 1 } }] };
  expect(residualOf(atoms)).toBeNull();
});

it('far out in the tail, where digits are lost, a duration stays as it was drawn', () => {
  const lognormal = residualOf({ law: 'lognormal', mu: 0, sigma: 0.5 })!;
  expect(lognormal.until(0, 50, new Stream('tail'))).toBeNull();
});
