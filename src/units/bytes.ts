/** Byte counts as people write them (`16MB`, `512MiB`, `512Mi`) and back; base unit [B]. */
import { type Parsed, plainest, scaleDecimal, splitQuantity } from './parsed.ts';

/** Powers of ten; Kubernetes writes the same suffixes without the B. */
const DECIMAL: Readonly<Record<string, number>> = {
  B: 0,
  k: 3,
  kB: 3,
  M: 6,
  MB: 6,
  G: 9,
  GB: 9,
  T: 12,
  TB: 12,
};

/** Powers of 1024. */
const BINARY: Readonly<Record<string, number>> = {
  Ki: 1,
  KiB: 1,
  Mi: 2,
  MiB: 2,
  Gi: 3,
  GiB: 3,
  Ti: 4,
  TiB: 4,
};

const PRINTED = ['TiB', 'GiB', 'MiB', 'KiB', 'TB', 'GB', 'MB', 'kB', 'B'];

/** Every suffix `parseBytes` takes. */
export const BYTE_UNITS: readonly string[] = [...Object.keys(DECIMAL), ...Object.keys(BINARY)];

/** `512Mi` -> 536870912. Anything ambiguous is refused with a hint: 512mb, 512m, 512. */
export function parseBytes(text: string): Parsed {
  const split = splitQuantity(text);
  if (!split) return { hint: 'write a number and a unit, such as 16MB or 512MiB' };
  const { number, unit } = split;
  const exponent = DECIMAL[unit];
  if (exponent !== undefined) return { value: scaleDecimal(number, exponent) };
  const power = BINARY[unit];
  if (power !== undefined) return { value: Number(number) * 1024 ** power };
  return { hint: hintFor(number, unit) };
}

/** The plainest text that `parseBytes` reads back as exactly this number; Infinity is `none`. */
export function formatBytes(bytes: number): string {
  if (bytes === Number.POSITIVE_INFINITY) return 'none';
  const texts = PRINTED.map((unit) => `${bytes / sizeOf(unit)}${unit}`);
  const exact = texts.filter((text) => {
    const parsed = parseBytes(text);
    return 'value' in parsed && parsed.value === bytes;
  });
  return plainest(exact);
}

function sizeOf(unit: string): number {
  const power = BINARY[unit];
  return power === undefined ? 10 ** DECIMAL[unit]! : 1024 ** power;
}

function hintFor(number: string, unit: string): string {
  if (unit === '') return `write the unit: ${number}B, ${number}MB or ${number}MiB`;
  if (unit === 'm') {
    return `m is milli in Kubernetes (${number}m is ${Number(number) / 1000} bytes); did you mean ${number}Mi?`;
  }
  if (/^[kmgt]?bits?$/i.test(unit) || /^[kmgt]b$/.test(unit)) {
    const letter = unit[0]!.toLowerCase();
    if (letter === 'b') return `write bytes: ${number}B`;
    const upper = letter.toUpperCase();
    const decimal = letter === 'k' ? 'kB' : `${upper}B`;
    return `did you mean ${number}${decimal} or ${number}${upper}iB?`;
  }
  const folded = BYTE_UNITS.filter((name) => name.toLowerCase() === unit.toLowerCase());
  if (folded.length > 0) return `did you mean ${folded.map((name) => number + name).join(' or ')}?`;
  return `unknown unit "${unit}"; known: B kB MB GB TB KiB MiB GiB TiB, or Ki Mi Gi Ti`;
}
