/**
 * `file: night.csv` of a replay -> its `trace`: the rows of a CSV in the notation of a model file,
 * each cell at its own place, so that a wrong cell is reported where it stands.
 *
 * The header names the columns as `trace` does. Times without a unit are seconds, sizes without
 * one are bytes. Lines that are empty or begin with # are skipped. Cells are not quoted.
 */
import type { Issue, Place } from '../schema/issue.ts';
import { isList, isMap, type Tree, treeOf } from '../schema/tree.ts';

/** The columns, with the unit of a bare number. */
const UNITS: Readonly<Record<string, string>> = {
  at: 's',
  method: '',
  bytes: 'B',
  responseBytes: 'B',
};
const COLUMNS = Object.keys(UNITS);
const OPTIONAL = 'responseBytes';

/** A trace is a flood or a night, not an archive. */
const MOST_ROWS = 100_000;

/** Reads a file named in another one: its text, or null after saying that there is none. */
type ReadBeside = (reference: Tree & { body: string }, path: string) => TraceText | null;

interface TraceText {
  readonly file: string;
  readonly text: string;
}

/** The model with the file of each replay read into its trace. */
export function withTraces(model: Tree, readBeside: ReadBeside, issues: Issue[]): Tree {
  const clients = isMap(model.body) ? model.body.get('clients') : undefined;
  if (!isMap(model.body) || clients === undefined || !isList(clients.body)) return model;
  const body = clients.body.map((client, index) => {
    const path = `clients[${index}].file`;
    if (!isMap(client.body) || client.body.get('kind')?.body !== 'replay') return client;
    const reference = client.body.get('file');
    if (reference === undefined || typeof reference.body !== 'string') return client;
    if (client.body.has('trace')) {
      const message = 'expected a file or a trace, not both';
      issues.push({ place: reference.keyAt ?? reference.at, path, message, hint: '' });
      return client;
    }
    const found = readBeside(reference as Tree & { body: string }, path);
    const rows = found === null ? [] : parseTrace(found.text, found.file, path, issues);
    const others = [...client.body].filter(([key]) => key !== 'file');
    const read = rows.length > 0 ? rows : [standIn(reference)];
    const trace = { ...reference, body: read, source: reference.source ?? reference.body };
    return { ...client, body: new Map([...others, ['trace', trace]]) };
  });
  return { ...model, body: new Map([...model.body, ['clients', { ...clients, body }]]) };
}

/** For rows that could not be read, so that their absence is not reported on top of the reason. */
function standIn({ at }: Tree): Tree {
  return treeOf({ at: 0, method: 'PUT', bytes: 0 }, at);
}

/** The rows of a CSV as trees; `path` is the setting that named the file, for messages. */
function parseTrace(text: string, file: string, path: string, issues: Issue[]): Tree[] {
  const lines = text
    .split(/\r?\n/)
    .map((line, index) => ({ line: line.trimEnd(), number: index + 1 }))
    .filter(({ line }) => line.trim() !== '' && !line.startsWith('#'));
  const refuse = (line: number, message: string, hint = '') => {
    issues.push({ place: { file, line, column: 1 }, path, message, hint });
  };
  const [header, ...rows] = lines;
  const names = (header?.line ?? '').split(',').map((name) => name.trim());
  const complaint = headerComplaint(names);
  if (complaint !== null) {
    const found = header === undefined ? 'nothing' : JSON.stringify(header.line);
    refuse(header?.number ?? 1, `expected a header ${complaint}, got ${found}`, HEADER);
    return [];
  }
  if (rows.length === 0) refuse(header!.number, 'expected rows below the header, got nothing');
  if (rows.length > MOST_ROWS) {
    refuse(rows[MOST_ROWS]!.number, `expected at most ${MOST_ROWS} rows, got ${rows.length}`);
    return [];
  }
  return rows.flatMap(({ line, number }) => {
    const cells = line.split(',');
    if (cells.length === names.length) return rowOf(cells, names, file, number);
    refuse(number, `expected ${names.length} cells, got ${cells.length}`, 'cells are not quoted');
    return [];
  });
}

const HEADER = `for example ${COLUMNS.join(',')}`;

function headerComplaint(names: readonly string[]): string | null {
  const unknown = names.find((name) => !COLUMNS.includes(name));
  if (unknown !== undefined) return `of ${COLUMNS.join(', ')}`;
  if (new Set(names).size < names.length) return 'with each column once';
  const missing = COLUMNS.find((name) => name !== OPTIONAL && !names.includes(name));
  return missing === undefined ? null : `with ${missing}`;
}

function rowOf(
  cells: readonly string[],
  names: readonly string[],
  file: string,
  line: number,
): Tree {
  const row = new Map<string, Tree>();
  let column = 1;
  for (const [index, cell] of cells.entries()) {
    const name = names[index]!;
    const text = cell.trim();
    const at: Place = { file, line, column: column + cell.length - cell.trimStart().length };
    const isBare = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text);
    if (text !== '') row.set(name, { at, body: isBare ? text + UNITS[name] : text });
    column += cell.length + 1;
  }
  return { at: { file, line, column: 1 }, body: row };
}
