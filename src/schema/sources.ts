/** Numbers that carry their source: `{value: 40, source: "..."}` and `source:` inside a law. */
import type { Issue } from './issue.ts';
import { formatPath, type Path } from './path.ts';
import { isList, isMap, type Tree } from './tree.ts';

/** What the source of a number is when its author says that nobody measured it. */
const ASSUMED = 'assumed';

/** The tree without its wrappers, each value bearing the source its wrapper stated. */
export function unwrapSources(tree: Tree, issues: Issue[], path: Path = []): Tree {
  const { body } = tree;
  if (isList(body)) {
    return { ...tree, body: body.map((entry, i) => unwrapSources(entry, issues, [...path, i])) };
  }
  if (!isMap(body)) return tree;
  const value = body.get('value');
  const others = [...body.keys()].filter((key) => key !== 'value' && !isSourceKey(key));
  if (value && others.length === 0) {
    const source = sourceOf(body, issues, path);
    const inner = unwrapSources(value, issues, path);
    const { keyAt } = tree;
    return { ...inner, ...(keyAt && { keyAt }), ...(source !== undefined && { source }) };
  }
  const isLaw = body.has('law');
  const kept = [...body].filter(([key]) => !isLaw || !isSourceKey(key));
  const entries = kept.map(
    ([key, entry]) => [key, unwrapSources(entry, issues, [...path, key])] as const,
  );
  const source = isLaw ? sourceOf(body, issues, path) : undefined;
  return { ...tree, body: new Map(entries), ...(source !== undefined && { source }) };
}

function isSourceKey(key: string): boolean {
  return key === 'source' || key === ASSUMED;
}

function sourceOf(map: ReadonlyMap<string, Tree>, issues: Issue[], path: Path): string | undefined {
  const source = map.get('source');
  const assumed = map.get(ASSUMED);
  const complain = (key: string, tree: Tree, message: string) =>
    issues.push({ place: tree.at, path: formatPath([...path, key]), message, hint: '' });
  if (source && (typeof source.body !== 'string' || source.body.trim() === '')) {
    complain('source', source, 'expected text that says where the number is from');
    return undefined;
  }
  if (assumed && assumed.body !== true) {
    complain(ASSUMED, assumed, 'expected true, or no such key');
    return undefined;
  }
  if (source && assumed) complain(ASSUMED, assumed, 'expected a source or assumed, not both');
  return assumed ? ASSUMED : (source?.body as string | undefined);
}
