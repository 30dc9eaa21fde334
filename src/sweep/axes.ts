/** The axes of a grid, read from its part of an experiment file with the place of every value. */
import type { Override } from '../config/override.ts';
import type { Path } from '../schema/path.ts';
import { isMap, placeOf, plainOf, type Tree, treeAt } from '../schema/tree.ts';
import type { GridSpec } from './experiment.ts';
import type { Axis } from './grid.ts';
import { CASE, MEMORY_LIMIT } from './paths.ts';

/** The map of overrides at `path`, such as `set` or `random`; none where there is no such map. */
export function overridesAt(tree: Tree, path: Path): Override[] {
  const found = treeAt(tree, path);
  if (found === null || !isMap(found.body)) return [];
  return [...found.body].map(([key, value]) => ({
    path: key,
    value: withSource(value),
    at: value.keyAt ?? value.at,
  }));
}

/** What is simulated: the varied paths in order, then the named cases. */
export function axesAt(tree: Tree, path: Path, spec: GridSpec): Axis[] {
  const varied = (spec.vary ?? []).map((axis, index) => {
    const at = [...path, 'vary', index];
    const pathAt = placeOf(tree, [...at, 'path']);
    const settings = axis.values.map((_, k) => {
      const value = treeAt(tree, [...at, 'values', k])!;
      return {
        overrides: [{ path: axis.path, value: withSource(value), at: value.at, pathAt }],
        caseName: null,
      };
    });
    return { path: axis.path, settings };
  });
  if (spec.cases === undefined) return varied;
  const cases = spec.cases.map((named, index) => ({
    overrides: overridesAt(tree, [...path, 'cases', index, 'set']),
    caseName: named.name,
  }));
  return [...varied, { path: CASE, settings: cases }];
}

/** Memory limits decided after the run, as an axis of their own; null where there are none. */
export function limitAxisAt(tree: Tree, path: Path, spec: GridSpec): Axis | null {
  if (spec.memoryLimits === undefined) return null;
  const settings = spec.memoryLimits.map((_, index) => {
    const value = treeAt(tree, [...path, 'memoryLimits', index])!;
    const override = { path: MEMORY_LIMIT, value: withSource(value), at: value.at };
    return { overrides: [override], caseName: null };
  });
  return { path: MEMORY_LIMIT, settings };
}

/** Axes of a path that the command line sets have the one value it gives. */
export function pinAxis(axis: Axis, pinned: readonly Override[]): Axis {
  const last = pinned.findLast((override) => override.path === axis.path);
  return last === undefined ? axis : { ...axis, settings: [{ overrides: [last], caseName: null }] };
}

/** The value as a model file would say it, its source included. */
function withSource(tree: Tree): unknown {
  const value = plainOf(tree);
  if (tree.source === undefined) return value;
  const isLaw = isMap(tree.body) && tree.body.has('law');
  return isLaw ? { ...(value as object), source: tree.source } : { value, source: tree.source };
}
