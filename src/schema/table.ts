/** A field that is a list of rows: long data such as a trace, one parameter however many rows. */
import type { Kind, Problem } from './kind.ts';
import { refuse } from './kind.ts';
import { didYouMean } from './spelling.ts';

/** A column: how its cells are read, and whether a row may leave it out. */
interface Column {
  readonly kind: Kind<unknown>;
  readonly optional: boolean;
}

/** Reads a list of maps whose keys are the columns; a cell left out stays out of its row. */
export function tableOf<Row>(
  columns: { readonly [K in keyof Row]-?: Column },
): Kind<readonly Row[]> {
  const named = Object.entries(columns) as [string, Column][];
  const names = named.map(([name, { optional }]) => (optional ? `${name} (optional)` : name));
  const expected = `a list of rows of ${names.join(', ')}`;
  return {
    unit: 'rows',
    range: expected,
    law: false,
    json: {
      type: 'array',
      items: {
        type: 'object',
        properties: Object.fromEntries(named.map(([name, { kind }]) => [name, kind.json])),
        required: named.filter(([, { optional }]) => !optional).map(([name]) => name),
        additionalProperties: false,
      },
    },
    read: (raw) => {
      if (!Array.isArray(raw)) return refuse(expected);
      const problems: Problem[] = [];
      const rows = raw.map((entry, index) => readRow(entry, index, named, problems));
      return problems.length > 0 ? { problems } : { value: rows as Row[] };
    },
    format: (rows) => (rows.length === 1 ? '1 row' : `${rows.length} rows`),
  };
}

function readRow(
  raw: unknown,
  index: number,
  columns: readonly [string, Column][],
  problems: Problem[],
): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  const complain = (path: Problem['path'], expected: string, hint = '') =>
    problems.push({ path: [index, ...path], expected, hint });
  const known = columns.map(([name]) => name);
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    complain([], `a map of ${known.join(', ')}`);
    return row;
  }
  const cells = raw as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(cells)) {
    if (known.includes(key)) continue;
    complain([key], `only ${known.join(', ')} in a row`, didYouMean(key, known));
  }
  for (const [name, { kind, optional }] of columns) {
    if (cells[name] === undefined) {
      if (!optional) complain([], `${name} in every row`);
      continue;
    }
    const reading = kind.read(cells[name]);
    if ('value' in reading) row[name] = reading.value;
    else
      for (const each of reading.problems) complain([name, ...each.path], each.expected, each.hint);
  }
  return row;
}
