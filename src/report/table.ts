/** The results on a terminal: aligned, as wide as it allows, and short enough to be read. */

import type { ConformanceResults } from '../conformance/results.ts';
import {
  heldInWords,
  hold,
  isHeld,
  mainGrid,
  modelValue,
  type Slice,
  shortPath,
  variedOf,
} from '../plots/slice.ts';
import { FRONTPROXIES, MAXCONN, MEMORY_LIMIT, PODS, QUEUE_TIMEOUT } from '../sweep/paths.ts';
import type { ExperimentResults } from '../sweep/results.ts';
import { disagreementTable, targetTable } from './conformance-tables.ts';
import { type ResultTable, resultTable, rowCounts, theoryTable } from './result-table.ts';

const MOST_ROWS = 70;
/** Paths held first at the model's value where there are more rows than that. */
const HELD_FIRST = [PODS, FRONTPROXIES, QUEUE_TIMEOUT, MAXCONN, MEMORY_LIMIT];
/** Columns given up first where the terminal is narrow. */
const DISPENSABLE = [
  'attributed to',
  'endings',
  'seeds',
  'repeats',
  'target',
  'what',
  'standard error',
  'p50',
  'peak memory',
  'with model errors',
];

/** @param columns of the terminal; 0 or absent: as wide as it takes. */
export function screenTable(results: ExperimentResults, columns = 0): string {
  if (results.theory !== null) return aligned(theoryTable(results.theory), columns);
  if (results.conformance !== null) return conformanceOnScreen(results.conformance, columns);
  const whole = mainGrid(results);
  if (whole === null) return '';
  const { grid } = whole;
  const slice = shortened(results, whole);
  const more = slice.rows.length < results.rows.length ? [moreInWords(results, slice)] : [];
  const shown = { ...grid, varied: grid.varied.filter(({ path }) => !isHeld(slice, path)) };
  return [aligned(shortHeaders(resultTable(shown, slice.rows)), columns), ...more].join('\n');
}

/** Targets first, then every case that misses one; the explanations are in the report. */
function conformanceOnScreen(results: ConformanceResults, columns: number): string {
  const targets = aligned(targetTable(results), columns);
  const missed = disagreementTable(results);
  if (missed.rows.length === 0) return targets;
  const shown = { ...missed, rows: missed.rows.slice(0, MOST_ROWS) };
  const left = missed.rows.length - shown.rows.length;
  const more = left > 0 ? [`${left} more rows of cases that miss a target: see the report.`] : [];
  return [targets, '', aligned(shown, columns), ...more].join('\n');
}

/** Holds one varied path after the other at the model's value until the table is short. */
function shortened(results: ExperimentResults, slice: Slice): Slice {
  let shown = slice;
  let free = slice.grid.varied.map((varied) => varied.path);
  for (const path of HELD_FIRST) {
    if (shown.rows.length <= MOST_ROWS) break;
    const own = modelValue(results.facts, path);
    if (own === undefined || !variedOf(slice.grid, path)?.values.includes(own)) continue;
    free = free.filter((kept) => kept !== path);
    shown = hold(slice, results.facts, free);
  }
  return shown;
}

/** `maxconn` for `haproxy.maxconn`, unless two columns would be called the same. */
function shortHeaders(table: ResultTable): ResultTable {
  const short = table.headers.map((header) => shortPath(header));
  const headers = table.headers.map((header, index) =>
    short.filter((other) => other === short[index]).length > 1 ? header : short[index]!,
  );
  return { ...table, headers };
}

function moreInWords(results: ExperimentResults, slice: Slice): string {
  const held = slice.held.length > 0 ? `Shown: ${heldInWords(slice)}. ` : '';
  return `${held}All in rows.csv: ${rowCounts(results)}.`;
}

/** @param columns of the terminal; 0: as wide as it takes. */
export function aligned(table: ResultTable, columns: number): string {
  const kept = fitting(table, columns);
  const widths = widthsOf(table);
  const line = (cells: readonly string[]) =>
    kept
      .map((index) => {
        const cell = cells[index] ?? '';
        const width = widths[index]!;
        return table.numeric.includes(index) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const rule = kept.map((index) => '-'.repeat(widths[index]!)).join('  ');
  const left = table.headers.filter((_, index) => !kept.includes(index));
  const note = left.length > 0 ? [`Too narrow for ${left.join(', ')}: see the report.`] : [];
  return [line(table.headers), rule, ...table.rows.map(line), ...note].join('\n');
}

function widthsOf(table: ResultTable): number[] {
  return table.headers.map((header, index) =>
    Math.max(header.length, ...table.rows.map((row) => (row[index] ?? '').length)),
  );
}

/** Indices of the columns that are shown. */
function fitting(table: ResultTable, columns: number): number[] {
  const widths = widthsOf(table);
  let kept = table.headers.map((_, index) => index);
  for (const name of DISPENSABLE) {
    const total = kept.reduce((sum, index) => sum + widths[index]! + 2, -2);
    if (columns <= 0 || total <= columns) break;
    kept = kept.filter((index) => table.headers[index] !== name);
  }
  return kept;
}
