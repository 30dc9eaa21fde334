/** Checks a file against a schema: the value, or every mistake at once, each with its place. */
import type * as z from 'zod';
import { type Issue, sortIssues } from './issue.ts';
import { formatPath } from './path.ts';
import { readYaml } from './read-yaml.ts';
import { unwrapSources } from './sources.ts';
import { didYouMean } from './spelling.ts';
import { isList, isMap, placeOf, plainOf, type Tree, treeAt } from './tree.ts';
import { keysAt, leavesOf } from './walk.ts';

interface Checked<T> {
  /** Null where there are issues. */
  readonly value: T | null;
  readonly issues: readonly Issue[];
  /** The content without source wrappers; null where it is no YAML at all. */
  readonly tree: Tree | null;
}

/** Checks the text of a YAML file; `file` is the name to use in messages. */
export function checkText<T>(schema: z.ZodType<T>, text: string, file: string): Checked<T> {
  const { tree, issues } = readYaml(text, file);
  return tree === null ? { value: null, issues, tree } : check(schema, tree, issues);
}

/** Checks a tree; `earlier` are issues found while it was put together. */
export function check<T>(
  schema: z.ZodType<T>,
  wrapped: Tree,
  earlier: readonly Issue[] = [],
): Checked<T> {
  const issues = [...earlier];
  const tree = unwrapSources(wrapped, issues);
  const parsed = schema.safeParse(plainOf(tree));
  if (!parsed.success)
    issues.push(...parsed.error.issues.flatMap((i) => issuesOf(i, schema, tree)));
  const value = parsed.success && issues.length === 0 ? parsed.data : null;
  return { value, issues: sortIssues(issues), tree };
}

/** How a message quotes what was found. */
function quote(tree: Tree | null): string {
  if (tree === null || tree.body === null) return 'nothing';
  if (isMap(tree.body)) return tree.body.size === 0 ? 'an empty map' : 'a map';
  if (isList(tree.body)) return tree.body.length === 0 ? 'an empty list' : 'a list';
  return JSON.stringify(tree.body);
}

type ZodIssue = z.core.$ZodIssue;

function issuesOf(issue: ZodIssue, schema: z.ZodType, tree: Tree): Issue[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey([...issue.path, key], schema, tree));
  }
  const found = treeAt(tree, issue.path);
  const { expected, hint } = expectationOf(issue, found);
  return [
    {
      place: placeOf(tree, issue.path),
      path: formatPath(issue.path),
      message: `expected ${expected}, got ${quote(found)}`,
      hint: hint === '' ? wrapperHint(found) : hint,
    },
  ];
}

function unknownKey(path: readonly PropertyKey[], schema: z.ZodType, tree: Tree): Issue {
  const key = String(path.at(-1));
  const at = treeAt(tree, path);
  return {
    place: at?.keyAt ?? placeOf(tree, path),
    path: formatPath(path),
    message: `unknown key ${JSON.stringify(key)}`,
    hint: keyHint(key, keysAt(schema, path.slice(0, -1), tree), schema),
  };
}

function keyHint(key: string, known: readonly string[], schema: z.ZodType): string {
  const near = didYouMean(key, known);
  if (near !== '') return near;
  const elsewhere = leavesOf(schema).find(({ path }) => path.endsWith(`.${key}`));
  if (elsewhere) return `did you mean ${elsewhere.path}?`;
  return `known here: ${known.join(', ')}`;
}

function expectationOf(issue: ZodIssue, found: Tree | null): { expected: string; hint: string } {
  if (issue.code === 'custom') {
    return { expected: issue.message, hint: String(issue.params?.hint ?? '') };
  }
  if (issue.code === 'invalid_type') {
    const names: Readonly<Record<string, string>> = {
      object: 'a map',
      record: 'a map',
      array: 'a list',
    };
    return { expected: names[issue.expected] ?? issue.expected, hint: '' };
  }
  if (issue.code === 'invalid_union') {
    const words = ((issue as { options?: readonly unknown[] }).options ?? []).map(String);
    const hint = didYouMean(found?.body, words);
    return { expected: words.length > 0 ? `one of ${words.join(', ')}` : 'another shape', hint };
  }
  if (issue.code === 'too_small' && issue.origin === 'array') {
    return { expected: `a list of at least ${issue.minimum}`, hint: '' };
  }
  return { expected: issue.message, hint: '' };
}

/** A map with a value in it was meant as a number with its source. */
function wrapperHint(found: Tree | null): string {
  const isWrapper = found !== null && isMap(found.body) && found.body.has('value');
  return isWrapper ? 'beside value only source: "..." or assumed: true may stand' : '';
}
