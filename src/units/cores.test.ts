import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatCores, parseCores } from './cores.ts';

test.each([
  ['500m', 0.5],
  ['0.5', 0.5],
  ['2', 2],
])('parseCores reads %s as %d cores', (text, value) => {
  expect(parseCores(text)).toEqual({ value });
});

test('parseCores refuses other units with a hint', () => {
  expect(parseCores('2c')).toEqual({ hint: 'unknown unit "c"; write cores as 0.5 or 500m' });
  expect(parseCores('half')).toEqual({ hint: 'write cores as 0.5 or 500m' });
});

test('formatCores is read back as exactly the same number', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (cores) => {
      expect(parseCores(formatCores(cores))).toEqual({ value: cores });
    }),
  );
});
