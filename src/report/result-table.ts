/** The rows of a grid as a table for people: units in the cells, intervals, endings, peaks. */
import { intervalInWords, isDeterministic, oomCount } from '../plots/oom-chance.ts';
import { secondFigure } from '../plots/second-figure.ts';
import { labelOf, numberIn } from '../plots/slice.ts';
import { ENDING_COLUMNS } from '../plots/statistic-words.ts';
import type { ExperimentResults, GridResult, TheoryRow } from '../sweep/results.ts';
import type { Row } from '../sweep/row.ts';
import { count, percent, readableBytes, readableDuration } from '../units/readable.ts';
import { figureInWords } from './words.ts';

export interface ResultTable {
  readonly headers: readonly string[];
  /** Columns to align right. */
  readonly numeric: readonly number[];
  readonly rows: readonly (readonly string[])[];
}

/** What the cells of every table of results mean. */
export const TABLE_NOTES: readonly string[] = [
  'P(OOM): share of simulated runs in which any pod was OOMKilled, with its 95% interval (Wilson; Clopper-Pearson where runs went on until it was precise, or few were spared).',
  '`0/n` and `n/n` have an exact one-sided 95% bound in its place: below 1 - 0.05^(1/n), about 3/n, and above 0.05^(1/n).',
  '`with model errors`: P(OOM) with the fitted parameters and the error of the model drawn too, and the 90% band it may lie in; `!`: what the runs alone claim is less than the calibration supports.',
  '`> limit`: the quantile falls among operations that failed, which count as infinitely late.',
  'Peak: median and largest, over the runs, of the highest pod. Endings: shares of attempts.',
];

/** The column of the second figure. */
const ERRORS = 'with model errors';

export function resultTable(grid: GridResult, rows: readonly Row[]): ResultTable {
  const isDoubted = rows.some((row) => secondFigure(row) !== null);
  const headers = [
    ...grid.varied.map((varied) => varied.path),
    'P(OOM)',
    '95% interval/bound',
    ...(isDoubted ? [ERRORS] : []),
    'in 60 s',
    'p50',
    'p99',
    'endings',
    'peak memory',
  ];
  const first = grid.varied.length;
  const service = first + (isDoubted ? 3 : 2);
  const numericVaried = grid.varied.flatMap((varied, index) =>
    varied.unit === 'text' || varied.unit === 'flag' ? [] : [index],
  );
  return {
    headers,
    numeric: [...numericVaried, first, service, service + 1, service + 2, service + 4],
    rows: rows.map((row) => [
      ...grid.varied.map((varied) => labelOf(varied, row[varied.path] ?? null)),
      oom(row),
      interval(row),
      ...(isDoubted ? [errors(row)] : []),
      share(row, 'served_within_60s_share'),
      latency(row, 'latency_p50_s'),
      latency(row, 'latency_p99_s'),
      endings(row),
      peak(row),
    ]),
  };
}

export function theoryTable(rows: readonly TheoryRow[]): ResultTable {
  return {
    headers: ['case', 'what', 'statistic', 'closed form', 'simulated', 'standard error', 'z'],
    numeric: [3, 4, 5, 6],
    rows: rows.map((row) => [
      row.id,
      row.title,
      row.statistic,
      digits(row.exact),
      digits(row.simulated),
      digits(row.standardError),
      Number.isFinite(row.z) ? row.z.toFixed(2) : '',
    ]),
  };
}

/** What the results hold, in words: `198 rows in main, 54 in fan`. */
export function rowCounts(results: ExperimentResults): string {
  const counts = results.grids.map((grid) => {
    const rows = results.rows.filter((row) => row.grid === grid.name).length;
    return `${count(rows, 'row')} in grid ${grid.name}`;
  });
  return counts.join(', ');
}

function oom(row: Row): string {
  const kills = oomCount(row);
  const runs = numberIn(row, 'replications') ?? 0;
  if (isDeterministic(row)) return kills > 0 ? 'yes' : 'no';
  return kills === 0 || kills === runs ? `${kills}/${runs}` : percent(kills / runs);
}

function interval(row: Row): string {
  return isDeterministic(row) ? 'deterministic' : intervalInWords(row);
}

function errors(row: Row): string {
  const figure = secondFigure(row);
  return figure === null ? '' : `${figureInWords(figure)}${figure.isSupported ? '' : ' !'}`;
}

function share(row: Row, column: string): string {
  const value = numberIn(row, column);
  return value === null ? '' : percent(value);
}

/** A row that knows its endings and not this latency lost the quantile to failures. */
function latency(row: Row, column: string): string {
  const value = numberIn(row, column);
  if (value !== null) return readableDuration(value);
  return numberIn(row, 'ok_share') === null ? '' : '> limit';
}

function endings(row: Row): string {
  return ENDING_COLUMNS.flatMap(([column, name]) => {
    const value = numberIn(row, column);
    return value === null || value === 0 ? [] : [`${name} ${percent(value)}`];
  }).join(', ');
}

function peak(row: Row): string {
  const median = numberIn(row, 'peak_memory_p50_bytes');
  const most = numberIn(row, 'peak_memory_max_bytes');
  if (median === null) return '';
  const said = readableBytes(median);
  return most === null || readableBytes(most) === said
    ? said
    : `${said}, max ${readableBytes(most)}`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(4)));
}
