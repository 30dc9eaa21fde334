/** Closed forms beside their simulation, as the rows of an experiment of kind theory. */
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
    z: Number.isFinite(row.z) ? row.z : null,
    events: row.events,
  };
}
