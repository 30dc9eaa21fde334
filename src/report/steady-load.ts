/** Latency under steady load: what each long run came to, and which could not be averaged. */
import { labelOf, numberIn } from '../plots/slice.ts';
import { valueInWords } from '../plots/statistic-words.ts';
import { whyNotAveraged } from '../plots/steady-load.ts';
import type { ExperimentResults, GridResult } from '../sweep/results.ts';
import type { Row } from '../sweep/row.ts';
import { count, percent, readableDuration } from '../units/readable.ts';
import { type Block, paragraph, type Table } from './block.ts';
import { foldedTable } from './folded-table.ts';

const READING =
  'Each point has one long run apart from its replications: what happens within a window (OOM kills above all) is counted over the replications, what holds in the long run is averaged over this run, and neither estimator is used for the other. Its start is left out as warm-up (MSER-5); means have intervals from 20 batch means, 99% quantiles from the spread of the share beyond them over 10 batches (Woodruff). `worth` is how many independent latencies the run holds. A run that still rises or falls, whose warm-up does not end within its first half, or that is worth too little, is flagged and not averaged.';

/** Points are said one by one up to so many. */
const FEW = 6;

/** How many points could be averaged, and which could not; empty without long runs. */
export function steadyAnswer({ grids, rows }: ExperimentResults): string[] {
  return grids.flatMap((grid) => {
    if (grid.steady === undefined) return [];
    const own = rows.filter((row) => row.grid === grid.name);
    const flagged = own.filter((row) => whyNotAveraged(row) !== null);
    const length = readableDuration(grid.steady.horizon);
    const start = `Under steady load (a run of ${length} a point)`;
    if (flagged.length === 0) return [`${start} all ${count(own.length, 'point')} are stationary.`];
    const said = flagged
      .slice(0, FEW)
      .map((row) => `${placeOf(grid, row)} (${whyNotAveraged(row)})`);
    const more = flagged.length > FEW ? `; and ${flagged.length - FEW} more` : '';
    const are = flagged.length === 1 ? 'is' : 'are';
    return [
      `${start} ${flagged.length} of ${own.length} points ${are} not averaged: ${said.join('; ')}${more}.`,
    ];
  });
}

/** Empty where no grid asks for long runs. */
export function steadyLoad({ grids, rows }: ExperimentResults): Block[] {
  const tables = grids.flatMap((grid): Block[] => {
    if (grid.steady === undefined) return [];
    const own = rows.filter((row) => row.grid === grid.name);
    const summary = `Grid ${grid.name}: ${count(own.length, 'point')}, a run of ${readableDuration(grid.steady.horizon)} each`;
    return foldedTable(tableOf(grid, own), summary);
  });
  return tables.length === 0 ? [] : [paragraph(READING), ...tables];
}

function tableOf(grid: GridResult, rows: readonly Row[]): Table {
  const headers = ['mean latency', '99% of latencies', 'mean wait', '99% of waits', 'answered ok'];
  return {
    kind: 'table',
    headers: [
      ...grid.varied.map(({ path }) => path),
      ...headers,
      'warm-up',
      'operations',
      'worth',
      'note',
    ],
    numeric: [6, 7].map((index) => grid.varied.length + index),
    rows: rows.map((row) => [
      ...grid.varied.map((varied) => labelOf(varied, row[varied.path] ?? null)),
      figure(row, 'steady_latency_mean'),
      figure(row, 'steady_latency_p99'),
      figure(row, 'steady_wait_mean'),
      figure(row, 'steady_wait_p99'),
      okShare(row),
      duration(row, 'steady_warm_up_s'),
      ...['steady_operations', 'steady_effective_size'].map((column) => String(row[column] ?? '')),
      String(row.steady_note ?? ''),
    ]),
  };
}

/** `1.34 s (1.33 s to 1.36 s)`; `> limit` where it falls among failures. */
function figure(row: Row, stem: string): string {
  const [value, low, high] = ['', '_low', '_high'].map((end) => numberIn(row, `${stem}${end}_s`));
  if (value == null || low == null) {
    const failed = 1 - (numberIn(row, 'steady_ok_share') ?? 1);
    return stem === 'steady_latency_p99' && failed > 0.01 ? '> limit' : '';
  }
  if (low === high) return readableDuration(value);
  const upper = high == null ? 'beyond any limit' : readableDuration(high);
  return `${readableDuration(value)} (${readableDuration(low)} to ${upper})`;
}

function okShare(row: Row): string {
  const [value, low, high] = ['_share', '_low', '_high'].map((end) =>
    numberIn(row, `steady_ok${end}`),
  );
  if (value == null || low == null || high == null) return '';
  const said = valueInWords(value, 'share');
  return low === high ? said : `${said} (${percent(low)} to ${percent(high)})`;
}

function duration(row: Row, column: string): string {
  const value = numberIn(row, column);
  return value === null ? '' : readableDuration(value);
}

function placeOf(grid: GridResult, row: Row): string {
  return grid.varied
    .map((varied) => {
      const label = labelOf(varied, row[varied.path] ?? null);
      return varied.unit === 'text' ? label : `${varied.path} ${label}`;
    })
    .join(', ');
}
