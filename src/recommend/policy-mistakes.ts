/** What the schema of a policy cannot say, and changes that leave no model. */
import { formatIssue, type Issue, sortIssues } from '../schema/issue.ts';
import { placeOf, type Tree } from '../schema/tree.ts';
import type { Axis } from '../sweep/grid.ts';
import { countOf } from '../units/chart-value.ts';
import { type Change, type Ground, NO_CHANGE, underScenario } from './ground.ts';
import { knobMistakes, repeatedValues } from './knob-mistakes.ts';
import { influencesOf, namedChanges, scenariosOf } from './planned-changes.ts';
import type { PolicySpec } from './policy.ts';
import type { KnobFacts } from './policy-facts.ts';

export function specMistakes(spec: PolicySpec, tree: Tree): Issue[] {
  const said = (path: (string | number)[], at: string, message: string, hint = ''): Issue => ({
    place: placeOf(tree, path),
    path: at,
    message,
    hint,
  });
  const issues: Issue[] = knobMistakes(spec, tree);
  const names = (spec.scenarios ?? []).map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) === index) continue;
    const message = `expected a name of its own, got ${name} again`;
    issues.push(said(['scenarios', index, 'name'], `scenarios[${index}].name`, message));
  }
  for (const [index, one] of spec.influences.entries()) {
    const isPath = one.path !== undefined && one.values !== undefined;
    if (isPath === (one.variants !== undefined)) {
      const message = 'expected a path and its values, or variants';
      issues.push(said(['influences', index], `influences[${index}]`, message));
    }
  }
  if (spec.scenarios !== undefined && !spec.scenarios.some(({ required }) => required)) {
    issues.push(said(['scenarios'], 'scenarios', 'expected one that is required'));
  }
  return issues;
}

/** Values that are no whole number of what the chart counts. */
export function uncountedValues(
  spec: PolicySpec,
  tree: Tree,
  knobs: readonly KnobFacts[],
): Issue[] {
  return knobs.flatMap(({ path, unit, values, labels, helmUnit }): Issue[] => {
    if (helmUnit === undefined) return [];
    const index = spec.knobs.findIndex((knob) => knob.path === path);
    const at = { place: placeOf(tree, ['knobs', index, 'helm']), path: `knobs[${index}].helm` };
    if (unit !== 'B') {
      return [
        { ...at, message: `expected no unit of bytes for ${path}, got ${helmUnit}`, hint: '' },
      ];
    }
    const odd = values.findIndex(
      (bytes) => typeof bytes === 'number' && !Number.isInteger(countOf(bytes, helmUnit)),
    );
    if (odd < 0) return [];
    return [
      { ...at, message: `expected whole numbers of ${helmUnit}, got ${labels[odd]}`, hint: '' },
    ];
  });
}

/** Every value of a knob and every change by itself; what no model can be is said at once. */
export function mistakesInModels(
  spec: PolicySpec,
  tree: Tree,
  ground: Ground,
  axes: readonly Axis[],
): Issue[] {
  const scenarios = scenariosOf(spec, tree);
  const named = [
    ...namedChanges(spec.stresses, 'stresses', tree),
    ...namedChanges(spec.remedies, 'remedies', tree),
  ];
  const changes: Change[] = [
    NO_CHANGE,
    ...axes.flatMap(({ settings }) =>
      settings.map(({ overrides }) => ({ overrides, podsLess: 0 })),
    ),
    ...scenarios.map(({ change }) => change),
    ...named.map(({ change }) => change),
    ...influencesOf(spec, tree).flatMap(({ levels }) => levels.map(({ change }) => change)),
  ];
  const issues = changes.flatMap((change) => {
    const found = ground.modelAt([change]);
    return 'issues' in found ? found.issues : [];
  });
  const undrawn = scenarios.flatMap(({ facts, change }) => {
    const found = ground.circumstanceAt([change]);
    if (!facts.required || !('issues' in found) || issues.length > 0) return [];
    const index = (spec.scenarios ?? []).findIndex(({ name }) => name === facts.name);
    const place = placeOf(tree, index < 0 ? ['bounds'] : ['scenarios', index]);
    const path = index < 0 ? 'bounds' : `scenarios[${index}]`;
    return found.issues.map((issue) => ({ ...issue, place, path }));
  });
  const repeated = issues.length > 0 ? [] : repeatedValues(ground, axes);
  const isPlain = issues.length === 0 && undrawn.length === 0;
  const knobs = isPlain ? undrawnKnobs(scenarios, ground, axes) : [];
  const lines = new Map(
    [...issues, ...undrawn, ...repeated, ...knobs].map((issue) => [formatIssue(issue), issue]),
  );
  return sortIssues([...lines.values()]);
}

/** Values of a knob with which nothing can be drawn, where a scenario alone leaves something. */
function undrawnKnobs(
  scenarios: ReturnType<typeof scenariosOf>,
  ground: Ground,
  axes: readonly Axis[],
): Issue[] {
  return axes.flatMap(({ settings }, index) =>
    settings.flatMap(({ overrides }) => {
      const setting = { overrides, podsLess: 0 };
      return scenarios.flatMap(({ facts, change }) => {
        const found = ground.circumstanceAt(underScenario(change, [setting]));
        if (!facts.required || !('issues' in found)) return [];
        const { at: place } = overrides[0]!;
        return found.issues.map((issue) => ({ ...issue, place, path: `knobs[${index}]` }));
      });
    }),
  );
}
