/** Every parameter as a row: the table behind `explain`, the documentation and the editors. */
import type * as z from 'zod';
import type { Issue } from './issue.ts';
import { nearest } from './spelling.ts';
import { leavesOf } from './walk.ts';

export interface ParameterRow {
  /** `clients[i].workers` */
  readonly path: string;
  /** The variants that have it, as `kind: closed, wave`; empty where all do. */
  readonly when: string;
  /** Base unit. */
  readonly unit: string;
  /** What is allowed, in words. */
  readonly range: string;
  /** As a model file would say it; null where the parameter is required. */
  readonly default: string | null;
  readonly doc: string;
  /** Where the default is from; `assumed` where nobody measured it. */
  readonly source: string;
}

/** All parameters of a schema in the order of declaration. */
export function parametersOf(schema: z.ZodType): ParameterRow[] {
  const rows = new Map<string, { row: ParameterRow; variants: string[] }>();
  const leaves = leavesOf(schema);
  for (const { path, field, variant } of leaves) {
    const key = `${path} ${field.doc}`;
    const known = rows.get(key);
    if (known) known.variants.push(variant);
    else rows.set(key, { row: rowOf(path, field), variants: [variant] });
  }
  const all = new Set(leaves.map(({ variant }) => variant).filter((variant) => variant !== ''));
  return [...rows.values()].map(({ row, variants }) => ({
    ...row,
    when: variants[0] === '' || variants.length === all.size ? '' : joined(variants),
  }));
}

/** The rows at a path or below it; `clients[0].pace` asks for `clients[i].pace`. */
export function explain(
  schema: z.ZodType,
  query = '',
): { rows: readonly ParameterRow[] } | { issue: Issue } {
  const rows = parametersOf(schema);
  const path = query.trim().replaceAll(/\[(\d+|i?)\]/g, '[i]');
  const below = rows.filter(
    (row) =>
      row.path === path || row.path.startsWith(`${path}.`) || row.path.startsWith(`${path}[`),
  );
  if (path === '' || below.length > 0) return { rows: path === '' ? rows : below };
  return { issue: unknown(query, path, rows) };
}

function unknown(query: string, path: string, rows: readonly ParameterRow[]): Issue {
  const groups = rows.flatMap((row) => prefixesOf(row.path));
  const known = [...new Set([...rows.map((row) => row.path), ...groups])];
  const last = path.split('.').at(-1)!;
  const lasts = known.map((each) => each.split('.').at(-1)!);
  const near = nearest(path, known) ?? known[lasts.indexOf(nearest(last, lasts) ?? '')];
  return {
    place: { label: query },
    path: '',
    message: 'no such parameter',
    hint: near ? `did you mean ${near}?` : `there are ${groupsOf(rows).join(', ')}`,
  };
}

function rowOf(path: string, field: ReturnType<typeof leavesOf>[number]['field']): ParameterRow {
  const { unit, range } = field.kind;
  const { doc, source } = field;
  const fallback = field.default === undefined ? null : inWords(field.default);
  return { path, when: '', unit, range, default: fallback, doc, source };
}

/** A default as a model file would say it. */
function inWords(value: unknown): string {
  return Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
}

/** `kind: closed` and `kind: wave` -> `kind: closed, wave`. */
function joined(variants: readonly string[]): string {
  const [first, ...others] = variants;
  return [first, ...others.map((variant) => variant.split(': ')[1])].join(', ');
}

function prefixesOf(path: string): string[] {
  const steps = path.split('.');
  return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join('.'));
}

function groupsOf(rows: readonly ParameterRow[]): string[] {
  return [...new Set(rows.map((row) => row.path.split('.')[0]!))];
}
