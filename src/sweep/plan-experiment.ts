/** The text of an experiment file -> a plan, or every mistake in it and in its model. */
import { resolveTree } from '../config/config.ts';
import { beside, type Read, readExtended } from '../config/extend.ts';
import type { Override } from '../config/override.ts';
import type { SourceLine } from '../config/sources.ts';
import { checkText } from '../schema/check.ts';
import { formatIssue, type Issue, sortIssues } from '../schema/issue.ts';
import { placeOf, type Tree } from '../schema/tree.ts';
import { overridesAt } from './axes.ts';
import { type ExperimentSpec, experimentSchema, type GridSpec } from './experiment.ts';
import { factsOf, NO_FACTS } from './facts.ts';
import type { Plan, PlannedGrid, PlannedTimeline } from './plan.ts';
import { type Ground, planGrid } from './plan-grid.ts';
import { planOracles } from './plan-oracles.ts';
import { runSeed, runSeeds } from './seeds.ts';
import { checkCharts, checkKeys, gridsOf, modelMistaken } from './spec-checks.ts';
import { thin } from './thin.ts';

export interface PlanRequest {
  /** The experiment file and the name to use for it in messages. */
  readonly text: string;
  readonly file: string;
  /** Reads model files. */
  readonly read: Read;
  /** `--set` */
  readonly pinned: readonly Override[];
  /** `--seed`; null leaves the experiment's own. */
  readonly seed: string | null;
  readonly quick: boolean;
  /** The charts there are. */
  readonly chartNames: readonly string[];
}

/** What --quick does where an experiment does not say. */
const QUICK_REPLICATIONS = 6;
const QUICK_KEEP = 4;

export function planExperiment(
  request: PlanRequest,
): { plan: Plan } | { issues: readonly Issue[] } {
  const checked = checkText(experimentSchema, request.text, request.file);
  if (checked.value === null) return { issues: modelMistaken(checked.tree) ?? checked.issues };
  const spec = checked.value;
  const tree = checked.tree!;
  const issues: Issue[] = [
    ...checkCharts(spec, tree, request.chartNames),
    ...checkKeys(spec, tree),
  ];
  if (issues.length > 0) return { issues };
  const plan =
    spec.kind === 'theory'
      ? planTheory(spec, tree, request, issues)
      : planSweep(spec, tree, request, issues);
  return issues.length > 0 || plan === null ? { issues: distinct(issues) } : { plan };
}

function planSweep(
  spec: ExperimentSpec,
  tree: Tree,
  request: PlanRequest,
  issues: Issue[],
): Plan | null {
  const file = beside(request.file, spec.model!);
  if (request.read(file) === null) {
    const place = placeOf(tree, ['model']);
    issues.push({ place, path: 'model', message: `no such file: ${file}`, hint: '' });
    return null;
  }
  const extended = readExtended(file, request.read);
  if (extended.tree === null) {
    issues.push(...extended.issues);
    return null;
  }
  const seed = request.seed ?? spec.seed;
  const isPinned = ({ path }: Override) => request.pinned.some((pin) => pin.path === path);
  const random = overridesAt(tree, ['random']).filter((override) => !isPinned(override));
  const common = [...overridesAt(tree, ['set']), ...random];
  const base = resolveTree(extended.tree, [...common, ...request.pinned], file, extended.issues);
  if ('issues' in base) {
    issues.push(...base.issues);
    return null;
  }
  const ground: Ground = {
    tree,
    model: extended.tree,
    modelFile: file,
    common,
    pinned: request.pinned,
    seedsOf: (grid) => runSeeds(seed, replicationsOf(grid, spec, request.quick)),
    keep: request.quick ? (spec.quick?.keep ?? QUICK_KEEP) : Number.POSITIVE_INFINITY,
  };
  const grids = gridsOf(spec).map(({ at, grid }) => planGrid(grid, at, ground, issues));
  const timelines = planTimelines(spec, ground, runSeed(seed, 0), issues);
  if (issues.length > 0) return null;
  const { model, sources } = base;
  return {
    header: {
      seed,
      quick: request.quick,
      experiment: { ...describe(spec), random: randomLines(random, sources) },
      model: { name: model.name, description: model.description, file: spec.model! },
      facts: factsOf(model, sources),
      sources,
    },
    grids: grids as PlannedGrid[],
    timelines,
    oracles: null,
    inputs: [{ file: request.file, text: request.text }, ...extended.files],
  };
}

function planTheory(
  spec: ExperimentSpec,
  tree: Tree,
  request: PlanRequest,
  issues: Issue[],
): Plan | null {
  const named = planOracles(spec.cases!, tree, issues);
  const oracles = request.quick ? thin(named, spec.quick?.keep ?? QUICK_KEEP) : named;
  return {
    header: {
      seed: request.seed ?? spec.seed,
      quick: request.quick,
      experiment: { ...describe(spec), random: [] },
      model: {
        name: 'closed forms',
        description: 'Each case is a model of its own with a known answer.',
        file: 'src/theory/cases.ts',
      },
      facts: NO_FACTS,
      sources: [],
    },
    grids: [],
    timelines: [],
    oracles,
    inputs: [{ file: request.file, text: request.text }],
  };
}

function describe(spec: ExperimentSpec) {
  const { name, title, question, expectation, per, kind, charts } = spec;
  return { name, title, question, expectation, per, kind, charts };
}

function randomLines(random: readonly Override[], sources: readonly SourceLine[]) {
  return random.map(({ path }) => {
    const line = sources.find((candidate) => candidate.path === path);
    return { path, text: line?.value ?? '', source: line?.source ?? null };
  });
}

function replicationsOf(grid: GridSpec, spec: ExperimentSpec, quick: boolean): number {
  const stated = grid.replications ?? spec.replications;
  return quick ? Math.min(stated, spec.quick?.replications ?? QUICK_REPLICATIONS) : stated;
}

function planTimelines(
  spec: ExperimentSpec,
  ground: Ground,
  seed: string,
  issues: Issue[],
): PlannedTimeline[] {
  const planned: PlannedTimeline[] = [];
  for (const [index, { name }] of (spec.timelines ?? []).entries()) {
    const set = overridesAt(ground.tree, ['timelines', index, 'set']);
    const overrides = [...ground.common, ...ground.pinned, ...set];
    const resolution = resolveTree(ground.model, overrides, ground.modelFile);
    if ('issues' in resolution) issues.push(...resolution.issues);
    else planned.push({ name, model: resolution.model, seed });
  }
  return planned;
}

/** One wrong value is met at many design points and said once. */
function distinct(issues: readonly Issue[]): Issue[] {
  const lines = new Map(issues.map((issue) => [formatIssue(issue), issue]));
  return sortIssues([...lines.values()]);
}
