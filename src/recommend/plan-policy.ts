/** The text of a policy file and a model -> what is to be run, or every mistake in them. */
import { type Model, resolveTree } from '../config/config.ts';
import { type Read, readExtended } from '../config/extend.ts';
import type { Override } from '../config/override.ts';
import type { SourceLine } from '../config/sources.ts';
import { checkText } from '../schema/check.ts';
import { InputError, type Issue, sortIssues } from '../schema/issue.ts';
import { placeOf, type Tree } from '../schema/tree.ts';
import { overridesAt, pinAxis } from '../sweep/axes.ts';
import type { Axis } from '../sweep/grid.ts';
import type { RandomLine } from '../sweep/results.ts';
import { thin } from '../sweep/thin.ts';
import { boundMistakes, testedBounds } from './bounds.ts';
import type { TestedBound } from './feasibility.ts';
import { type Change, Ground } from './ground.ts';
import { incidentOf } from './incident.ts';
import { knobAxes } from './knob-axes.ts';
import { knobFacts, presentPlace } from './knob-facts.ts';
import { candidatesOf, type PlannedCandidate } from './planned-candidates.ts';
import {
  influencesOf,
  type NamedChange,
  namedChanges,
  type PlannedInfluence,
  scenariosOf,
} from './planned-changes.ts';
import { type PolicySpec, policySchema } from './policy.ts';
import type { PolicyFacts } from './policy-facts.ts';
import { mistakesInModels, specMistakes, uncountedValues } from './policy-mistakes.ts';
import type { Recommendation } from './recommendation.ts';
import { WITH_ERROR } from './risk.ts';

export interface PolicyRequest {
  /** The policy file, and the model file. */
  readonly text: string;
  readonly file: string;
  readonly model: string;
  readonly read: Read;
  /** `--set`: below the values of a knob; a knob of such a path has this one value. */
  readonly pinned: readonly Override[];
  /** `--seed`; null leaves the policy's own. */
  readonly seed: string | null;
  readonly quick: boolean;
}

export interface PlannedPolicy {
  readonly spec: PolicySpec;
  readonly facts: PolicyFacts;
  readonly quick: boolean;
  readonly ground: Ground;
  readonly base: Model;
  readonly modelFile: string;
  readonly sources: readonly SourceLine[];
  readonly random: readonly RandomLine[];
  readonly bounds: readonly TestedBound[];
  readonly candidates: readonly PlannedCandidate[];
  /** Id of the present setting. */
  readonly present: string;
  /** In the order of facts.scenarios. */
  readonly scenarios: readonly Change[];
  readonly stresses: readonly NamedChange[];
  readonly remedies: readonly NamedChange[];
  readonly influences: readonly PlannedInfluence[];
  readonly incident: Recommendation['incident'];
  /** Runs behind each figure beside the selection. */
  readonly evidence: number;
  readonly inputs: readonly { readonly file: string; readonly text: string }[];
}

/** What --quick leaves: values of each knob, runs of the selection and behind each figure. */
const QUICK = { values: 2, budget: 2000, evidence: 10 };

export function planPolicy(
  request: PolicyRequest,
): { readonly plan: PlannedPolicy } | { readonly issues: readonly Issue[] } {
  const checked = checkText(policySchema, request.text, request.file);
  const extended = readExtended(request.model, request.read);
  if (checked.value === null || extended.tree === null) {
    return { issues: sortIssues([...checked.issues, ...extended.issues]) };
  }
  const spec = checked.value;
  const tree = checked.tree!;
  const mistakes = [...specMistakes(spec, tree), ...boundMistakes(spec.bounds, tree)];
  if (mistakes.length > 0) return { issues: sortIssues(mistakes) };
  const { pinned } = request;
  const random = overridesAt(tree, ['random']).filter(
    ({ path }) => !pinned.some((pin) => pin.path === path),
  );
  const stated = [...overridesAt(tree, ['set']), ...random, ...pinned];
  const base = resolveTree(extended.tree, stated, request.model, extended.issues);
  if ('issues' in base) return { issues: base.issues };
  const seed = request.seed ?? spec.seed;
  const ground = new Ground({
    tree: extended.tree,
    file: request.model,
    files: extended.files,
    read: request.read,
    stated,
    seed,
    isDrawn: spec.bounds.some(({ statistic }) => statistic === WITH_ERROR),
  });
  const axes = knobAxes(spec, tree, {
    tree: extended.tree,
    file: request.model,
    overrides: stated,
  });
  if ('issues' in axes) return axes;
  const chosen = axes.value
    .map((axis) =>
      request.quick ? { ...axis, settings: thin(axis.settings, QUICK.values) } : axis,
    )
    .map((axis) => pinAxis(axis, pinned));
  const parts = { request, spec, tree, ground, base, axes: chosen };
  const wrong = mistakesInModels(spec, tree, ground, chosen);
  if (wrong.length > 0) return { issues: wrong };
  try {
    return planned({
      ...parts,
      seed,
      random,
      stated,
      files: extended.files,
      modelTree: extended.tree,
    });
  } catch (error) {
    // Values that are well by themselves and no model together.
    if (error instanceof InputError) return { issues: error.issues };
    throw error;
  }
}

interface Parts {
  readonly request: PolicyRequest;
  readonly spec: PolicySpec;
  readonly tree: Tree;
  readonly ground: Ground;
  readonly axes: readonly Axis[];
  readonly base: { readonly model: Model; readonly sources: readonly SourceLine[] };
}

function planned(
  parts: Parts & {
    readonly seed: string;
    readonly random: readonly Override[];
    readonly stated: readonly Override[];
    readonly files: readonly { readonly file: string; readonly text: string }[];
    readonly modelTree: Tree;
  },
): { readonly plan: PlannedPolicy } | { readonly issues: readonly Issue[] } {
  const { request, spec, tree, ground, axes, base, seed } = parts;
  const modelAt = (change: Change): Model => {
    const found = ground.modelAt([change]);
    if ('value' in found) return found.value;
    throw new InputError(found.issues);
  };
  const present = axes.map((axis) =>
    presentPlace(axis, { ...base, tree: parts.modelTree, stated: parts.stated }),
  );
  const found = candidatesOf(axes, present, modelAt);
  const endless = found.candidates.find(({ cost }) => !Number.isFinite(cost));
  if (endless !== undefined) {
    const message = `expected a memory limit for every setting, got none for ${endless.id}`;
    return { issues: [{ place: placeOf(tree, ['knobs']), path: 'knobs', message, hint: '' }] };
  }
  const incident = incidentOf(spec, tree, request);
  if ('issues' in incident) return incident;
  const scenarios = scenariosOf(spec, tree);
  const bounds = spec.bounds.map(({ text, statistic, sense, bound }) => ({
    text,
    statistic,
    sense,
    bound,
  }));
  const { calibration } = ground;
  const knobs = axes.map((axis) => knobFacts(axis, spec, found.candidates));
  const uncounted = uncountedValues(spec, tree, knobs);
  if (uncounted.length > 0) return { issues: uncounted };
  return {
    plan: {
      spec,
      facts: {
        name: spec.name,
        title: spec.title,
        question: spec.question,
        file: request.file,
        per: spec.per ?? base.model.run.event,
        knobs,
        bounds,
        scenarios: scenarios.map(({ facts }) => facts),
        minimise: spec.minimise,
        level: spec.level,
        indifference: spec.indifference,
        seed,
        budget: request.quick ? Math.min(QUICK.budget, spec.budget) : spec.budget,
      },
      quick: request.quick,
      ground,
      base: base.model,
      modelFile: request.model,
      sources: base.sources,
      random: parts.random.map(({ path }) => {
        const line = base.sources.find((candidate) => candidate.path === path);
        return { path, text: line?.value ?? '', source: line?.source ?? null };
      }),
      bounds: testedBounds(spec.bounds),
      ...found,
      scenarios: scenarios.map(({ change }) => change),
      stresses: namedChanges(spec.stresses, 'stresses', tree),
      remedies: namedChanges(spec.remedies, 'remedies', tree),
      influences: influencesOf(spec, tree),
      incident: incident.value.told,
      evidence: request.quick ? Math.min(QUICK.evidence, spec.evidence) : spec.evidence,
      inputs: [
        { file: request.file, text: request.text },
        ...parts.files,
        ...('input' in calibration ? [calibration.input] : []),
        ...incident.value.inputs,
      ],
    },
  };
}
