/** Numbers of a fit as a model file says them. */
import type { Override } from '../config/override.ts';
import { type StatisticSpec, UNITS, type UnitName } from './fit-spec.ts';

/** Of what is written, and of what the rest of the program then computes with. */
const READING_DIGITS = 4;
const SEARCH_DIGITS = 3;

/** A number in base units that was read off, in a unit. */
export function readingIn(value: number, unit: UnitName): number {
  return rounded(value / UNITS[unit], READING_DIGITS);
}

/** A number of a search: its last digits depend on where the search stops. */
export function searchedIn(value: number): number {
  return rounded(value, SEARCH_DIGITS);
}

export function rounded(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

/** `24.1MiB`; a number without a unit stays one. */
export function inUnit(value: number, unit: UnitName): string | number {
  return unit === 'number' ? value : `${value}${unit}`;
}

/** What stands at the path of a statistic: a spread is that of a law about 1. */
export function statisticSetting(
  { statistic, unit }: Pick<StatisticSpec, 'statistic' | 'unit'>,
  value: number,
): unknown {
  if (statistic === 'spread-of-repeats') return { law: 'lognormal', mean: 1, cv: value };
  return inUnit(value, unit);
}

export function overridesOf(settings: Iterable<readonly [string, unknown]>): Override[] {
  const at = { label: 'the fit' };
  return [...settings].map(([path, value]) => ({ path, value, at }));
}
