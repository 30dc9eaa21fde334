/** Rows as files: the same bytes for the same rows, whoever computed them. */
import type { Varied } from './results.ts';
import { type Cell, type Row, STATISTICS } from './row.ts';

/** Varied paths of all grids in order of first appearance, then the statistics. */
export function rowColumns(grids: readonly { readonly varied: readonly Varied[] }[]): string[] {
  const paths = grids.flatMap((grid) => grid.varied.map((varied) => varied.path));
  return [...new Set([...paths, ...STATISTICS.map((statistic) => statistic.key)])];
}

/** Comma-separated, a header, LF; an empty cell is a missing value, or `none`. */
export function rowsCsv(columns: readonly string[], rows: readonly Row[]): string {
  const lines = rows.map((row) => columns.map((column) => csvCell(row[column] ?? null)));
  return [columns.map(csvCell), ...lines].map((cells) => `${cells.join(',')}\n`).join('');
}

/** An array of flat objects with the keys of the CSV, a row a line. */
export function rowsJson(columns: readonly string[], rows: readonly Row[]): string {
  const lines = rows.map((row) =>
    JSON.stringify(Object.fromEntries(columns.map((column) => [column, row[column] ?? null]))),
  );
  return lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`;
}

/** Floats in their shortest form that reads back exactly; text quoted where it must be. */
function csvCell(cell: Cell): string {
  if (cell === null) return '';
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
