/** How often the interval of a cliff contains it: seeds fixed beforehand. */
import { expect, it } from 'vitest';
import {
  atRate,
  BAND,
  BOUND,
  covered,
  LIMIT,
  peaksOf,
  RUNS,
  rateAtBound,
  SEEDS,
  search,
  thresholds,
  unrelated,
} from './coverage.fixture.ts';
import { limitEdge } from './limit-edge.ts';
import { countLimits, coverageOf } from './proportion-test.ts';

it('the size of these tests is one at which the interval covers as often as it says', () => {
  const coverage = coverageOf(RUNS, BOUND, countLimits(RUNS, BOUND, 0.025));
  expect(coverage).toBeGreaterThanOrEqual(0.95);
  expect(coverage).toBeLessThan(0.956);
});

it(`covers a known edge ${BAND[0]} to ${BAND[1]} of 1000 times where runs are coupled`, async () => {
  const hits = await covered(SEEDS, BOUND, async (seed) => {
    const found = await search([0, 1], thresholds(7919 * seed));
    expect(found.coupled).toBe(true);
    return found.edges[0];
  });
  expect(hits).toBeGreaterThanOrEqual(BAND[0]);
  expect(hits).toBeLessThanOrEqual(BAND[1]);
});

it('covers at least as often as it says where each value is on its own, and mostly more', async () => {
  let apart = 0;
  const hits = await covered(SEEDS, BOUND, async (seed) => {
    const found = await search([0, 1], unrelated(7919 * seed));
    if (!found.coupled) apart++;
    return found.edges[0];
  });
  // The level is divided among 25 values: an upper end of the band would be none of its promises.
  expect(hits).toBeGreaterThanOrEqual(BAND[0]);
  expect(apart).toBe(SEEDS);
});

it('covers the memory limit of simulated uploads, and the rate of simulated arrivals', async () => {
  // A few seeds of what the long test does 1000 times; 95% of 40 is below 33 once in 1500.
  expect(
    await covered(40, LIMIT, async (seed) => limitEdge(peaksOf(seed), BOUND, 0.95)),
  ).toBeGreaterThanOrEqual(33);
  const rates = await covered(12, rateAtBound(), async (seed) => {
    return (await search([2, 10], atRate(seed))).edges[0];
  });
  expect(rates).toBeGreaterThanOrEqual(8);
});
