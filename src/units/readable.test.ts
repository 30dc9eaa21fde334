import { describe, expect, it, test } from 'vitest';
import { count, percent, readableBytes, readableDuration, sentenceList } from './readable.ts';

describe('percent', () => {
  it('says 0% and 100% only where it is exactly that', () => {
    expect([0, 1e-9, 0.0004, 1].map((share) => percent(share))).toEqual([
      '0%',
      '0.0000001%',
      '0.04%',
      '100%',
    ]);
    for (const n of [10, 300, 1e4, 1e6]) {
      expect(percent(1 / n)).not.toBe('0%');
      expect(percent(1 - 1 / n)).not.toBe('100%');
    }
    expect([1e-4, 0.9999].map((share) => percent(share))).toEqual(['0.01%', '99.99%']);
  });

  it('keeps two significant digits away from the nearer end', () => {
    const shares = [0.0123, 0.0999, 0.125, 0.5, 0.985, 0.9932, 0.99968];
    expect(shares.map((share) => percent(share))).toEqual([
      '1.2%',
      '10%',
      '13%',
      '50%',
      '98.5%',
      '99.32%',
      '99.968%',
    ]);
  });

  it('rounds a bound outwards, and leaves a round one as it is', () => {
    expect([0.009936, 0.0002995, 0.95].map((share) => percent(share, 'up'))).toEqual([
      '1%',
      '0.03%',
      '95%',
    ]);
    expect([0.990064, 0.9997005, 0.05].map((share) => percent(share, 'down'))).toEqual([
      '99%',
      '99.97%',
      '5%',
    ]);
  });
});

test.each([
  [351272960, '335 MiB'],
  [12.21 * 2 ** 20, '12.2 MiB'],
  [1064304640, '1015 MiB'],
  [5 * 2 ** 30, '5120 MiB'],
  [127590.4, '125 KiB'],
  [12, '12 B'],
  [0, '0 B'],
  [Number.POSITIVE_INFINITY, 'none'],
])('readableBytes rounds %d to %s', (bytes, text) => {
  expect(readableBytes(bytes)).toBe(text);
});

test.each([
  [0, '0 s'],
  [0.00002, '20 us'],
  [0.01234, '12.3 ms'],
  [29.97, '30 s'],
  [140, '140 s'],
  [1800, '30 min'],
  [86400, '24 h'],
  [Number.POSITIVE_INFINITY, 'none'],
])('readableDuration rounds %d to %s', (seconds, text) => {
  expect(readableDuration(seconds)).toBe(text);
});

it('a list reads as a sentence and a count agrees with its noun', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(sentenceList)).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
  expect([count(1, 'pod'), count(3, 'pod')]).toEqual(['1 pod', '3 pods']);
});
