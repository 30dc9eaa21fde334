import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BYTE_UNITS, formatBytes, parseBytes } from './bytes.ts';

const hintOf = (text: string) => {
  const parsed = parseBytes(text);
  return 'hint' in parsed ? parsed.hint : `accepted as ${parsed.value}`;
};

describe('parseBytes', () => {
  test.each([
    ['16MB', 16e6],
    ['512Mi', 536870912],
    ['512MiB', 536870912],
    ['1.5Gi', 1610612736],
    ['1.1GB', 1100000000],
    ['64k', 64000],
    ['124.6KiB', 127590.4],
    ['7 B', 7],
    ['0B', 0],
    ['1e3B', 1000],
  ])('reads %s as %d bytes', (text, value) => {
    expect(parseBytes(text)).toEqual({ value });
  });

  test.each([
    ['512mb', 'did you mean 512MB or 512MiB?'],
    ['512kb', 'did you mean 512kB or 512KiB?'],
    ['512Mb', 'did you mean 512MB?'],
    ['512', 'write the unit: 512B, 512MB or 512MiB'],
    ['512mi', 'did you mean 512Mi?'],
    ['512mib', 'did you mean 512MiB?'],
    ['12XB', 'unknown unit "XB"'],
    ['MB', 'write a number and a unit'],
    ['', 'write a number and a unit'],
    ['16 000MB', 'unknown unit'],
  ])('refuses %s with a hint', (text, hint) => {
    expect(hintOf(text)).toContain(hint);
  });

  test('refuses 512m, which Kubernetes would read as half a byte', () => {
    expect(hintOf('512m')).toBe(
      'm is milli in Kubernetes (512m is 0.512 bytes); did you mean 512Mi?',
    );
  });

  test('never reads a unit in the wrong case', () => {
    const wrong = BYTE_UNITS.flatMap((unit) => [unit.toLowerCase(), unit.toUpperCase()]).filter(
      (unit) => !BYTE_UNITS.includes(unit),
    );
    for (const unit of wrong) expect(parseBytes(`5${unit}`)).toHaveProperty('hint');
  });
});

describe('formatBytes', () => {
  test.each([
    [16e6, '16MB'],
    [536870912, '512MiB'],
    [0, '0B'],
    [1023, '1023B'],
    [Number.POSITIVE_INFINITY, 'none'],
  ])('says %d as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  test('is read back as exactly the same number', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e18, noNaN: true }), (bytes) => {
        expect(parseBytes(formatBytes(bytes))).toEqual({ value: bytes });
      }),
    );
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 31 - 1 }), (bytes) => {
        expect(parseBytes(formatBytes(bytes * 4096))).toEqual({ value: bytes * 4096 });
      }),
    );
  });
});
