/** Closed forms beside their simulation, as the rows of an experiment of kind theory. */
import { finiteOrNull } from '../units/finite-or-null.ts';
import type { TheoryRow } from './results.ts';
import type { Row } from './row.ts';

export const THEORY_COLUMNS = [
  'case',
  'title',
  'statistic',
  'exact',
  'simulated',
  'standard_error',
  'z',
  'events',
] as const;

export function theoryRow(row: TheoryRow): Row {
  return {
    case: row.id,
    title: row.title,
    statistic: row.statistic,
    exact: row.exact,
    simulated: row.simulated,
    standard_error: row.standardError,
    z: finiteOrNull(row.z),
    events: row.events,
  };
}
