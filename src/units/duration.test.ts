import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDuration, parseDuration } from './duration.ts';

describe('parseDuration', () => {
  test.each([
    ['30s', 30],
    ['250ms', 0.25],
    ['250us', 0.00025],
    ['2m', 120],
    ['24h', 86400],
    ['1m30s', 90],
    ['1h 30m', 5400],
    ['0.5s', 0.5],
    ['-3s', -3],
  ])('reads %s as %d seconds', (text, value) => {
    expect(parseDuration(text)).toEqual({ value });
  });

  test.each([
    ['30', 'write the unit: 30s or 30ms'],
    ['5M', 'did you mean 5m (minutes) or 5ms?'],
    ['30sec', 'did you mean 30s?'],
    ['5min', 'did you mean 5m?'],
    ['30s1m', 'the longest first'],
    ['1m1m', 'name each unit once'],
    ['soon', 'write a number and a unit'],
    ['3w', 'unknown unit "w"'],
    ['1m30', 'write the unit: 30s or 30ms'],
  ])('refuses %s with a hint', (text, hint) => {
    const parsed = parseDuration(text);
    expect('hint' in parsed && parsed.hint).toContain(hint);
  });
});

describe('formatDuration', () => {
  test.each([
    [0.25, '250ms'],
    [30, '30s'],
    [90, '90s'],
    [600, '10m'],
    [86400, '24h'],
    [Number.POSITIVE_INFINITY, 'none'],
  ])('says %d as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  test('is read back as exactly the same number', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (seconds) => {
        expect(parseDuration(formatDuration(seconds))).toEqual({ value: seconds });
      }),
    );
  });
});
