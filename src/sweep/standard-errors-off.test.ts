import { expect, test } from 'vitest';
import { standardErrorsOff } from './standard-errors-off.ts';

const exactly = { exact: 4, design: { kind: 'exact', tolerance: 1e-9, replications: 1 } } as const;
const chance = { exact: 4, design: { kind: 'replications', replications: 9 } } as const;

test('a difference is counted in standard errors', () => {
  expect(standardErrorsOff(chance, { simulated: 5, standardError: 0.5 })).toBe(2);
  expect(standardErrorsOff(chance, { simulated: 3, standardError: 0.5 })).toBe(-2);
  expect(standardErrorsOff(chance, { simulated: 4, standardError: 0 })).toBe(0);
});

test('an exact case forgives rounding and nothing else', () => {
  expect(standardErrorsOff(exactly, { simulated: 4 + 1e-12, standardError: 0 })).toBe(0);
  expect(standardErrorsOff(exactly, { simulated: 4 + 1e-6, standardError: 0 })).toBe(Infinity);
  expect(standardErrorsOff(exactly, { simulated: 4 - 1e-6, standardError: 1 })).toBe(-Infinity);
});
