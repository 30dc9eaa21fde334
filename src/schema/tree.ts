/** A file's content with the place and the source of every value, so that files can be merged. */
import type { Place } from './issue.ts';
import type { Path } from './path.ts';

export type Scalar = string | number | boolean | null;

export interface Tree {
  /** Where the value stands. */
  readonly at: Place;
  /** Where its key stands, if it has one. */
  readonly keyAt?: Place;
  readonly body: Scalar | readonly Tree[] | ReadonlyMap<string, Tree>;
  /** Where the number is from, if the file says so. */
  readonly source?: string;
}

export function isMap(body: Tree['body']): body is ReadonlyMap<string, Tree> {
  return body instanceof Map;
}

export function isList(body: Tree['body']): body is readonly Tree[] {
  return Array.isArray(body);
}

/** Plain data as a tree, every part of it at one place. */
export function treeOf(value: unknown, at: Place): Tree {
  if (Array.isArray(value)) return { at, body: value.map((entry) => treeOf(entry, at)) };
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    return { at, body: new Map(entries.map(([key, entry]) => [key, treeOf(entry, at)])) };
  }
  const isScalar = ['string', 'number', 'boolean'].includes(typeof value);
  return { at, body: isScalar ? (value as Scalar) : null };
}

/** The tree's plain data, as zod reads it. */
export function plainOf({ body }: Tree): unknown {
  if (isList(body)) return body.map(plainOf);
  if (isMap(body)) return Object.fromEntries([...body].map(([key, tree]) => [key, plainOf(tree)]));
  return body;
}

/** The value at a path; null where there is none. */
export function treeAt(tree: Tree, path: readonly PropertyKey[]): Tree | null {
  let current: Tree | undefined = tree;
  for (const step of path) current = current && childOf(current, step);
  return current ?? null;
}

/** The place of a value, or of the nearest thing around it that exists. */
export function placeOf(tree: Tree, path: readonly PropertyKey[]): Place {
  let current = tree;
  for (const step of path) {
    const child = childOf(current, step);
    if (!child) return current.keyAt ?? current.at;
    current = child;
  }
  return current.at;
}

/**
 * The tree with the value at `path` replaced; missing maps on the way are made. Null where the
 * way is barred: a list without that index, or a plain value where a map would have to be.
 */
export function withValue(tree: Tree, path: Path, value: Tree): Tree | null {
  const [step, ...rest] = path;
  if (step === undefined) return { ...value, ...(tree.keyAt && { keyAt: tree.keyAt }) };
  const { body } = tree;
  if (typeof step === 'number') {
    if (!isList(body) || step >= body.length) return null;
    const entry = withValue(body[step]!, rest, value);
    return entry && { ...tree, body: body.with(step, entry) };
  }
  if (!isMap(body)) return null;
  const child = body.get(step) ?? { at: value.at, body: new Map() };
  const entry = withValue(child, rest, value);
  return entry && { ...tree, body: new Map([...body, [step, entry]]) };
}

function childOf({ body }: Tree, step: PropertyKey): Tree | undefined {
  if (isMap(body)) return body.get(String(step));
  return isList(body) && typeof step === 'number' ? body[step] : undefined;
}
