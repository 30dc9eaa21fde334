/** What a sweep tells: files of an experiment, its answer on screen, rows and verdicts of all. */
import { join } from 'node:path';
import { judge, overall } from '../decide/judge.ts';
import type { Chart } from '../plots/chart-spec.ts';
import { drawCharts } from '../plots/charts.ts';
import { answer } from '../report/answer.ts';
import { screenTable } from '../report/table.ts';
import type { ExperimentResults } from '../sweep/results.ts';
import { phase } from './phase.ts';
import { tableOf, writeResults } from './results-folder.ts';
import { thresholdsOnScreen, writeJunit } from './thresholds.ts';

/** Writes the folder of an experiment; returns its charts. */
export async function leaveBehind(
  folder: string,
  results: ExperimentResults,
  manifest: string,
): Promise<readonly Chart[]> {
  const charts = await phase('charts', () => drawCharts(results));
  writeJunit(folder, results);
  await writeResults(folder, results, charts, manifest);
  return charts;
}

export function onScreen(
  results: ExperimentResults,
  charts: readonly Chart[],
  out: string,
  columns: number,
): string {
  const { name, title } = results.experiment;
  const sentences = answer(results, charts).map((sentence) => `${sentence}\n`);
  const where = `Charts, report and data: ${join(out, name)}/report.html\n`;
  return `\n${title} (${name})\n\n${screenTable(results, columns)}\n\n${sentences.join('')}${thresholdsOnScreen(results)}${where}`;
}

/** One array of flat objects; the experiment is the first key of each. */
export function rowsOfAll(all: readonly ExperimentResults[]): string {
  const rows = all.flatMap((results) => {
    const table = tableOf(results);
    return table.rows.map((row) => ({
      experiment: results.experiment.name,
      ...Object.fromEntries(table.columns.map((column) => [column, row[column] ?? null])),
    }));
  });
  return `${JSON.stringify(rows, null, 1)}\n`;
}

/** Beside the rows, which have the screen. */
export function thresholdsOfAll(all: readonly ExperimentResults[]): string {
  return all.map(thresholdsOnScreen).join('');
}

/** Whether a threshold of any experiment fails. */
export function hasFailed(all: readonly ExperimentResults[]): boolean {
  return all.some((results) => overall(judge(results)) === 'fail');
}
