/** As naive.test.ts, over many more systems. */
import { expect, it } from 'vitest';
import { compare } from './compare.fixture.ts';
import { randomSystem } from './random-system.fixture.ts';

/** Rounding grows over long runs: 5e-8 was seen after 70 s of bodies in parts. */
const ROUNDING = 1e-6;

/** After those of naive.test.ts, as many as two minutes are enough for. */
const [FROM, UNTIL] = [500, 6000];

/** Systems beyond them on which the two once disagreed. */
const ONCE_OPEN = [8167];

it('thousands more random systems go alike in both implementations', () => {
  const numbers = Array.from({ length: UNTIL - FROM }, (_, i) => FROM + i);
  for (const number of [...numbers, ...ONCE_OPEN]) {
    const { faults } = compare(randomSystem(number), String(number), ROUNDING);
    expect(faults, `system ${number}`).toEqual([]);
  }
});
