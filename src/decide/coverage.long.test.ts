/** The whole of what coverage.test.ts does with a few seeds: real runs, 1000 seeds. */
import { expect, it } from 'vitest';
import {
  atRate,
  BAND,
  BOUND,
  covered,
  LIMIT,
  peaksOf,
  rateAtBound,
  SEEDS,
  search,
} from './coverage.fixture.ts';
import { limitEdge } from './limit-edge.ts';

it(`covers the memory limit of uniform uploads ${BAND[0]} to ${BAND[1]} of 1000 times`, async () => {
  const hits = await covered(SEEDS, LIMIT, async (seed) => limitEdge(peaksOf(seed), BOUND, 0.95));
  expect(hits).toBeGreaterThanOrEqual(BAND[0]);
  expect(hits).toBeLessThanOrEqual(BAND[1]);
});

it(`covers the rate of Poisson uploads ${BAND[0]} to ${BAND[1]} of 1000 times`, async () => {
  let coupled = 0;
  const hits = await covered(SEEDS, rateAtBound(), async (seed) => {
    const found = await search([2, 10], atRate(seed));
    if (found.coupled) coupled++;
    return found.edges[0];
  });
  // More arrivals of the same stays in the same time: a run that is killed is killed at any rate above.
  expect(coupled).toBe(SEEDS);
  expect(hits).toBeGreaterThanOrEqual(BAND[0]);
  expect(hits).toBeLessThanOrEqual(BAND[1]);
});
