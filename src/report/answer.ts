/** The answer of an experiment in sentences, for the screen and the report. */
import type { Chart } from '../plots/chart-spec.ts';
import { mainGrid } from '../plots/slice.ts';
import type { ExperimentResults } from '../sweep/results.ts';
import { count } from '../units/readable.ts';
import { cellsAnswer } from './cells.ts';
import { conformanceAnswer } from './conformance-answer.ts';
import { horizonAnswer } from './horizon.ts';
import { knobAnswer } from './knob-answer.ts';
import { maxconnAnswer } from './maxconn-answer.ts';
import { steadyAnswer } from './steady-load.ts';

/** Charts whose finding the sentences already say in more words. */
const SAID = ['risk-and-cost', 'queue-timeout', 'four-cells', 'predicted-vs-measured'];

/** Findings of charts are left to the charts beyond so many sentences. */
const MOST_SENTENCES = 12;

/** The most important first. @param charts of the same results. */
export function answer(results: ExperimentResults, charts: readonly Chart[]): string[] {
  const main = [...mainAnswer(results), ...horizonAnswer(results), ...steadyAnswer(results)];
  const room = Math.max(0, MOST_SENTENCES - main.length);
  return [...quickNote(results), ...main, ...findings(charts).slice(0, room)];
}

function mainAnswer(results: ExperimentResults): string[] {
  if (results.theory !== null) return [];
  if (results.conformance !== null) return conformanceAnswer(results.conformance);
  const cells = cellsAnswer(results);
  if (cells.length > 0) return cells;
  const caps = maxconnAnswer(results);
  if (caps.length > 0) return caps;
  const slice = mainGrid(results);
  return slice === null ? [] : knobAnswer(results, slice);
}

/** Few runs leave wide intervals; a reader must not take them for the answer. */
function quickNote({ quick, grids }: ExperimentResults): string[] {
  if (!quick) return [];
  const runs = Math.min(...grids.map((grid) => grid.replications));
  const each = Number.isFinite(runs) ? ` (${count(runs, 'run')} a point)` : '';
  return [`Quick run${each}: a look at the shape, too few runs to decide by.`];
}

/** The titles of the charts are findings computed from the same rows. */
function findings(charts: readonly Chart[]): string[] {
  return charts.filter((chart) => !SAID.includes(chart.name)).map((chart) => `${chart.title}.`);
}
