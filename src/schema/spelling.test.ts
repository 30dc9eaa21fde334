import fc from 'fast-check';
import { expect, test } from 'vitest';
import { didYouMean, editDistance, nearest } from './spelling.ts';

const KNOWN = ['maxconn', 'replicas', 'redispatch', 'retries', 'timeouts', 'MiB'];

test.each([
  ['maxcon', 'maxconn'],
  ['maxcnon', 'maxconn'],
  ['MAXCONN', 'maxconn'],
  ['max-conn', 'maxconn'],
  ['replica', 'replicas'],
  ['mib', 'MiB'],
])('nearest finds %s -> %s', (word, known) => {
  expect(nearest(word, KNOWN)).toBe(known);
});

test('nothing is suggested three edits away, nor for a word of one letter', () => {
  expect(nearest('maxc', KNOWN)).toBeNull();
  expect(nearest('a', ['b'])).toBeNull();
  expect(didYouMean(12, KNOWN)).toBe('');
});

test('the edit distance is a metric up to swaps: symmetric, zero only for equal words', () => {
  const word = fc.string({ maxLength: 8 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b) === 0).toBe(a === b);
      expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});
