/** The text of an experiment file -> a plan, or every mistake in it and in its model. */
import { resolveTree } from '../config/config.ts';
import { beside, type Read, readExtended } from '../config/extend.ts';
import type { Override } from '../config/override.ts';
import { variantsOf } from '../config/variants.ts';
import { overheadOf, planCases } from '../conformance/plan-cases.ts';
import { checkText } from '../schema/check.ts';
import { formatIssue, type Issue, sortIssues } from '../schema/issue.ts';
import { placeOf, type Tree } from '../schema/tree.ts';
import { overridesAt } from './axes.ts';
import { type ExperimentSpec, experimentSchema, QUICK } from './experiment.ts';
import { factsOf, NO_FACTS } from './facts.ts';
import { allOf, mistakesIn, type Outcome } from './outcome.ts';
import type { Plan, PlannedTimeline } from './plan.ts';
import { type Ground, planGrid } from './plan-grid.ts';
import { planOracles } from './plan-oracles.ts';
import { steadyOf } from './plan-steady.ts';
import { planThresholds } from './plan-thresholds.ts';
import { calibrationOf } from './plan-unknowns.ts';
import { randomLines } from './random-lines.ts';
import { readConformance } from './read-conformance.ts';
import type { Asked, RandomLine } from './results.ts';
import { replicationsOf, ruleOf, uncertaintyOf } from './run-counts.ts';
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
  /** What the command line said, for whoever wants to run it again. */
  readonly asked: Asked;
  /** The charts that are asked for by name. */
  readonly chartNames: readonly string[];
}

export function planExperiment(
  request: PlanRequest,
): { plan: Plan } | { issues: readonly Issue[] } {
  const checked = checkText(experimentSchema, request.text, request.file);
  if (checked.value === null) return { issues: modelMistaken(checked.tree) ?? checked.issues };
  const spec = checked.value;
  const tree = checked.tree!;
  const charts = checkCharts(spec, tree, request.chartNames);
  const keys = checkKeys(spec, tree);
  if (keys.length > 0) return { issues: [...charts, ...keys] };
  const planned = PLANNERS[spec.kind](spec, tree, request);
  const issues = [...charts, ...mistakesIn(planned)];
  if (issues.length > 0 || 'issues' in planned) return { issues: distinct(issues) };
  return { plan: planned.value };
}

const PLANNERS = { sweep: planSweep, theory: planTheory, conformance: planConformance };

function planSweep(spec: ExperimentSpec, tree: Tree, request: PlanRequest): Outcome<Plan> {
  const file = beside(request.file, spec.model!);
  if (request.read(file) === null) {
    const place = placeOf(tree, ['model']);
    return { issues: [{ place, path: 'model', message: `no such file: ${file}`, hint: '' }] };
  }
  const extended = readExtended(file, request.read);
  if (extended.tree === null) return { issues: extended.issues };
  const seed = request.seed ?? spec.seed;
  const isPinned = ({ path }: Override) => request.pinned.some((pin) => pin.path === path);
  const random = overridesAt(tree, ['random']).filter((override) => !isPinned(override));
  const common = [...overridesAt(tree, ['set']), ...random];
  const overrides = [...common, ...request.pinned];
  const base = resolveTree(extended.tree, overrides, file, extended.issues);
  if ('issues' in base) return { issues: base.issues };
  const { model, sources } = base;
  const variant = variantsOf({ tree: extended.tree, overrides, file, model });
  const { quick, read } = request;
  const calibration = calibrationOf(
    { tree: extended.tree, files: extended.files, read },
    uncertaintyOf(spec, quick),
    seed,
  );
  const ground: Ground = {
    tree,
    modelWith: (more) => {
      const found = variant(more);
      return 'issues' in found ? found : { value: found.model };
    },
    common,
    pinned: request.pinned,
    seedsOf: (grid) =>
      runSeeds(seed, ruleOf(grid, spec, quick)?.budget ?? replicationsOf(grid, spec, quick)),
    ruleOf: (grid) => ruleOf(grid, spec, quick),
    horizon: spec.horizon ?? null,
    steadyOf: (grid) => {
      const steady = steadyOf(grid, spec);
      return steady && { ...steady, seed: `${seed}/steady` };
    },
    calibration,
    keep: request.quick ? (spec.quick?.keep ?? QUICK.keep) : Number.POSITIVE_INFINITY,
  };
  const grids = allOf(gridsOf(spec).map(({ at, grid }) => planGrid(grid, at, ground)));
  const timelines = planTimelines(spec, ground, runSeed(seed, 0));
  const thresholds = planThresholds(spec, tree);
  if ('issues' in grids || 'issues' in timelines || 'issues' in thresholds) {
    return { issues: [grids, timelines, thresholds].flatMap(mistakesIn) };
  }
  return {
    value: {
      header: {
        ...headerOf(spec, request, model.run.event, randomLines(random, sources)),
        model: { name: model.name, description: model.description, file: spec.model! },
        facts: factsOf(model, sources),
        sources,
        thresholds: thresholds.value,
      },
      grids: grids.value,
      timelines: timelines.value,
      oracles: null,
      conformance: null,
      inputs: [
        { file: request.file, text: request.text },
        ...extended.files,
        ...('input' in calibration ? [calibration.input] : []),
      ],
    },
  };
}

function planTheory(spec: ExperimentSpec, tree: Tree, request: PlanRequest): Outcome<Plan> {
  const named = planOracles(spec.cases!, tree);
  if ('issues' in named) return named;
  const chosen = request.quick ? thin(named.value, spec.quick?.keep ?? QUICK.keep) : named.value;
  const header = headerOf(spec, request, 'case', []);
  return {
    value: {
      header: {
        ...header,
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
      oracles: chosen.map((oracle) => ({ ...oracle, seed: `${header.seed}/${oracle.seed}` })),
      conformance: null,
      inputs: [{ file: request.file, text: request.text }],
    },
  };
}

/** Every measured case is a design point of its own: the rig with the case's configuration. */
function planConformance(spec: ExperimentSpec, tree: Tree, request: PlanRequest): Outcome<Plan> {
  const read = readConformance(spec, tree, request);
  if ('issues' in read) return read;
  const { rig, measured, fitted, inputs } = read.value;
  const planned = planCases(measured.cases, { ...rig, pinned: request.pinned });
  if ('issues' in planned) return planned;
  const base = resolveTree(rig.tree, request.pinned, rig.file);
  if ('issues' in base) return { issues: base.issues };
  const { model, sources } = base;
  const seed = request.seed ?? spec.seed;
  const quick = spec.quick ?? QUICK;
  const covered = request.quick ? thin(planned.covered, quick.keep ?? QUICK.keep) : planned.covered;
  const replications = request.quick
    ? Math.min(spec.replications, quick.replications ?? QUICK.replications)
    : spec.replications;
  return {
    value: {
      header: {
        ...headerOf(spec, request, 'case', []),
        model: { name: model.name, description: model.description, file: spec.model! },
        facts: NO_FACTS,
        sources,
      },
      grids: [],
      timelines: [],
      oracles: null,
      conformance: {
        provenance: measured.provenance,
        cases: covered,
        notCovered: planned.notCovered,
        fitted,
        explanations: spec.explanations ?? [],
        seeds: runSeeds(seed, replications),
        overhead: overheadOf(model),
      },
      inputs: [{ file: request.file, text: request.text }, ...inputs],
    },
  };
}

/** What all kinds of experiment say of themselves; `event` is what a run stands for. */
function headerOf(
  spec: ExperimentSpec,
  request: PlanRequest,
  event: string,
  random: readonly RandomLine[],
) {
  const { name, title, question, expectation, outcome = null, per = event } = spec;
  const { kind, charts } = spec;
  return {
    seed: request.seed ?? spec.seed,
    quick: request.quick,
    asked: request.asked,
    experiment: { name, title, question, expectation, outcome, per, kind, charts, random },
  };
}

function planTimelines(
  spec: ExperimentSpec,
  ground: Ground,
  seed: string,
): Outcome<PlannedTimeline[]> {
  const planned = (spec.timelines ?? []).map(({ name }, index): Outcome<PlannedTimeline> => {
    const set = overridesAt(ground.tree, ['timelines', index, 'set']);
    const found = ground.modelWith(set);
    return 'issues' in found ? found : { value: { name, model: found.value, seed } };
  });
  return allOf(planned);
}

/** One wrong value is met at many design points and said once. */
function distinct(issues: readonly Issue[]): Issue[] {
  const lines = new Map(issues.map((issue) => [formatIssue(issue), issue]));
  return sortIssues([...lines.values()]);
}
