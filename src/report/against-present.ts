/** What other settings of a knob change: differences of paired runs, as sentences and tables. */
import { labelOf, numberIn } from '../plots/slice.ts';
import type { ExperimentResults, GridResult } from '../sweep/results.ts';
import type { Row } from '../sweep/row.ts';
import { count } from '../units/readable.ts';
import { type Block, paragraph } from './block.ts';

/** Longer tables are folded away. */
const OPEN_ROWS = 20;

const NOTE =
  'Each row less the one at the present setting of the knob, all else equal, replication by replication on the same seeds: what both have in common cancels. In brackets the 95% interval (of P(OOM) by Newcombe, of the share served by Student). Given the model: its errors are common to both rows, and mostly cancel too.';

/** Empty where no row is compared with another. */
export function againstPresent({ grids, rows }: ExperimentResults): Block[] {
  const blocks = grids.flatMap((grid) => {
    const compared = rows.filter((row) => row.grid === grid.name && row.against != null);
    return compared.length === 0 ? [] : ofGrid(grid, compared);
  });
  return blocks.length === 0 ? [] : [paragraph(NOTE), ...blocks];
}

function ofGrid(grid: GridResult, compared: readonly Row[]): Block[] {
  const differing = compared.filter(differs);
  const same = compared.length - differing.length;
  const against = String(compared[0]!.against);
  const points = count(compared.length, 'point');
  const agreeing =
    same === 0 ? '' : ` ${same} of them differ in none of their paired runs, and are left out.`;
  const summary = `Grid ${grid.name}: ${points} against ${against}.${agreeing}`;
  if (differing.length === 0) return [paragraph(summary)];
  const table: Block = {
    kind: 'table',
    headers: [
      ...grid.varied.map(({ path }) => path),
      'P(OOM)',
      'served within 60 s',
      'paired runs',
    ],
    numeric: [grid.varied.length + 2],
    rows: differing.map((row) => [
      ...grid.varied.map((varied) => labelOf(varied, row[varied.path] ?? null)),
      difference(row, 'oom_difference'),
      difference(row, 'served_difference'),
      String(row.paired_replications),
    ]),
  };
  if (differing.length > OPEN_ROWS) return [{ kind: 'details', summary, blocks: [table] }];
  return [paragraph(summary), table];
}

function differs(row: Row): boolean {
  return ['oom_difference', 'served_difference'].some(
    (column) => (numberIn(row, column) ?? 0) !== 0,
  );
}

/** `+12 points (3 to 21)`; empty where it is not known. */
function difference(row: Row, column: string): string {
  const value = numberIn(row, column);
  if (value === null) return '';
  if (value === 0 && numberIn(row, `${column}_low`) === null) return 'none';
  const low = numberIn(row, `${column}_low`);
  const high = numberIn(row, `${column}_high`);
  const interval = low === null || high === null ? '' : ` (${points(low)} to ${points(high)})`;
  return `${points(value)} points${interval}`;
}

/** Percentage points with their sign. */
function points(share: number): string {
  const size = Math.abs(100 * share);
  const digits = size === 0 || size >= 10 ? 0 : size >= 1 ? 1 : 2;
  const text = String(Number(size.toFixed(digits)));
  if (text === '0') return '0';
  return `${share < 0 ? '−' : '+'}${text}`;
}
