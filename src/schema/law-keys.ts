/** The laws a file may name, the keys each of them takes, and how the numbers in them are read. */
import { type Dimension, NUMBER_ONLY } from './dimension.ts';
import { type Quantity, quantity, type Range } from './quantity.ts';

export const LAWS = [
  'constant',
  'exponential',
  'lognormal',
  'pareto',
  'uniform',
  'mixture',
  'empirical',
] as const;
export type LawName = (typeof LAWS)[number];

/** `a|b` asks for exactly one of the two. */
export const LAW_KEYS: Readonly<Record<LawName, readonly string[]>> = {
  constant: ['value'],
  exponential: ['mean'],
  lognormal: ['mean|median', 'cv|sigma'],
  pareto: ['shape', 'min', 'max'],
  uniform: ['min', 'max'],
  mixture: ['parts'],
  empirical: ['values'],
};

export interface LawNumbers {
  /** A value of the field itself: its range, whole where the field is. */
  readonly point: Quantity;
  /** A mean, which need not be whole nor reach the field's bounds. */
  readonly centre: Quantity;
  /** A spread: a plain number, 0 included. */
  readonly spread: Quantity;
  /** A tail index or a weight: a plain number above 0. */
  readonly positive: Quantity;
}

export function lawNumbers(dimension: Dimension, range: Range): LawNumbers {
  const noun = dimension.whole ? 'a number' : dimension.noun;
  return {
    point: quantity(dimension, { ...range, none: false, auto: false }),
    centre: quantity({ ...dimension, whole: false, noun }, { above: 0 }),
    spread: quantity(NUMBER_ONLY, {}),
    positive: quantity(NUMBER_ONLY, { above: 0 }),
  };
}
