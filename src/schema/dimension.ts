/** The dimensions a number in a model file can have, each with its dialect. */
import { BYTE_UNITS, formatBytes, parseBytes } from '../units/bytes.ts';
import { formatCores, parseCores } from '../units/cores.ts';
import { formatDuration, parseDuration } from '../units/duration.ts';
import type { Parsed } from '../units/parsed.ts';
import { formatByteRate, formatFrequency, parseByteRate, parseFrequency } from '../units/rate.ts';

export interface Dimension {
  /** Base unit, as it stands in columns and tables. */
  readonly unit: string;
  /** `a duration`, for messages. */
  readonly noun: string;
  /** One good value; empty where the noun says enough. */
  readonly example: string;
  /** Whether a number without a unit is unambiguous; 0 always is. */
  readonly bare: boolean;
  readonly whole: boolean;
  readonly parse: (text: string) => Parsed;
  readonly format: (value: number) => string;
  /** The texts it takes, as a pattern for editors; null where only numbers will do. */
  readonly pattern: string | null;
}

const NUMBER = String.raw`\d*\.?\d+(e[+-]?\d+)?`;
const BYTES = `(${[...BYTE_UNITS].sort((a, b) => b.length - a.length).join('|')})`;

const plainNumber = (value: number) => (value === Number.POSITIVE_INFINITY ? 'none' : `${value}`);

export const SECONDS: Dimension = {
  unit: 's',
  noun: 'a duration',
  example: '30s',
  bare: false,
  whole: false,
  parse: parseDuration,
  format: formatDuration,
  pattern: `^(${NUMBER}\\s*(ns|us|µs|ms|s|m|h|d)\\s*)+$`,
};

export const BYTE: Dimension = {
  unit: 'B',
  noun: 'a size',
  example: '16MB or 512MiB',
  bare: false,
  whole: false,
  parse: parseBytes,
  format: formatBytes,
  pattern: `^${NUMBER}\\s*${BYTES}$`,
};

export const BYTE_RATE: Dimension = {
  unit: 'B/s',
  noun: 'a byte rate',
  example: '20MB/s',
  bare: false,
  whole: false,
  parse: parseByteRate,
  format: formatByteRate,
  pattern: `^${NUMBER}\\s*(${BYTES}|[kMG]?bit)/s$`,
};

export const FREQUENCY: Dimension = {
  unit: '1/s',
  noun: 'a rate',
  example: '40/s',
  bare: false,
  whole: false,
  parse: parseFrequency,
  format: formatFrequency,
  pattern: `^${NUMBER}\\s*/\\s*(s|min|h)$`,
};

export const CORES: Dimension = {
  unit: 'cores',
  noun: 'a number of cores',
  example: '500m or 0.5',
  bare: true,
  whole: false,
  parse: parseCores,
  format: formatCores,
  pattern: `^${NUMBER}m?$`,
};

export const COUNT: Dimension = {
  unit: 'count',
  noun: 'a whole number',
  example: '',
  bare: true,
  whole: true,
  parse: refuseText,
  format: plainNumber,
  pattern: null,
};

export const NUMBER_ONLY: Dimension = {
  unit: 'number',
  noun: 'a number',
  example: '',
  bare: true,
  whole: false,
  parse: refuseText,
  format: plainNumber,
  pattern: null,
};

export const SHARE: Dimension = { ...NUMBER_ONLY, unit: 'share', noun: 'a share' };

function refuseText(text: string): Parsed {
  const digits = text.replaceAll(/[_,\s]/g, '');
  if (/^[+-]?\d+(\.\d+)?$/.test(digits)) return { hint: `write ${digits}, unquoted` };
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(text);
  if (percent) return { hint: `write ${Number(percent[1]) / 100}` };
  return { hint: '' };
}
