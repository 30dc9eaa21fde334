/** YAML text -> a tree with places, refusing whatever YAML would quietly read as something else. */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
} from 'yaml';
import type { Issue, Place } from './issue.ts';
import type { Scalar, Tree } from './tree.ts';

/** More values than any model needs; aliases of aliases get there in a few lines. */
const MAX_VALUES = 20_000;
const MAX_DEPTH = 100;

/**
 * The tree is null where the text is no YAML; other issues may come beside a tree, so that all
 * mistakes of a file can be said at once.
 */
export function readYaml(text: string, file: string): { tree: Tree | null; issues: Issue[] } {
  const template = findTemplate(text, file);
  if (template) return { tree: null, issues: [template] };
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const place = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset);
    return { file, line, column: col };
  };
  const error = document.errors[0];
  if (error !== undefined) {
    // What a parser says after its first stumble is about the stumble, not about the file.
    const message = `broken YAML: ${sentence(error.message)}`;
    const issue = { place: place(error.pos[0]), path: '', message, hint: hintFor(error.code) };
    return { tree: null, issues: [issue] };
  }
  if (document.contents === null || isNullScalar(document.contents)) {
    const start: Place = { file, line: 1, column: 1 };
    return { tree: null, issues: [{ place: start, path: '', message: EMPTY, hint: '' }] };
  }
  const reader = new Reader(document, place);
  const tree = reader.read(document.contents, 0);
  return { tree: reader.isTooBig ? null : tree, issues: reader.issues };
}

const EMPTY = 'the file is empty: expected a map';

class Reader {
  readonly issues: Issue[] = [];
  isTooBig = false;
  readonly #document: Document;
  readonly #place: (offset: number) => Place;
  #values = 0;

  constructor(document: Document, place: (offset: number) => Place) {
    this.#document = document;
    this.#place = place;
  }

  read(node: Node | null, depth: number): Tree {
    const at = this.#place((node as ParsedNode | null)?.range?.[0] ?? 0);
    this.#values++;
    if (this.isTooBig || this.#values > MAX_VALUES || depth > MAX_DEPTH) {
      // Said once: every further value would only repeat it.
      if (!this.isTooBig) this.#refuse(at, TOO_MANY, '');
      this.isTooBig = true;
      return { at, body: null };
    }
    if (isAlias(node)) {
      const target = node.resolve(this.#document);
      if (!target) this.#refuse(at, `unknown alias *${node.source}`, '');
      return { ...this.read((target ?? null) as Node | null, depth + 1), at };
    }
    if (isSeq(node)) {
      return { at, body: node.items.map((item) => this.read(item as Node | null, depth + 1)) };
    }
    if (isMap(node)) return { at, body: this.#readMap(node.items, depth) };
    return { at, body: isScalar(node) ? this.#readScalar(node, at) : null };
  }

  #readMap(
    items: readonly { key: unknown; value: unknown }[],
    depth: number,
  ): ReadonlyMap<string, Tree> {
    const map = new Map<string, Tree>();
    for (const { key, value } of items) {
      const keyAt = this.#place((key as ParsedNode | null)?.range?.[0] ?? 0);
      if (!isScalar(key) || key.value === null) {
        this.#refuse(keyAt, 'expected a plain word as key', '');
        continue;
      }
      const name = String(key.value);
      if (name === '<<') this.#refuse(keyAt, 'merge keys (<<) are not read', 'use extends:');
      const child = this.read(value as Node | null, depth + 1);
      // A key without a value has no position of its own worth showing.
      const at = value === null || isNullScalar(value) ? keyAt : child.at;
      map.set(name, { ...child, at, keyAt });
    }
    return map;
  }

  #readScalar(node: { value: unknown; source?: string }, at: Place): Scalar {
    const { value, source = '' } = node;
    if (typeof value === 'number' && /^[-+]?0\d/.test(source)) {
      const hint = `write ${value}, or quote it`;
      this.#refuse(at, `expected a number without leading zeros, got ${source}`, hint);
    }
    if (typeof value === 'bigint') return Number(value);
    if (['string', 'number', 'boolean'].includes(typeof value)) return value as Scalar;
    return null;
  }

  #refuse(place: Place, message: string, hint: string): void {
    this.issues.push({ place, path: '', message, hint });
  }
}

const TOO_MANY = `more than ${MAX_VALUES} values once aliases are followed`;

/** Helm's templates parse as YAML, as maps with maps for keys: refuse them for what they are. */
function findTemplate(text: string, file: string): Issue | null {
  for (const [index, line] of text.split('\n').entries()) {
    const column = line.indexOf('{{');
    if (column < 0) continue;
    const before = line.slice(0, column);
    const isComment = /(^|\s)#/.test(before);
    const isQuoted = (before.match(/"/g)?.length ?? 0) % 2 === 1;
    if (isComment || isQuoted) continue;
    const place = { file, line: index + 1, column: column + 1 };
    const hint = 'render it first (helm template), or write the value';
    return { place, path: '', message: 'expected plain YAML, got a template ({{ ... }})', hint };
  }
  return null;
}

function isNullScalar(node: unknown): boolean {
  return isScalar(node) && node.value === null;
}

function sentence(message: string): string {
  const first = message.split('\n')[0]!.trim();
  return first.charAt(0).toLowerCase() + first.slice(1);
}

function hintFor(code: string): string {
  if (code === 'DUPLICATE_KEY') return 'keep one of the two';
  if (code === 'MULTIPLE_DOCS') return 'one document a file: remove the ---';
  if (code === 'TAB_AS_INDENT') return 'indent with spaces';
  return '';
}
