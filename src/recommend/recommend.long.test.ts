import { expect, test } from 'vitest';
import { LEAST_RIGHT } from './contest.fixture.ts';
import { BEST, chosenOf, planOf } from './recommend.fixture.ts';

test('through the simulator: the cheapest limit that theory says is safe, of 1000 seeds', async () => {
  const plan = planOf();
  let right = 0;
  for (let seed = 1; seed <= 1000; seed++) {
    if ((await chosenOf(plan, seed)) === BEST) right++;
  }
  expect(right).toBeGreaterThanOrEqual(LEAST_RIGHT);
});
