/** A grid's part of an experiment file -> its design points, each with a resolved model. */
import type { Model } from '../config/config.ts';
import type { Override } from '../config/override.ts';
import { baseBytes } from '../pod/base-bytes.ts';
import type { Issue } from '../schema/issue.ts';
import type { Path } from '../schema/path.ts';
import { placeOf, type Tree } from '../schema/tree.ts';
import type { StoppingRule } from '../stats/stopping-rule.ts';
import { finiteOrNull } from '../units/finite-or-null.ts';
import { axesAt, limitAxisAt, overridesAt, pinAxis } from './axes.ts';
import { deterministicBound } from './bound.ts';
import { cellAt, labelOf, unitOf } from './cell.ts';
import type { GridSpec } from './experiment.ts';
import { type Axis, expand, type Setting, thinAxes } from './grid.ts';
import type { HorizonSpec } from './horizon.ts';
import { allOf, type Outcome } from './outcome.ts';
import { CASE, MEMORY_LIMIT } from './paths.ts';
import type { PlannedGrid, PlannedPoint } from './plan.ts';
import { checkSteady } from './plan-steady.ts';
import { type Calibration, unknownsUnder } from './plan-unknowns.ts';
import type { Varied } from './results.ts';
import type { Cell } from './row.ts';

/** What all grids of an experiment have in common. */
export interface Ground {
  /** The experiment file. */
  readonly tree: Tree;
  /** The model it names under `common`, `pinned` and more on top. */
  readonly modelWith: (overrides: readonly Override[]) => Outcome<Model>;
  /** `set` and `random` of the experiment. */
  readonly common: readonly Override[];
  /** `--set`: above all but the values of an axis, and an axis of such a path has this one value. */
  readonly pinned: readonly Override[];
  readonly seedsOf: (spec: GridSpec) => readonly string[];
  /** null: exactly the seeds. */
  readonly ruleOf: (spec: GridSpec) => StoppingRule | null;
  readonly horizon: HorizonSpec | null;
  readonly steadyOf: (spec: GridSpec) => PlannedGrid['steady'];
  readonly calibration: Calibration;
  /** At most this many values of each varied path. */
  readonly keep: number;
}

/** More design points than anybody waits for. */
const MAX_POINTS = 100_000;

export function planGrid(spec: GridSpec, at: Path, ground: Ground): Outcome<PlannedGrid> {
  const { tree, pinned } = ground;
  const all = axesAt(tree, at, spec);
  const limits = limitAxisAt(tree, at, spec);
  const mistakes = [
    ...checkAxes(limits ? [...all, limits] : all, at, tree),
    ...checkSize(all, at, tree),
  ];
  if (mistakes.length > 0) return { issues: mistakes };
  const axes = thinAxes(all, ground.keep).map((axis) => pinAxis(axis, pinned));
  const limitAxis = limits && pinAxis(limits, pinned);
  // At the top stands what the whole experiment sets: it is common to the grids, below what is random.
  const own = at.length === 0 ? [] : overridesAt(tree, [...at, 'set']);
  const unlimited: Override[] = limits
    ? [{ path: MEMORY_LIMIT, value: 'none', at: placeOf(tree, [...at, 'memoryLimits']) }]
    : [];
  const resolve = (settings: readonly Setting[]) =>
    ground.modelWith([...own, ...pinned, ...unlimited, ...overridesOf(settings)]);
  const combinations = expand(axes);
  const stated: Stated = {
    overrides: [...ground.common, ...own, ...pinned],
    unknowns: unknownsUnder(ground.calibration),
    decidesLimits: limits !== null,
  };
  const points = allOf(combinations.map((settings) => planPoint(axes, settings, resolve, stated)));
  if ('issues' in points) return points;
  const steady = ground.steadyOf(spec);
  const unsteady =
    steady === null
      ? []
      : checkSteady(
          spec,
          points.value.map(({ model }) => model),
          tree,
          at,
        );
  if (unsteady.length > 0) return { issues: unsteady };
  const memoryLimits = planLimits(limitAxis, combinations, points.value, resolve);
  if ('issues' in memoryLimits) return memoryLimits;
  // The model may be none before its paths are varied: a required key among them.
  const unvaried = ground.modelWith([...own, ...pinned]);
  const ownOf = ({ path }: Axis) =>
    'issues' in unvaried ? undefined : ownCell(unvaried.value, path);
  const varied = axes.map((axis, index) =>
    variedOf(axis, cellsOf(axes, index, points.value), ownOf(axis)),
  );
  if (limitAxis) varied.push(variedOf(limitAxis, memoryLimits.value!, ownOf(limitAxis)));
  const seeds = ground.seedsOf(spec);
  const rule = ground.ruleOf(spec);
  return {
    value: {
      result: {
        name: spec.name,
        varied,
        replications: rule?.first ?? seeds.length,
        ...(rule !== null && { precision: rule }),
        ...(ground.horizon !== null && { horizon: ground.horizon }),
        ...(steady !== null && { steady: { horizon: steady.horizon } }),
        set: own.map(({ path, value }) => `${path} ${labelOf(value)}`),
      },
      seeds,
      rule,
      steady,
      horizon: ground.horizon,
      points: points.value,
      memoryLimits: memoryLimits.value,
    },
  };
}

type Resolve = (settings: readonly Setting[]) => Outcome<Model>;

/** What holds at every point of a grid. */
interface Stated {
  readonly overrides: readonly Override[];
  readonly unknowns: ReturnType<typeof unknownsUnder>;
  /** Limits are decided after the run, so that the model has none. */
  readonly decidesLimits: boolean;
}

function planPoint(
  axes: readonly Axis[],
  settings: readonly Setting[],
  resolve: Resolve,
  { overrides, unknowns, decidesLimits }: Stated,
): Outcome<PlannedPoint> {
  const resolved = resolve(settings);
  if ('issues' in resolved) return resolved;
  const model = resolved.value;
  const cells = axes.map((axis, index) => [axis.path, cellOf(axis, settings[index]!, model)]);
  const hasLimit = decidesLimits || model.pod.memoryLimit < Number.POSITIVE_INFINITY;
  return {
    value: {
      model,
      bound: deterministicBound(model),
      unknowns: hasLimit
        ? unknowns(model.pod.handler, [...overrides, ...overridesOf(settings)])
        : { reason: 'no memory limit' },
      cells: Object.fromEntries(cells),
    },
  };
}

function overridesOf(settings: readonly Setting[]): Override[] {
  return settings.flatMap((setting) => setting.overrides);
}

/**
 * Limits [B] decided after the run, `none` as null; null where there are none. Each must be one
 * that a run could have had: it is tried on the point whose idle pods need the most.
 */
function planLimits(
  axis: Axis | null,
  combinations: readonly (readonly Setting[])[],
  points: readonly PlannedPoint[],
  resolve: Resolve,
): Outcome<readonly (number | null)[] | null> {
  if (axis === null) return { value: null };
  const idle = points.map(({ model }) => baseBytes(model.pod));
  const most = idle.reduce((best, bytes, index) => (bytes > idle[best]! ? index : best), 0);
  const models = allOf(axis.settings.map((limit) => resolve([...combinations[most]!, limit])));
  if ('issues' in models) return models;
  return { value: models.value.map(({ pod }) => finiteOrNull(pod.memoryLimit)) };
}

function cellOf(axis: Axis, setting: Setting, model: Model): Cell {
  if (axis.path === CASE) return setting.caseName;
  return cellAt(model, axis.path, settingLabel(setting));
}

function settingLabel(setting: Setting): string {
  return setting.caseName ?? labelOf(setting.overrides[0]!.value);
}

/** The cells of one axis: its value at the first point that has each of its settings. */
function cellsOf(axes: readonly Axis[], index: number, points: readonly PlannedPoint[]): Cell[] {
  const stride = axes.slice(index + 1).reduce((size, axis) => size * axis.settings.length, 1);
  const { path, settings } = axes[index]!;
  return settings.map((_, k) => points[k * stride]!.cells[path]!);
}

function variedOf(axis: Axis, values: readonly Cell[], own: Cell | undefined): Varied {
  return {
    path: axis.path,
    values,
    labels: axis.settings.map(settingLabel),
    unit: axis.path === CASE ? 'text' : unitOf(axis.path),
    ...(own !== undefined && { own }),
  };
}

/** What the model has at a path of its own; undefined for cases and for laws. */
function ownCell(model: Model, path: string): Cell | undefined {
  const none = '';
  const cell = path === CASE ? none : cellAt(model, path, none);
  return cell === none ? undefined : cell;
}

function checkAxes(axes: readonly Axis[], at: Path, tree: Tree): Issue[] {
  const paths = axes.map((axis) => axis.path);
  const twice = paths.find((path, index) => paths.indexOf(path) < index);
  if (twice === undefined) return [];
  const message = `expected each path to be varied once, got ${twice} twice`;
  return [{ place: placeOf(tree, at), path: '', message, hint: '' }];
}

function checkSize(axes: readonly Axis[], at: Path, tree: Tree): Issue[] {
  const points = axes.reduce((size, axis) => size * axis.settings.length, 1);
  if (points <= MAX_POINTS) return [];
  const message = `expected at most ${MAX_POINTS} design points, got ${points}`;
  return [{ place: placeOf(tree, at), path: '', message, hint: 'split the experiment' }];
}
