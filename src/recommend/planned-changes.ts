/** Scenarios, stresses, remedies and influences of a policy as changes of the model. */
import type { Override } from '../config/override.ts';
import { placeOf, plainOf, type Tree, treeAt } from '../schema/tree.ts';
import { overridesAt } from '../sweep/axes.ts';
import { labelOf } from '../sweep/cell.ts';
import { type Change, NO_CHANGE } from './ground.ts';
import type { PolicySpec } from './policy.ts';
import type { ScenarioFacts } from './policy-facts.ts';

/** A change with what is said of it. */
export interface NamedChange {
  readonly name: string;
  readonly note: string;
  readonly set: readonly string[];
  readonly change: Change;
}

export interface PlannedInfluence {
  readonly factor: string;
  readonly path: string | null;
  readonly source: string;
  readonly levels: readonly { readonly label: string; readonly change: Change }[];
}

/** Those that are required first. */
export function scenariosOf(
  spec: PolicySpec,
  tree: Tree,
): { readonly facts: ScenarioFacts; readonly change: Change }[] {
  if (spec.scenarios === undefined) {
    const facts = { name: 'as it is', set: [], podsLess: 0, required: true, note: '' };
    return [{ facts, change: NO_CHANGE }];
  }
  const all = spec.scenarios.map(({ name, podsLess, required, note }, index) => {
    const overrides = overridesAt(tree, ['scenarios', index, 'set']);
    const facts = { name, set: saidOf(overrides), podsLess, required, note };
    const podsLessAt = placeOf(tree, ['scenarios', index, 'podsLess']);
    return { facts, change: { overrides, podsLess, podsLessAt } };
  });
  return [...all].sort((a, b) => Number(b.facts.required) - Number(a.facts.required));
}

export function namedChanges(
  listed: PolicySpec['stresses'],
  key: string,
  tree: Tree,
): NamedChange[] {
  return listed.map(({ name, podsLess, note }, index) => {
    const overrides = overridesAt(tree, [key, index, 'set']);
    const podsLessAt = placeOf(tree, [key, index, 'podsLess']);
    return { name, note, set: saidOf(overrides), change: { overrides, podsLess, podsLessAt } };
  });
}

export function influencesOf(spec: PolicySpec, tree: Tree): PlannedInfluence[] {
  return spec.influences.map(({ factor, path, values, variants, source }, index) => {
    const levels =
      variants !== undefined
        ? variants.map(({ name }, k) => ({
            label: name,
            overrides: overridesAt(tree, ['influences', index, 'variants', k, 'set']),
          }))
        : values!.map((_, k) => {
            const value = treeAt(tree, ['influences', index, 'values', k])!;
            const pathAt = placeOf(tree, ['influences', index, 'path']);
            const override = { path: path!, value: plainOf(value), at: value.at, pathAt };
            return { label: labelOf(override.value), overrides: [override] };
          });
    return {
      factor,
      path: path ?? null,
      source,
      levels: levels.map(({ label, overrides }) => ({
        label,
        change: { overrides, podsLess: 0 },
      })),
    };
  });
}

function saidOf(overrides: readonly Override[]): string[] {
  return overrides.map(({ path, value }) => `${path} ${labelOf(value)}`);
}
