/** Everything an experiment leaves behind in `out/<experiment>/`. */
import { join } from 'node:path';
import type { Chart } from '../plots/chart-spec.ts';
import { htmlReport } from '../report/html.ts';
import { markdownReport } from '../report/markdown.ts';
import { CONFORMANCE_COLUMNS, conformanceRows } from '../sweep/conformance-rows.ts';
import type { ExperimentResults } from '../sweep/results.ts';
import type { Row } from '../sweep/row.ts';
import { rowColumns, rowsCsv, rowsJson } from '../sweep/rows.ts';
import { THEORY_COLUMNS, theoryRow } from '../sweep/theory-rows.ts';
import { chartLibraries } from './chart-libraries.ts';
import { draw, removeOthers, writeCharts } from './drawn-charts.ts';
import { writeAtomic } from './files.ts';
import { phase } from './phase.ts';

/** Each file is whole or absent; the manifest comes last and says that the folder is complete. */
export async function writeResults(
  folder: string,
  results: ExperimentResults,
  drawn: readonly Chart[],
  manifest: string,
): Promise<void> {
  const { columns, rows } = tableOf(results);
  writeAtomic(join(folder, 'rows.csv'), rowsCsv(columns, rows));
  writeAtomic(join(folder, 'rows.json'), rowsJson(columns, rows));
  const charts = await phase('charts', async () => {
    const rendered = await draw(drawn);
    writeCharts(join(folder, 'charts'), rendered);
    removeOthers(join(folder, 'charts'), rendered);
    return rendered;
  });
  await phase('report', () => {
    writeAtomic(join(folder, 'report.md'), markdownReport(results, charts));
    writeAtomic(join(folder, 'report.html'), htmlReport(results, charts, chartLibraries()));
  });
  writeAtomic(join(folder, 'manifest.json'), manifest);
}

/** The rows of an experiment of any kind and their columns. */
export function tableOf(results: ExperimentResults): {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
} {
  const { theory, conformance } = results;
  if (conformance !== null) {
    return { columns: CONFORMANCE_COLUMNS, rows: conformanceRows(conformance) };
  }
  return theory === null
    ? { columns: rowColumns(results.grids), rows: results.rows }
    : { columns: THEORY_COLUMNS, rows: theory.map(theoryRow) };
}
