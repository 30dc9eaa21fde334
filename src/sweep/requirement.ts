/** `oom_probability < 1e-3`: a statistic of the rows, < or >, and a number with its unit. */
import {
  BYTE,
  BYTE_RATE,
  COUNT,
  type Dimension,
  NUMBER_ONLY,
  SECONDS,
  SHARE,
} from '../schema/dimension.ts';
import { type Kind, type Reading, refuse } from '../schema/kind.ts';
import { didYouMean } from '../schema/spelling.ts';
import { percent, readableBytes, readableDuration } from '../units/readable.ts';
import { STATISTICS } from './row.ts';

export interface Requirement {
  /** A numeric column of the rows. */
  readonly statistic: string;
  readonly sense: '<' | '>';
  /** In the base unit of the statistic. */
  readonly bound: number;
  /** Of the statistic and the bound. */
  readonly unit: string;
  /** As it was written. */
  readonly text: string;
}

const EXAMPLE = 'such as oom_probability < 1e-3 or served_within_60s_share > 0.99';
const RANGE = `a statistic of the rows, < or >, and a number, ${EXAMPLE}`;

const DIMENSIONS: readonly Dimension[] = [SECONDS, BYTE, BYTE_RATE, COUNT, SHARE];
const NUMERIC = STATISTICS.filter(({ unit }) => DIMENSIONS.some((each) => each.unit === unit));

export const requirementKind: Kind<Requirement> = {
  unit: 'text',
  range: RANGE,
  law: false,
  json: { type: 'string', pattern: '^\\s*\\w+\\s*[<>][^<>=]+$' },
  read: readRequirement,
  format: ({ text }) => text,
};

export function readRequirement(raw: unknown): Reading<Requirement> {
  if (typeof raw !== 'string')
    return refuse(RANGE, 'quote it, if YAML takes it for something else');
  const text = raw.trim();
  const parts = /^(\w+)\s*(<=|>=|==|=|<|>)\s*(\S.*)$/.exec(text);
  if (parts === null) return refuse(RANGE);
  const [, statistic, sign, amount] = parts as unknown as [string, string, string, string];
  const column = NUMERIC.find(({ key }) => key === statistic);
  if (column === undefined) return refuse('a numeric statistic of the rows', nearTo(statistic));
  if (sign !== '<' && sign !== '>') {
    const meant = sign.startsWith('>') ? '>' : '<';
    return refuse(`< or > after ${statistic}`, `write ${statistic} ${meant} ${amount}`);
  }
  const bound = boundIn(amount, column.unit);
  if ('hint' in bound) {
    return refuse(`${nounOf(column.unit)} after ${statistic} ${sign}`, bound.hint);
  }
  return { value: { statistic, sense: sign, bound: bound.value, unit: column.unit, text } };
}

/** A value of the statistic as a person reads it. */
export function readableStatistic(value: number, unit: string): string {
  if (unit === 'share') return percent(value);
  if (value === Number.POSITIVE_INFINITY) return 'beyond any limit';
  if (unit === 's') return readableDuration(value);
  if (unit === 'B') return readableBytes(value);
  if (unit === 'B/s') return `${readableBytes(value)}/s`;
  return String(Number(value.toPrecision(4)));
}

function nearTo(word: string): string {
  const keys = NUMERIC.map(({ key }) => key);
  const near = didYouMean(word, keys);
  if (near !== '') return near;
  const longer = keys.find((key) => key.startsWith(word) || key.includes(`_${word}`));
  return longer === undefined ? 'the columns of rows.csv' : `did you mean "${longer}"?`;
}

/** A mean of counts needs no whole number, and a share may be a percentage. */
function boundIn(text: string, unit: string): { value: number } | { hint: string } {
  const plain = /^[\d.]+(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (unit === COUNT.unit) return Number.isFinite(plain) ? { value: plain } : { hint: '' };
  if (unit === SHARE.unit) {
    const percentage = /^([\d.]+)\s*%$/.exec(text);
    const value = percentage === null ? plain : Number(percentage[1]) / 100;
    if (value >= 0 && value <= 1) return { value };
    return { hint: plain > 1 && plain <= 100 ? `write ${plain}% or ${plain / 100}` : '' };
  }
  if (plain === 0) return { value: 0 };
  const parsed = DIMENSIONS.find((each) => each.unit === unit)!.parse(text);
  if ('value' in parsed && !(parsed.value >= 0)) return { hint: '' };
  return parsed;
}

function nounOf(unit: string): string {
  if (unit === SHARE.unit) return 'a share from 0 to 1';
  if (unit === COUNT.unit) return NUMBER_ONLY.noun;
  const { noun, example } = DIMENSIONS.find((each) => each.unit === unit)!;
  return `${noun} such as ${example}`;
}
