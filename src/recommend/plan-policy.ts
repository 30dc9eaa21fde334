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
import { valueIn } from '../sweep/outcome.ts';
import { randomLines } from '../sweep/random-lines.ts';
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

type Planned = { readonly plan: PlannedPolicy } | { readonly issues: readonly Issue[] };

export function planPolicy(request: PolicyRequest): Planned {
  const checked = checkText(policySchema, request.text, request.file);
  const extended = readExtended(request.model, request.read);
  const { pinned } = request;
  if (checked.value === null || extended.tree === null) {
    const alone =
      extended.tree && resolveTree(extended.tree, pinned, request.model, extended.issues);
    const inModel = alone === null ? extended.issues : mistakesOf(alone);
    return { issues: sortIssues([...checked.issues, ...inModel]) };
  }
  const spec = checked.value;
  const tree = checked.tree!;
  const random = overridesAt(tree, ['random']).filter(
    ({ path }) => !pinned.some((pin) => pin.path === path),
  );
  const stated = [...overridesAt(tree, ['set']), ...random, ...pinned];
  const base = resolveTree(extended.tree, stated, request.model, extended.issues);
  const mistakes = [...specMistakes(spec, tree), ...boundMistakes(spec.bounds, tree)];
  if (mistakes.length > 0 || 'issues' in base) {
    return { issues: sortIssues([...mistakes, ...mistakesOf(base)]) };
  }
  const model = { tree: extended.tree, file: request.model };
  const seed = request.seed ?? spec.seed;
  const ground = new Ground({
    ...model,
    files: extended.files,
    read: request.read,
    stated,
    model: base.model,
    seed,
    isDrawn: spec.bounds.some(({ statistic }) => statistic === WITH_ERROR),
  });
  const found = knobAxes(spec, tree, { ...model, overrides: stated });
  if ('issues' in found) return found;
  const axes = found.value.map((axis) => pinAxis(request.quick ? thinned(axis) : axis, pinned));
  const wrong = mistakesInModels(spec, tree, ground, axes);
  if (wrong.length > 0) return { issues: wrong };
  try {
    return planned({
      request,
      spec,
      tree,
      seed,
      ground,
      base,
      axes,
      stated,
      random: randomLines(random, base.sources),
      modelTree: extended.tree,
      files: extended.files,
    });
  } catch (error) {
    // Values that are well by themselves and no model together.
    if (error instanceof InputError) return { issues: error.issues };
    throw error;
  }
}

function mistakesOf(resolution: ReturnType<typeof resolveTree>): readonly Issue[] {
  return 'issues' in resolution ? resolution.issues : [];
}

function thinned(axis: Axis): Axis {
  return { ...axis, settings: thin(axis.settings, QUICK.values) };
}

/** A policy and its model, each read and right by itself. */
interface Parts {
  readonly request: PolicyRequest;
  readonly spec: PolicySpec;
  readonly tree: Tree;
  readonly seed: string;
  readonly ground: Ground;
  readonly base: { readonly model: Model; readonly sources: readonly SourceLine[] };
  readonly axes: readonly Axis[];
  readonly stated: readonly Override[];
  readonly random: readonly RandomLine[];
  readonly modelTree: Tree;
  readonly files: PlannedPolicy['inputs'];
}

function planned(parts: Parts): Planned {
  const { request, spec, tree, ground, axes, base } = parts;
  const { quick } = request;
  const present = axes.map((axis) =>
    presentPlace(axis, { ...base, tree: parts.modelTree, stated: parts.stated }),
  );
  const found = candidatesOf(axes, present, (change) => valueIn(ground.modelAt([change])));
  const endless = found.candidates.find(({ cost }) => !Number.isFinite(cost));
  if (endless !== undefined) {
    const message = `expected a memory limit for every setting, got none for ${endless.id}`;
    return { issues: [{ place: placeOf(tree, ['knobs']), path: 'knobs', message, hint: '' }] };
  }
  const incident = incidentOf(spec, tree, request);
  if ('issues' in incident) return incident;
  const knobs = axes.map((axis) => knobFacts(axis, spec, found.candidates));
  const uncounted = uncountedValues(spec, tree, knobs);
  if (uncounted.length > 0) return { issues: uncounted };
  const scenarios = scenariosOf(spec, tree);
  const { calibration } = ground;
  return {
    plan: {
      spec,
      facts: factsOf(
        parts,
        knobs,
        scenarios.map(({ facts }) => facts),
      ),
      quick,
      ground,
      base: base.model,
      modelFile: request.model,
      sources: base.sources,
      random: parts.random,
      bounds: testedBounds(spec.bounds),
      ...found,
      scenarios: scenarios.map(({ change }) => change),
      stresses: namedChanges(spec.stresses, 'stresses', tree),
      remedies: namedChanges(spec.remedies, 'remedies', tree),
      influences: influencesOf(spec, tree),
      incident: incident.value.told,
      evidence: quick ? Math.min(QUICK.evidence, spec.evidence) : spec.evidence,
      inputs: [
        { file: request.file, text: request.text },
        ...parts.files,
        ...('input' in calibration ? [calibration.input] : []),
        ...incident.value.inputs,
      ],
    },
  };
}

function factsOf(
  { request, spec, seed, base }: Parts,
  knobs: PolicyFacts['knobs'],
  scenarios: PolicyFacts['scenarios'],
): PolicyFacts {
  const { name, title, question, minimise, level, indifference } = spec;
  return {
    name,
    title,
    question,
    file: request.file,
    per: spec.per ?? base.model.run.event,
    knobs,
    bounds: spec.bounds.map(({ text, statistic, sense, bound }) => {
      return { text, statistic, sense, bound };
    }),
    scenarios,
    minimise,
    level,
    indifference,
    seed,
    budget: request.quick ? Math.min(QUICK.budget, spec.budget) : spec.budget,
  };
}
