import { expect, it } from 'vitest';
import { busyCycle, reachesBeforeEmpty } from './chain.fixture.ts';
import { planLevels } from './plan-levels.ts';
import { estimateBySplitting } from './splitting.ts';

it('intervals after sequential stopping cover 926 to 971 of 1000 times, and err to neither side', () => {
  const create = busyCycle(0.5, 8);
  const exact = reachesBeforeEmpty(0.5, 8);
  const { plan } = planLevels(create, { seed: 'pilot', events: 3000 });
  let [covered, tooLow, sum] = [0, 0, 0];
  for (let k = 0; k < 1000; k++) {
    const options = { seed: `macro ${k}`, relativeError: 0.15 };
    const { value, low, high } = estimateBySplitting(create, plan, options);
    if (low <= exact && exact <= high) covered++;
    if (high < exact) tooLow++;
    sum += value / exact;
  }
  expect(covered).toBeGreaterThanOrEqual(926);
  expect(covered).toBeLessThanOrEqual(971);
  // Optimism is the dangerous side: estimates too small by chance stop early and look precise.
  expect(tooLow).toBeLessThanOrEqual(50);
  expect(Math.abs(sum / 1000 - 1)).toBeLessThan(0.02);
});
