import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatByteRate, formatFrequency, parseByteRate, parseFrequency } from './rate.ts';

describe('parseByteRate', () => {
  test.each([
    ['20MB/s', 20e6],
    ['20MiB/s', 20 * 2 ** 20],
    ['100Mbit/s', 12.5e6],
    ['1Gbit/s', 125e6],
    ['1.4GB/s', 1.4e9],
  ])('reads %s as %d bytes per second', (text, value) => {
    expect(parseByteRate(text)).toEqual({ value });
  });

  test.each([
    ['20MB', 'did you mean 20MB/s?'],
    ['20Mbps', 'did you mean 20Mbit/s or 20MB/s?'],
    ['20Mb/s', 'did you mean 20MB/s or 20Mbit/s?'],
    ['20mb/s', 'did you mean 20MB/s or 20Mbit/s?'],
    ['20mbit/s', 'did you mean 20Mbit/s?'],
    ['20', 'write bytes or bits per second'],
    ['fast', 'write a number and a unit'],
  ])('refuses %s with a hint', (text, hint) => {
    const parsed = parseByteRate(text);
    expect('hint' in parsed && parsed.hint).toContain(hint);
  });
});

describe('parseFrequency', () => {
  test.each([
    ['40/s', 40],
    ['0.5 /s', 0.5],
    ['30/min', 0.5],
    ['7200/h', 2],
  ])('reads %s as %d per second', (text, value) => {
    expect(parseFrequency(text)).toEqual({ value });
  });

  test.each([
    ['40', 'write the unit: 40/s'],
    ['40/m', 'did you mean 40/min?'],
    ['40rps', 'unknown unit "rps"'],
  ])('refuses %s with a hint', (text, hint) => {
    const parsed = parseFrequency(text);
    expect('hint' in parsed && parsed.hint).toContain(hint);
  });
});

test('rates are read back as exactly the same number', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e15, noNaN: true }), (rate) => {
      expect(parseByteRate(formatByteRate(rate))).toEqual({ value: rate });
      expect(parseFrequency(formatFrequency(rate))).toEqual({ value: rate });
    }),
  );
});
