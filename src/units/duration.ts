/** Durations as people write them (`30s`, `250ms`, `1m30s`) and back; base unit [s]. */
import { type Parsed, plainest, scaleDecimal, splitQuantity } from './parsed.ts';

/** Fractions of a second as powers of ten; longer units as seconds. */
const FRACTIONS: Readonly<Record<string, number>> = { ns: -9, us: -6, µs: -6, ms: -3, s: 0 };
const MULTIPLES: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86400 };

const MEANT: Readonly<Record<string, string>> = {
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  min: 'm',
  mins: 'm',
  minute: 'm',
  minutes: 'm',
  hr: 'h',
  hour: 'h',
  hours: 'h',
  day: 'd',
  days: 'd',
  msec: 'ms',
  S: 's',
  H: 'h',
  D: 'd',
  MS: 'ms',
};

/** `1m30s` -> 90. A bare number is refused: HAProxy would read milliseconds, others seconds. */
export function parseDuration(text: string): Parsed {
  let rest = text.trim();
  let total = 0;
  let previous = Number.POSITIVE_INFINITY;
  do {
    const split = splitQuantity(rest);
    if (!split) return { hint: 'write a number and a unit, such as 30s, 250ms, 2m or 1m30s' };
    const unit = /^[^\d.+-]*/.exec(split.unit)![0].trim();
    const size = sizeOf(unit);
    if (size === null) return { hint: hintFor(split.number, unit) };
    if (size >= previous) return { hint: 'name each unit once, the longest first: 1m30s' };
    total += read(split.number, unit);
    previous = size;
    rest = split.unit.slice(/^[^\d.+-]*/.exec(split.unit)![0].length);
  } while (rest !== '');
  return { value: total };
}

/** The plainest text that `parseDuration` reads back as exactly this; Infinity is `none`. */
export function formatDuration(seconds: number): string {
  if (seconds === Number.POSITIVE_INFINITY) return 'none';
  const texts = ['s', 'h', 'm', 'ms', 'us'].map((unit) => `${seconds / sizeOf(unit)!}${unit}`);
  const exact = texts.filter((text) => {
    const parsed = parseDuration(text);
    return 'value' in parsed && parsed.value === seconds;
  });
  return plainest(exact);
}

function read(number: string, unit: string): number {
  const exponent = FRACTIONS[unit];
  return exponent === undefined
    ? Number(number) * MULTIPLES[unit]!
    : scaleDecimal(number, exponent);
}

function sizeOf(unit: string): number | null {
  const exponent = FRACTIONS[unit];
  if (exponent !== undefined) return 10 ** exponent;
  return MULTIPLES[unit] ?? null;
}

function hintFor(number: string, unit: string): string {
  if (unit === '') return `write the unit: ${number}s or ${number}ms`;
  if (unit === 'M') return `did you mean ${number}m (minutes) or ${number}ms?`;
  const meant = MEANT[unit];
  if (meant !== undefined) return `did you mean ${number}${meant}?`;
  return `unknown unit "${unit}"; known: us ms s m h d`;
}
