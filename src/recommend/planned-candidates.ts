/** The settings of a policy: every combination of its knobs, and the present one. */
import type { Model } from '../config/config.ts';
import type { Override } from '../config/override.ts';
import { cellAt, labelOf } from '../sweep/cell.ts';
import type { Axis, Setting } from '../sweep/grid.ts';
import { expand } from '../sweep/grid.ts';
import { MEMORY_LIMIT } from '../sweep/paths.ts';
import type { Cell } from '../sweep/row.ts';
import type { Candidate } from './candidate.ts';
import type { Change } from './ground.ts';

export interface PlannedCandidate extends Pick<Candidate, 'id' | 'values' | 'labels' | 'cost'> {
  /** Memory limit of a pod [B]. */
  readonly limit: number;
  readonly change: Change;
  /** Candidates of one column differ in nothing but the memory limit. */
  readonly column: number;
  /** Knobs that are not as they are now. */
  readonly changed: number;
}

/** A place on an axis with what a model has there. */
export interface Place {
  readonly path: string;
  readonly label: string;
  readonly overrides: readonly Override[];
}

export function placesOf({ path, settings }: Axis): Place[] {
  return settings.map(({ overrides }: Setting) => ({
    path,
    label: labelOf(overrides[0]!.value),
    overrides,
  }));
}

/** @param present the places of the present setting */
export function candidatesOf(
  axes: readonly Axis[],
  present: readonly Place[],
  modelAt: (change: Change) => Model,
): { readonly candidates: readonly PlannedCandidate[]; readonly present: string } {
  const names = shortNames(axes.map(({ path }) => path));
  const combinations = expand(axes).map((settings) =>
    settings.map((setting, index) => ({
      path: axes[index]!.path,
      label: labelOf(setting.overrides[0]!.value),
      overrides: setting.overrides,
    })),
  );
  const build = (places: readonly Place[]): Omit<PlannedCandidate, 'column' | 'changed'> => {
    const change = { overrides: places.flatMap(({ overrides }) => overrides), podsLess: 0 };
    const model = modelAt(change);
    const cells = places.map(({ path, label }) => [path, cellAt(model, path, label)] as const);
    return {
      id: places.map(({ label }, index) => `${names[index]}=${label}`).join(' '),
      values: Object.fromEntries(cells),
      labels: Object.fromEntries(places.map(({ path, label }) => [path, label])),
      cost: model.pod.memoryLimit * model.pod.replicas,
      limit: model.pod.memoryLimit,
      change,
    };
  };
  const now = build(present);
  const built = combinations.map(build);
  const same = built.find(({ values }) => sameCells(values, now.values));
  const columns: string[] = [];
  const all = (same === undefined ? [...built, now] : built).map((one) => {
    const { [MEMORY_LIMIT]: _, ...others } = one.values;
    const key = JSON.stringify(others);
    if (!columns.includes(key)) columns.push(key);
    const changed = Object.keys(one.values).filter((path) => one.values[path] !== now.values[path]);
    return { ...one, column: columns.indexOf(key), changed: changed.length };
  });
  // Sorting is stable: what is equal stays in the order of the policy.
  const candidates = [...all].sort((a, b) => a.cost - b.cost || a.changed - b.changed);
  return { candidates, present: (same ?? now).id };
}

/** The last part of each path, longer where two would be alike. */
function shortNames(paths: readonly string[]): string[] {
  return paths.map((path) => {
    const steps = path.split('.');
    for (let take = 1; take < steps.length; take++) {
      const name = steps.slice(-take).join('.');
      const alike = paths.filter((other) => other === name || other.endsWith(`.${name}`));
      if (alike.length === 1) return name;
    }
    return path;
  });
}

function sameCells(a: Readonly<Record<string, Cell>>, b: Readonly<Record<string, Cell>>): boolean {
  return Object.keys(a).every((path) => a[path] === b[path]);
}
