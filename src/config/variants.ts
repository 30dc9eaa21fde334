/** Models that differ in few settings: what they have in common is checked once. */
import { changedAt } from '../schema/changed-at.ts';
import type { Issue } from '../schema/issue.ts';
import { type Path, parsePath } from '../schema/path.ts';
import { unwrapSources } from '../schema/sources.ts';
import { plainOf, type Tree, treeOf } from '../schema/tree.ts';
import { leafAt } from '../schema/walk.ts';
import { finished, type Model, modelSchema, resolveTree } from './config.ts';
import type { Override } from './override.ts';
import { checkRules } from './rules.ts';

/** What all variants have in common. */
interface Common {
  readonly tree: Tree;
  readonly overrides: readonly Override[];
  /** The name of the model's file. */
  readonly file: string;
  /** The model without anything on top. */
  readonly model: Model;
}

type Variant = { readonly model: Model } | { readonly issues: readonly Issue[] };

/**
 * What `resolveTree` makes of a tree under the common overrides and some on top, mistake for
 * mistake. Single values are read apart and put into the model that is checked already; whatever
 * else is set, or is wrong, sends a variant the long way.
 */
export function variantsOf({
  tree,
  overrides: common,
  file,
  model: base,
}: Common): (overrides: readonly Override[]) => Variant {
  // The settings of an axis come again at each point of the others.
  const read = new Map<Override, Change | null>();
  const changeOf = (override: Override): Change | null => {
    const known = read.get(override);
    const change = known === undefined ? readChange(override, base) : known;
    read.set(override, change);
    return change;
  };
  return (overrides) => {
    const longWay = () => resolveTree(tree, [...common, ...overrides], file);
    let model = base;
    for (const override of overrides) {
      const change = changeOf(override);
      if (change === null) return longWay();
      model = changedAt(model, change.path, () => change.value) as Model;
    }
    return keepsRules(model) ? { model: finished(model, file) } : longWay();
  };
}

interface Change {
  readonly path: Path;
  /** In base units. */
  readonly value: unknown;
}

/** Null where more than a value of its own hangs on the override, and where it is wrong. */
function readChange({ path: text, value, at }: Override, model: Model): Change | null {
  const path = parsePath(text);
  const leaf = path === null ? null : leafAt(modelSchema, path, model);
  if (path === null || leaf === null) return null;
  const issues: Issue[] = [];
  const reading = leaf.kind.read(plainOf(unwrapSources(treeOf(value, at), issues)));
  return issues.length === 0 && 'value' in reading ? { path, value: reading.value } : null;
}

function keepsRules(model: Model): boolean {
  let isKept = true;
  checkRules(model, () => {
    isKept = false;
  });
  return isKept;
}
