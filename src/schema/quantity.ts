/** A number with a dimension and a range, and perhaps the words `none` and `auto`. */
import type { Dimension } from './dimension.ts';
import { type Json, type Kind, type Reading, refuse } from './kind.ts';

export interface Range {
  /** Smallest allowed value; 0 unless told otherwise. */
  readonly min?: number;
  /** The value must be greater than this (instead of `min`). */
  readonly above?: number;
  readonly max?: number;
  /** Accepts `none`: no limit, resolved to Infinity. */
  readonly none?: boolean;
  /** Accepts `auto`, which stays as it is: its owner knows what it means. */
  readonly auto?: boolean;
}

export type Quantity = Kind<number | 'auto'>;

export function quantity(dimension: Dimension, range: Range): Quantity {
  const expected = expectation(dimension, range);
  return {
    unit: dimension.unit,
    range: expected,
    law: false,
    json: jsonOf(dimension, range),
    read: (raw) => readQuantity(raw, dimension, range, expected),
    format: (value) => (value === 'auto' ? value : dimension.format(value)),
  };
}

function readQuantity(
  raw: unknown,
  dimension: Dimension,
  range: Range,
  expected: string,
): Reading<number | 'auto'> {
  if (raw === 'none' && range.none) return { value: Number.POSITIVE_INFINITY };
  if (raw === 'auto' && range.auto) return { value: 'auto' };
  if (typeof raw === 'number') {
    if (!Number.isFinite(raw)) return refuse(expected, range.none ? 'write none' : '');
    if (raw !== 0 && !dimension.bare) {
      const parsed = dimension.parse(`${raw}`);
      // No unit makes a negative number right.
      return refuse(expected, 'hint' in parsed && raw > 0 ? parsed.hint : '');
    }
    return isAllowed(raw, dimension, range) ? { value: raw } : refuse(expected);
  }
  if (typeof raw !== 'string') return refuse(expected);
  if (/^(none|unlimited|inf(inity)?|off|no|false|null|~)$/i.test(raw)) {
    return refuse(expected, range.none ? 'write none' : 'there is no unlimited here');
  }
  if (/^auto(matic)?$/i.test(raw)) return refuse(expected, range.auto ? 'write auto' : '');
  const parsed = dimension.parse(raw);
  if ('hint' in parsed) return refuse(expected, parsed.hint);
  return isAllowed(parsed.value, dimension, range) ? parsed : refuse(expected);
}

function isAllowed(value: number, dimension: Dimension, range: Range): boolean {
  if (!Number.isFinite(value)) return false;
  if (dimension.whole && !Number.isSafeInteger(value)) return false;
  if (range.above !== undefined ? value <= range.above : value < (range.min ?? 0)) return false;
  return value <= (range.max ?? Number.POSITIVE_INFINITY);
}

function expectation(dimension: Dimension, range: Range): string {
  const { format } = dimension;
  // A bound of zero needs no unit; any other is said the way a file would say it.
  const say = (bound: number) => (bound === 0 ? '0' : format(bound));
  const lower = range.above !== undefined ? `> ${say(range.above)}` : `>= ${say(range.min ?? 0)}`;
  const between = range.max === undefined ? lower : `${lower} and <= ${say(range.max)}`;
  const words = [range.none ? 'none' : '', range.auto ? 'auto' : ''].filter(Boolean);
  const example = dimension.example === '' ? '' : ` such as ${dimension.example}`;
  const choice = words.length === 0 ? '' : `${example === '' ? '' : ','} or ${words.join(' or ')}`;
  return `${dimension.noun} ${between}${example}${choice}`;
}

function jsonOf(dimension: Dimension, range: Range): Json {
  const options: Json[] = [];
  if (dimension.bare) {
    const bounds: Json = { type: dimension.whole ? 'integer' : 'number' };
    if (range.above !== undefined) bounds.exclusiveMinimum = range.above;
    else bounds.minimum = range.min ?? 0;
    if (range.max !== undefined) bounds.maximum = range.max;
    options.push(bounds);
  } else if (range.above === undefined && (range.min ?? 0) <= 0) {
    options.push({ const: 0 });
  }
  if (dimension.pattern !== null) options.push({ type: 'string', pattern: dimension.pattern });
  if (range.none) options.push({ const: 'none' });
  if (range.auto) options.push({ const: 'auto' });
  return options.length === 1 ? options[0]! : { anyOf: options };
}
