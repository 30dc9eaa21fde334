/** As naive.test.ts, over many more systems. */
import { expect, it } from 'vitest';
import { compare } from './compare.fixture.ts';
import { randomSystem } from './random-system.fixture.ts';

/** Rounding grows over long runs: 5e-8 was seen after 70 s of bodies in parts. */
const ROUNDING = 1e-6;

it('10,000 more random systems go alike in both implementations', () => {
  for (let number = 500; number < 10_500; number++) {
    const { faults } = compare(randomSystem(number), String(number), ROUNDING);
    expect(faults, `system ${number}`).toEqual([]);
  }
});
