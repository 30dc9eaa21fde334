import { expect, test } from 'vitest';
import { spillway } from './spawn.fixture.ts';

test('the shipped numbers are what the fit gives', () => {
  const { exitCode, stdout } = spillway(['fit', '--check']);
  expect(stdout).toMatch(/are what the fit gives\.\n$/);
  expect(exitCode).toBe(0);
});
