/** What an experiment demands of its rows: everywhere in a grid, or at some design points. */
import { modelSchema } from '../config/config.ts';
import type { Law } from '../random/law.ts';
import type { Issue } from '../schema/issue.ts';
import { didYouMean } from '../schema/spelling.ts';
import { placeOf, type Tree } from '../schema/tree.ts';
import { leavesOf } from '../schema/walk.ts';
import { finiteOrNull } from '../units/finite-or-null.ts';
import { labelOf } from './cell.ts';
import type { ExperimentSpec, GridSpec } from './experiment.ts';
import { allOf, type Outcome } from './outcome.ts';
import { CASE, MEMORY_LIMIT } from './paths.ts';
import type { Requirement } from './requirement.ts';
import type { Cell } from './row.ts';
import { gridsOf } from './spec-checks.ts';
import type { ThresholdRequest } from './threshold-request.ts';

export interface Threshold {
  readonly grid: string;
  /** Cells a row must have, any of each list; none: every row of the grid. */
  readonly at: readonly { readonly path: string; readonly cells: readonly Cell[] }[];
  /** The same in words, as the file writes it; empty for every row. */
  readonly where: string;
  readonly require: Requirement;
}

/** Thresholds of an experiment with every value of `at` found among those that are varied. */
export function planThresholds(spec: ExperimentSpec, tree: Tree): Outcome<Threshold[]> {
  const grids = gridsOf(spec).map(({ grid }) => grid);
  return allOf((spec.thresholds ?? []).map((each, index) => plan(each, index, grids, tree)));
}

function plan(
  { grid: named, at, require }: ThresholdRequest,
  index: number,
  grids: readonly GridSpec[],
  tree: Tree,
): Outcome<Threshold> {
  const complain = (key: readonly string[], message: string, hint: string): Outcome<never> => {
    const place = placeOf(tree, ['thresholds', index, ...key]);
    const issue: Issue = { place, path: [`thresholds[${index}]`, ...key].join('.'), message, hint };
    return { issues: [issue] };
  };
  const names = grids.map(({ name }) => name);
  if (named !== null && !names.includes(named)) {
    const hint = didYouMean(named, names) || `grids: ${names.join(', ')}`;
    return complain(['grid'], `no grid is called ${JSON.stringify(named)}`, hint);
  }
  const candidates = grids
    .filter(({ name }) => named === null || name === named)
    .sort((a, b) => Number(b.name === 'main') - Number(a.name === 'main'));
  const paths = Object.keys(at);
  const grid = candidates.find((each) => paths.every((path) => path in variedIn(each)));
  if (grid === undefined) {
    const varied = [...new Set(candidates.flatMap((each) => Object.keys(variedIn(each))))];
    const path = paths.find((each) => !varied.includes(each));
    const where = named === null ? '' : ` in grid ${named}`;
    if (path === undefined) {
      return complain(['at'], `no grid varies ${paths.join(' and ')} at once`, '');
    }
    const hint = didYouMean(path, varied) || `varied: ${varied.join(', ') || 'nothing'}`;
    return complain(['at', path], `${JSON.stringify(path)} is not varied${where}`, hint);
  }
  const varied = variedIn(grid);
  const places: Place[] = [];
  for (const [path, raw] of Object.entries(at)) {
    const found = placeOn(path, Array.isArray(raw) ? raw : [raw], varied[path]!);
    if ('stray' in found) {
      const hint = `varied: ${varied[path]!.map(labelOf).join(', ')}`;
      return complain(['at', path], `no value ${found.stray} in grid ${grid.name}`, hint);
    }
    places.push(found);
  }
  const where = places.map(({ words }) => words).join(', ');
  const cells = places.map((place) => ({ path: place.path, cells: place.cells }));
  return { value: { grid: grid.name, at: cells, where, require } };
}

interface Place {
  readonly path: string;
  readonly cells: readonly Cell[];
  /** `haproxy.maxconn 40 or 60`. */
  readonly words: string;
}

/** Some of the values of an axis, or the first that is none of them. */
function placeOn(
  path: string,
  wanted: readonly unknown[],
  varied: readonly unknown[],
): Place | { stray: string } {
  const known = varied.map((value) => cellIn(path, value));
  const cells = wanted.map((value) => cellIn(path, value));
  const stray = cells.findIndex((cell) => !known.includes(cell));
  if (cells.length === 0) return { stray: 'at all' };
  if (stray >= 0) return { stray: labelOf(wanted[stray]) };
  return { path, cells, words: `${path} ${wanted.map(labelOf).join(' or ')}` };
}

/** The varied paths of a grid with their values as the file writes them. */
function variedIn(grid: GridSpec): Readonly<Record<string, readonly unknown[]>> {
  return {
    ...Object.fromEntries((grid.vary ?? []).map(({ path, values }) => [path, values])),
    ...(grid.cases && { [CASE]: grid.cases.map(({ name }) => name) }),
    ...(grid.memoryLimits && { [MEMORY_LIMIT]: grid.memoryLimits }),
  };
}

/** The cell a value of the experiment file becomes in the rows. */
function cellIn(path: string, value: unknown): Cell {
  const isWrapped = typeof value === 'object' && value !== null && 'value' in value;
  const isLaw = typeof value === 'object' && value !== null && 'law' in value;
  const raw = isWrapped && !isLaw ? (value as { value: unknown }).value : value;
  const general = path.replaceAll(/\[\d+\]/g, '[i]');
  for (const leaf of leavesOf(modelSchema)) {
    if (leaf.path !== general) continue;
    const reading = leaf.field.kind.read(raw);
    if (!('value' in reading)) continue;
    const read = reading.value as number | string | boolean | Law;
    if (typeof read === 'number') return finiteOrNull(read);
    if (typeof read !== 'object') return read;
    if (read.law === 'constant') return finiteOrNull(read.value);
  }
  return labelOf(raw);
}
