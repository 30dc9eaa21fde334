/** Byte rates (`20MB/s`, `100Mbit/s`) [B/s] and frequencies (`40/s`) [1/s], and back. */
import { formatBytes, parseBytes } from './bytes.ts';
import { type Parsed, plainest, scaleDecimal, splitQuantity } from './parsed.ts';

const BITS: Readonly<Record<string, number>> = {
  'bit/s': 0,
  'kbit/s': 3,
  'Mbit/s': 6,
  'Gbit/s': 9,
};

/** `/min` and `/h` spelled so that no m is left to guess at. */
const PERIODS: Readonly<Record<string, number>> = { '/s': 1, '/min': 60, '/h': 3600 };

/** `100Mbit/s` -> 12500000. */
export function parseByteRate(text: string): Parsed {
  const split = splitQuantity(text);
  if (!split) return { hint: 'write a number and a unit, such as 20MB/s or 100Mbit/s' };
  const { number, unit } = split;
  const exponent = BITS[unit];
  if (exponent !== undefined) return { value: scaleDecimal(number, exponent) / 8 };
  if (/^[kmg]?b(it)?ps$/i.test(unit)) {
    const letter = unit.length > 2 && /^[kmg]/i.test(unit) ? unit[0]!.toUpperCase() : '';
    const prefix = letter === 'K' ? 'k' : letter;
    return { hint: `did you mean ${number}${prefix}bit/s or ${number}${prefix}B/s?` };
  }
  if (/^[kmg]bits?\/s$/i.test(unit)) {
    return { hint: `did you mean ${number}${prefixOf(unit)}bit/s?` };
  }
  if (/^[kmg]?b\/s$/.test(unit) || /^[MG]b\/s$/.test(unit)) {
    return {
      hint: `did you mean ${number}${prefixOf(unit)}B/s or ${number}${prefixOf(unit)}bit/s?`,
    };
  }
  if (!unit.endsWith('/s')) {
    const bytes = parseBytes(text);
    if ('value' in bytes) return { hint: `a rate is per second: did you mean ${number}${unit}/s?` };
    return { hint: `write bytes or bits per second, such as ${number}MB/s or ${number}Mbit/s` };
  }
  return parseBytes(`${number}${unit.slice(0, -2)}`);
}

/** The plainest text that `parseByteRate` reads back as exactly this; Infinity is `none`. */
export function formatByteRate(bytesPerSecond: number): string {
  const bytes = formatBytes(bytesPerSecond);
  return bytes === 'none' ? bytes : `${bytes}/s`;
}

/** `40/s` -> 40. */
export function parseFrequency(text: string): Parsed {
  const split = splitQuantity(text);
  if (!split) return { hint: 'write a number per unit of time, such as 40/s' };
  const period = PERIODS[split.unit.replaceAll(' ', '')];
  if (period !== undefined) return { value: Number(split.number) / period };
  if (split.unit === '') return { hint: `write the unit: ${split.number}/s` };
  if (split.unit === '/m') return { hint: `did you mean ${split.number}/min?` };
  return { hint: `unknown unit "${split.unit}"; known: /s /min /h` };
}

/** The plainest text that `parseFrequency` reads back as exactly this; Infinity is `none`. */
export function formatFrequency(perSecond: number): string {
  if (perSecond === Number.POSITIVE_INFINITY) return 'none';
  const exact = Object.entries(PERIODS).filter(
    ([, period]) => (perSecond * period) / period === perSecond,
  );
  return plainest(exact.map(([unit, period]) => `${perSecond * period}${unit}`));
}

function prefixOf(unit: string): string {
  const letter = /^[kmg]/i.test(unit) ? unit[0]!.toUpperCase() : '';
  return letter === 'K' ? 'k' : letter;
}
