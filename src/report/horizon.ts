/** P(OOM) over longer than one window: a year of nights, several installations. */
import { boundHoldsUpTo, hold, labelOf, mainGrid, numberIn } from '../plots/slice.ts';
import type { ExperimentResults, GridResult, ModelFacts } from '../sweep/results.ts';
import type { Row } from '../sweep/row.ts';
import { count, percent } from '../units/readable.ts';
import { type Block, paragraph, type Table } from './block.ts';
import { foldedTable } from './folded-table.ts';
import { chance } from './words.ts';

const READING =
  'At least one OOM kill in all windows together. Given the model each window is a fresh draw of what is random, so that the chance of none is that of one window to the power of their number; where no run was killed the bound of one window is carried over, and says little unless there were several times as many runs as windows. With model errors, what is not known of parameters and model is the same in every window: it is drawn once, and the power is taken before the mean, E[1 - (1 - p)^n]. A model that is wrong is wrong every night, so that this is less than the chance of one window would make it. The pods of a fleet are simulated together and not multiplied.';

/** At the setting of the model itself; empty without a horizon. */
export function horizonAnswer(results: ExperimentResults): string[] {
  const main = mainGrid(results);
  if (main?.grid.horizon === undefined) return [];
  const free = main.grid.varied.filter(({ unit }) => unit === 'text').map(({ path }) => path);
  const { rows, held } = hold(main, results.facts, free);
  const at = held.map(({ path, label }) => `${path} ${label}`);
  const said = rows.map((row) => {
    const names = free.map((path) => String(row[path] ?? 'none'));
    return `${names.length > 0 ? `${names.join(', ')} ` : ''}${figuresInWords(row, results.facts)}`;
  });
  const where = at.length > 0 ? ` at ${at.join(', ')}` : '';
  return [`P(OOM at least once) within ${length(main.grid, results)}${where}: ${said.join('; ')}.`];
}

/** Empty where no grid has a horizon. */
export function horizon(results: ExperimentResults): Block[] {
  const tables = results.grids.flatMap((grid): Block[] => {
    const rows = results.rows.filter((row) => row.grid === grid.name);
    const known = rows.filter((row) => numberIn(row, 'oom_horizon_probability') !== null);
    if (grid.horizon === undefined || known.length === 0) return [];
    const summary = `Grid ${grid.name}: ${count(known.length, 'point')} over ${length(grid, results)}`;
    return foldedTable(tableOf(grid, known, results.facts), summary);
  });
  return tables.length === 0 ? [] : [paragraph(READING), ...tables];
}

/** `365 windows (each a backup window) of 3 fleets`. */
function length({ horizon: asked }: GridResult, { experiment }: ExperimentResults): string {
  const { windows, fleets } = asked!;
  const of = fleets === 1 ? '' : ` of each of ${fleets} fleets`;
  return `${count(windows, 'window')} (each a ${experiment.per})${of}`;
}

function tableOf(grid: GridResult, rows: readonly Row[], facts: ModelFacts): Table {
  return {
    kind: 'table',
    headers: [...grid.varied.map(({ path }) => path), 'given the model', 'with model errors'],
    numeric: [],
    rows: rows.map((row) => [
      ...grid.varied.map((varied) => labelOf(varied, row[varied.path] ?? null)),
      given(row, facts),
      withErrors(row),
    ]),
  };
}

function figuresInWords(row: Row, facts: ModelFacts): string {
  const errors = withErrors(row);
  return `${given(row, facts)}${errors === '' ? '' : `, with model errors ${errors}`}`;
}

/** `below 94%` after no kill, `12% (8% to 17%)` else; next to nothing where a bound says so. */
function given(row: Row, facts: ModelFacts): string {
  const [value, low, high] = endsOf(row, 'oom_horizon_probability');
  if (value == null) return 'not known';
  if (boundHoldsUpTo([row], facts) !== null) return 'next to none (deterministic bound)';
  if (value === 0 && high != null) return `below ${percent(high, 'up')}`;
  if (value === 1 && low != null)
    return low > 0.9999 ? chance(low) : `above ${percent(low, 'down')}`;
  if (low == null || high == null) return chance(value);
  return `${chance(value)} (${percent(low)} to ${percent(high)})`;
}

/** What the number of runs leaves open beside it; no kill anywhere is a bound, never 0. */
function withErrors(row: Row): string {
  const [value, low, high] = endsOf(row, 'oom_horizon_probability_all');
  if (value == null || low == null || high == null) return '';
  if (value < 1e-4) return `below ${percent(high, 'up')}`;
  return `${chance(value)} (runs leave ${percent(low)} to ${percent(high)})`;
}

function endsOf(row: Row, stem: string): (number | null)[] {
  return ['', '_low', '_high'].map((end) => numberIn(row, `${stem}${end}`));
}
