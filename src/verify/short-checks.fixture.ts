/** The checks that take a second each, under a seed. */
import { expect } from 'vitest';
import { checksNamed, performCheck } from './checks.ts';
import { failures, verify } from './verify.ts';

const NAMES = ['laws', 'identity', 'intervals', 'O9 f', 'O9 e', 'O14', 'O20', 'O2'];

export async function expectShortChecksPass(seed: number): Promise<void> {
  const checks = NAMES.flatMap((name) => checksNamed(name, false));
  const verification = await verify(checks, { seed, full: false }, async (id, effort) =>
    performCheck(id, effort),
  );
  expect(failures(verification), `seed ${seed}`).toEqual([]);
}
