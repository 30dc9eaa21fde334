/**
 * A model file with the files it names. `extends: ./base.yaml`: maps merge, lists and leaves
 * replace, every place is kept. The trace of a replay is read from its CSV.
 */
import type { Issue, Place } from '../schema/issue.ts';
import { readYaml } from '../schema/read-yaml.ts';
import { unwrapSources } from '../schema/sources.ts';
import { isMap, type Tree } from '../schema/tree.ts';
import { withTraces } from './trace-file.ts';

/** The text of a file; null where there is no such file. */
export type Read = (file: string) => string | null;

interface Extended {
  /** The merged content without source wrappers; null where it could not be read at all. */
  readonly tree: Tree | null;
  readonly issues: readonly Issue[];
  /** Every file read, the one asked for first, with its text. */
  readonly files: readonly { readonly file: string; readonly text: string }[];
}

/** What readers that remember have read. */
const remembered = new WeakMap<Read, Map<string, Extended>>();

/** A reader for which a model is put together once, however many experiments name it. */
export function remembering(read: Read): Read {
  const once: Read = (file) => read(file);
  remembered.set(once, new Map());
  return once;
}

/** Reads a model file and all it names; nothing is checked yet but the merging itself. */
export function readExtended(file: string, read: Read): Extended {
  const known = remembered.get(read);
  const extended = known?.get(file) ?? putTogether(file, read);
  known?.set(file, extended);
  return extended;
}

function putTogether(file: string, read: Read): Extended {
  const files: { file: string; text: string }[] = [];
  const issues: Issue[] = [];
  const merged = readChain(file, read, [], { label: file }, files, issues);
  if (merged === null) return { tree: null, issues, files };
  const readBeside = (reference: Tree & { body: string }, path: string) => {
    const { at: place, body } = reference;
    const target = 'file' in place ? beside(place.file, body) : body;
    const text = read(target);
    if (text === null) issues.push({ place, path, message: `no such file: ${target}`, hint: '' });
    else files.push({ file: target, text });
    return text === null ? null : { file: target, text };
  };
  return { tree: withTraces(merged, readBeside, issues), issues, files };
}

/** What `over` states on top of `base`. */
function merge(base: Tree, over: Tree): Tree {
  if (!isMap(base.body) || !isMap(over.body)) return over;
  // A law is one value: half of one law and half of another are neither.
  if (over.body.has('law')) return over;
  const merged = new Map(base.body);
  for (const [key, tree] of over.body) {
    const below = base.body.get(key);
    merged.set(key, below ? merge(below, tree) : tree);
  }
  return { ...over, body: merged };
}

function readChain(
  file: string,
  read: Read,
  chain: readonly string[],
  askedAt: Place,
  files: { file: string; text: string }[],
  issues: Issue[],
): Tree | null {
  const path = chain.length === 0 ? '' : 'extends';
  const refuse = (message: string) => {
    issues.push({ place: askedAt, path, message, hint: '' });
    return null;
  };
  if (chain.includes(file)) return refuse(`a cycle: ${[...chain, file].join(' -> ')}`);
  const text = read(file);
  if (text === null) return refuse(chain.length === 0 ? 'no such file' : `no such file: ${file}`);
  files.push({ file, text });
  const own = readYaml(text, file);
  issues.push(...own.issues);
  if (own.tree === null) return null;
  const tree = unwrapSources(own.tree, issues);
  if (!isMap(tree.body)) return tree;
  const reference = tree.body.get('extends');
  if (reference === undefined) return tree;
  const rest = { ...tree, body: without(tree.body, 'extends') };
  if (typeof reference.body !== 'string') {
    const message = 'expected the path of a model file';
    issues.push({ place: reference.at, path: 'extends', message, hint: '' });
    return rest;
  }
  const target = beside(file, reference.body);
  const base = readChain(target, read, [...chain, file], reference.at, files, issues);
  if (base === null || !isMap(base.body)) return base;
  // A name is the file's own: what differs from the base is not the base.
  return merge({ ...base, body: without(base.body, 'name') }, rest);
}

function without(map: ReadonlyMap<string, Tree>, key: string): ReadonlyMap<string, Tree> {
  return new Map([...map].filter(([each]) => each !== key));
}

/** `models/a.yaml` and `../b.yaml` -> `b.yaml`. */
export function beside(file: string, reference: string): string {
  if (reference.startsWith('/')) return reference;
  const steps: string[] = [];
  for (const step of [...file.split('/').slice(0, -1), ...reference.split('/')]) {
    const last = steps.at(-1);
    if (step === '.' || (step === '' && steps.length > 0)) continue;
    if (step === '..' && last !== undefined && last !== '..' && last !== '') steps.pop();
    else steps.push(step);
  }
  return steps.join('/');
}
