/** Which rows a chart or a sentence is about: rows of one grid, the other varied paths held. */
import type { ExperimentResults, GridResult, ModelFacts, Varied } from '../sweep/results.ts';
import type { Cell, Row } from '../sweep/row.ts';

export interface Slice {
  readonly grid: GridResult;
  readonly rows: readonly Row[];
  /** What was held, in words: `pod.replicas 3`. */
  readonly held: readonly string[];
}

/** The rows of the grid `name`, or of the first grid that varies all `paths`; null without any. */
export function gridWith(
  results: ExperimentResults,
  name: string,
  paths: readonly string[],
): Slice | null {
  const fits = (grid: GridResult) => paths.every((path) => variedOf(grid, path) !== null);
  const named = results.grids.find((grid) => grid.name === name);
  const grid = named !== undefined && fits(named) ? named : results.grids.find(fits);
  if (grid === undefined) return null;
  const rows = results.rows.filter((row) => row.grid === grid.name);
  return rows.length === 0 ? null : { grid, rows, held: [] };
}

/** Keeps one value of every varied path not in `free`: the model's own, or else the first. */
export function hold(slice: Slice, facts: ModelFacts, free: readonly string[]): Slice {
  let rows = slice.rows;
  const held: string[] = [...slice.held];
  for (const varied of slice.grid.varied) {
    if (free.includes(varied.path)) continue;
    const own = modelValue(facts, varied.path);
    const value = own !== undefined && varied.values.includes(own) ? own : varied.values[0];
    if (value === undefined) continue;
    rows = rows.filter((row) => row[varied.path] === value);
    held.push(`${varied.path} ${labelOf(varied, value)}`);
  }
  return { grid: slice.grid, rows, held };
}

/** The model's own value of a path a reader may want marked; undefined where facts have none. */
export function modelValue(facts: ModelFacts, path: string): Cell | undefined {
  switch (path) {
    case 'haproxy.maxconn':
      return facts.maxconn;
    case 'haproxy.timeouts.queue':
      return facts.queueTimeoutS;
    case 'haproxy.replicas':
      return facts.haproxyReplicas;
    case 'pod.memoryLimit':
      return facts.memoryLimitBytes;
    case 'pod.replicas':
      return facts.podReplicas;
    case 'pod.handler':
      return facts.handler;
    default:
      return undefined;
  }
}

/** The tested value nearest to `value`: itself, or else the next number, or else the first. */
export function nearestTested(varied: Varied, value: Cell | undefined): Cell {
  if (value !== undefined && varied.values.includes(value)) return value;
  const numbers = varied.values.filter((tested) => typeof tested === 'number');
  if (typeof value !== 'number' || numbers.length === 0) return varied.values[0] ?? null;
  return numbers.reduce((best, tested) =>
    Math.abs(tested - value) < Math.abs(best - value) ? tested : best,
  );
}

export function variedOf(grid: GridResult, path: string): Varied | null {
  return grid.varied.find((varied) => varied.path === path) ?? null;
}

/** A value as the experiment file writes it. */
export function labelOf(varied: Varied, value: Cell): string {
  return varied.labels[varied.values.indexOf(value)] ?? String(value ?? 'none');
}

/** `timeouts.queue` for `haproxy.timeouts.queue`: the path within its part of the model. */
export function shortPath(path: string): string {
  return path.slice(path.indexOf('.') + 1);
}

/** The number in a column, or null. */
export function numberIn(row: Row, column: string): number | null {
  const cell = row[column];
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : null;
}

/** The limit the row was simulated under [B]: its own column, or the model's. */
export function limitOf(row: Row, facts: ModelFacts): number | null {
  return 'pod.memoryLimit' in row ? numberIn(row, 'pod.memoryLimit') : facts.memoryLimitBytes;
}

/** What the grid sets for all its rows, as a sentence with a space before it; or nothing. */
export function setOf(grid: GridResult): string {
  const set = grid.set ?? [];
  return set.length === 0 ? '' : ` Set: ${set.join(', ')}.`;
}

/** Replications with an OOM kill. */
export function oomCount(row: Row): number {
  return Math.round((numberIn(row, 'oom_probability') ?? 0) * (numberIn(row, 'replications') ?? 0));
}
