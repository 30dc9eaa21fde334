import { describe, expect, it } from 'vitest';
import { count, mib, noneSeenBound, percent, seconds, sentenceList } from './quantity.ts';

describe('percent', () => {
  it('says 0% and 100% only where it is exactly that', () => {
    expect([0, 1e-9, 0.0004, 0.99999, 1].map(percent)).toEqual([
      '0%',
      '<0.1%',
      '<0.1%',
      '>99.9%',
      '100%',
    ]);
  });

  it('keeps a decimal where it matters, near either end', () => {
    expect([0.0123, 0.0999, 0.125, 0.985, 0.9932].map(percent)).toEqual([
      '1.2%',
      '10%',
      '13%',
      '99%',
      '99.3%',
    ]);
  });
});

it('memory and time carry their units', () => {
  expect([335 * 2 ** 20, 1.25 * 2 ** 20, 0].map(mib)).toEqual(['335 MiB', '1.3 MiB', '0 MiB']);
  expect([0, 0.0123, 0.25, 5.04, 29.6, 140].map(seconds)).toEqual([
    '0 s',
    '0.01 s',
    '0.25 s',
    '5 s',
    '30 s',
    '140 s',
  ]);
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

it('no kill in n runs bounds the chance by about 3/n, and by 0.95 after one run', () => {
  expect(noneSeenBound(300)).toBeCloseTo(3 / 300, 3);
  expect(noneSeenBound(1)).toBeCloseTo(0.95, 12);
  expect((1 - noneSeenBound(59)) ** 59).toBeCloseTo(0.05, 12);
});
