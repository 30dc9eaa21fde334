/** The answer of an experiment in sentences, for the screen and the report. */
import { drawCharts } from '../plots/charts.ts';
import { count } from '../plots/quantity.ts';
import type { ExperimentResults } from '../sweep/results.ts';
import { cellsAnswer } from './cells.ts';
import { knobAnswer } from './knob-answer.ts';
import { maxconnAnswer } from './maxconn-answer.ts';

/** Charts whose finding the sentences already say in more words. */
const SAID = ['risk-and-cost', 'queue-timeout', 'four-cells'];

export function answer(results: ExperimentResults): string[] {
  return [...quickNote(results), ...mainAnswer(results), ...findings(results)];
}

function mainAnswer(results: ExperimentResults): string[] {
  if (results.theory !== null) return [];
  const cells = cellsAnswer(results);
  if (cells.length > 0) return cells;
  const caps = maxconnAnswer(results);
  if (caps.length > 0) return caps;
  const grid = results.grids.find((candidate) => candidate.name === 'main') ?? results.grids[0];
  return grid === undefined ? [] : knobAnswer(results, grid);
}

/** Few runs leave wide intervals; a reader must not take them for the answer. */
function quickNote({ quick, grids }: ExperimentResults): string[] {
  if (!quick) return [];
  const runs = Math.min(...grids.map((grid) => grid.replications));
  const each = Number.isFinite(runs) ? ` (${count(runs, 'run')} a point)` : '';
  return [`Quick run${each}: a look at the shape, too few runs to decide by.`];
}

/** The titles of the charts are findings computed from the same rows. */
function findings(results: ExperimentResults): string[] {
  return drawCharts(results)
    .filter((chart) => !SAID.includes(chart.name))
    .map((chart) => `${chart.title}.`);
}
