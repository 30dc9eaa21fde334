/** Overrides by path, as `--set haproxy.maxconn=40` and the `set:` of an experiment give them. */
import type * as z from 'zod';
import type { Issue, Place } from '../schema/issue.ts';
import { formatPath, parsePath } from '../schema/path.ts';
import { readYaml } from '../schema/read-yaml.ts';
import { unwrapSources } from '../schema/sources.ts';
import { nearest } from '../schema/spelling.ts';
import { plainOf, type Tree, treeOf, withValue } from '../schema/tree.ts';
import { leavesOf, lookUp } from '../schema/walk.ts';

export interface Override {
  /** `clients[0].bodySize`; any map, list or leaf of the model. */
  readonly path: string;
  /** In the notation of a model file; may be wrapped with its source. */
  readonly value: unknown;
  /** Where it was given, for messages. */
  readonly at: Place;
  /** Where its path was, once for many values; else beside the value. */
  readonly pathAt?: Place;
}

/** `haproxy.maxconn=40` -> an override; the value is YAML. */
export function parseSet(text: string): { override: Override } | { issue: Issue } {
  const label = `--set ${text}`;
  const equals = text.indexOf('=');
  const path = text.slice(0, equals).trim();
  const fail = (message: string, hint = '') => ({
    issue: { place: { label }, path: '', message, hint },
  });
  if (equals < 0 || path === '') return fail('expected PATH=VALUE, such as haproxy.maxconn=40');
  const value = text.slice(equals + 1).trim();
  if (value === '') return fail('expected a value after =', 'write none for no limit');
  const { tree, issues } = readYaml(value, label);
  const first = issues[0];
  if (tree === null || first) return fail(first!.message, first!.hint);
  return { override: { path, value: plainOf(tree), at: { label, path } } };
}

/** The tree with each override in place; later ones win. */
export function applyOverrides(
  tree: Tree,
  overrides: readonly Override[],
  schema: z.ZodType,
): { tree: Tree; issues: Issue[] } {
  const issues: Issue[] = [];
  // Wrappers come off first: a path must reach into a value that carries its source.
  let current = overrides.length === 0 ? tree : unwrapSources(tree, issues);
  for (const { path: text, value, at, pathAt = at } of overrides) {
    const path = parsePath(text);
    const refuse = (message: string, hint = '') =>
      issues.push({ place: pathAt, path: text, message, hint });
    if (path === null) {
      refuse('expected a path such as haproxy.maxconn or clients[0].bodySize');
      continue;
    }
    const found = lookUp(schema, path);
    if (!found.found) {
      refuse(`unknown path ${JSON.stringify(text)}`, pathHint(path, found, schema));
      continue;
    }
    const next = withValue(current, path, treeOf(value, at));
    if (next === null) refuse(`nothing to set at ${text}`, 'set the whole value around it');
    else current = next;
  }
  return { tree: current, issues };
}

function pathHint(
  path: readonly (string | number)[],
  { depth, known }: { depth: number; known: readonly string[] },
  schema: z.ZodType,
): string {
  const near = nearest(path[depth], known);
  const meant = (text: string) => `did you mean ${text}?`;
  if (near !== null)
    return meant(formatPath([...path.slice(0, depth), near, ...path.slice(depth + 1)]));
  const last = String(path.at(-1));
  const leaves = leavesOf(schema).map((leaf) => leaf.path);
  const elsewhere = leaves.find((leaf) => leaf.endsWith(`.${last}`));
  if (elsewhere) return meant(elsewhere.replaceAll('[i]', '[0]'));
  const whole = nearest(formatPath(path), leaves);
  if (whole) return meant(whole);
  return known.length > 0 ? `known here: ${known.join(', ')}` : '';
}
