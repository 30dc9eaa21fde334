/** Which rows a chart or a sentence is about: rows of one grid, the other varied paths held. */
import {
  FRONTPROXIES,
  HANDLER,
  MAXCONN,
  MEMORY_LIMIT,
  PODS,
  QUEUE_TIMEOUT,
} from '../sweep/paths.ts';
import type { ExperimentResults, GridResult, ModelFacts, Varied } from '../sweep/results.ts';
import type { Cell, Row } from '../sweep/row.ts';
import { percent } from '../units/readable.ts';

export interface Slice {
  readonly grid: GridResult;
  readonly rows: readonly Row[];
  /** Varied paths of which the rows have one value. */
  readonly held: readonly Held[];
}

export interface Held {
  readonly path: string;
  /** Its value as the experiment file writes it. */
  readonly label: string;
}

/** The grid an experiment is about: the one called main, or else its first. */
export function mainGrid(results: ExperimentResults): Slice | null {
  return gridWith(results, 'main', []);
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
  const held = [...slice.held];
  for (const varied of slice.grid.varied) {
    if (free.includes(varied.path)) continue;
    const own = ownValue(facts, varied);
    const value = own !== undefined && varied.values.includes(own) ? own : varied.values[0];
    if (value === undefined) continue;
    rows = rows.filter((row) => row[varied.path] === value);
    held.push({ path: varied.path, label: labelOf(varied, value) });
  }
  return { grid: slice.grid, rows, held };
}

export function isHeld(slice: Slice, path: string): boolean {
  return slice.held.some((held) => held.path === path);
}

/** `pod.replicas 3, haproxy.maxconn 40`; empty where nothing is held. */
export function heldInWords(slice: Slice): string {
  return slice.held.map(({ path, label }) => `${path} ${label}`).join(', ');
}

/** What is held as a sentence with a space before it; or nothing. */
export function heldSentence(slice: Slice): string {
  return slice.held.length === 0 ? '' : ` Held: ${heldInWords(slice)}.`;
}

/** The model's own value of a path a reader may want marked; undefined where facts have none. */
export function modelValue(facts: ModelFacts, path: string): Cell | undefined {
  switch (path) {
    case MAXCONN:
      return facts.maxconn;
    case QUEUE_TIMEOUT:
      return facts.queueTimeoutS;
    case FRONTPROXIES:
      return facts.haproxyReplicas;
    case MEMORY_LIMIT:
      return facts.memoryLimitBytes;
    case PODS:
      return facts.podReplicas;
    case HANDLER:
      return facts.handler;
    default:
      return undefined;
  }
}

/** The model's own value of a varied path; undefined where it has no single one. */
export function ownValue(facts: ModelFacts, varied: Varied): Cell | undefined {
  const known = modelValue(facts, varied.path);
  return known === undefined ? varied.own : known;
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

/** `100 simulated runs a point`, or `20 to 400 simulated runs a point`. */
export function runsAPoint(rows: readonly Row[]): string {
  const runs = rows.flatMap((row) => numberIn(row, 'replications') ?? []);
  const [fewest, most] = [Math.min(...runs), Math.max(...runs)];
  return `${fewest === most ? fewest : `${fewest} to ${most}`} simulated runs a point`;
}

/** The limit the row was simulated under [B]: its own column, or the model's. */
export function limitOf(row: Row, facts: ModelFacts): number | null {
  return MEMORY_LIMIT in row ? numberIn(row, MEMORY_LIMIT) : facts.memoryLimitBytes;
}

/** What the grid sets for all its rows, as a sentence with a space before it; or nothing. */
export function setOf(grid: GridResult): string {
  const set = grid.set ?? [];
  return set.length === 0 ? '' : ` Set: ${set.join(', ')}.`;
}

/**
 * The last row, from the first on, up to which the deterministic bound stays below the limit; null
 * where it does not even at the first.
 * @param rows one for each value of a knob, in the order of the experiment file.
 */
export function boundHoldsUpTo(rows: readonly Row[], facts: ModelFacts): Row | null {
  const beyond = rows.findIndex((row) => {
    const bound = numberIn(row, 'bound_bytes');
    const limit = limitOf(row, facts);
    return bound === null || limit === null || bound > limit;
  });
  return rows[(beyond < 0 ? rows.length : beyond) - 1] ?? null;
}

/** The lowest and the highest share in a column: `51% to 98%`, or the one; null where unknown. */
export function shareRange(rows: readonly Row[], column: string): string | null {
  const shares = rows.flatMap((row) => numberIn(row, column) ?? []);
  if (shares.length === 0) return null;
  const low = percent(Math.min(...shares));
  const high = percent(Math.max(...shares));
  return low === high ? low : `${low} to ${high}`;
}
