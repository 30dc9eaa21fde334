import { describe, expect, test } from 'vitest';
import { formatIssue } from '../schema/issue.ts';
import { loadModel } from './load.ts';
import { parseSet } from './override.ts';

const MODEL = `clients:
  - kind: replay
    file: traces/night.csv
`;
const GOOD = `# one night
at,method,bytes,responseBytes
0,PUT,16MB,
1.5,GET,0,2e3
250ms,POST,1024,
`;

function load(files: Readonly<Record<string, string>>, ...sets: string[]) {
  const overrides = sets.map((text) => {
    const parsed = parseSet(text);
    if ('issue' in parsed) throw new Error(parsed.issue.message);
    return parsed.override;
  });
  return loadModel('models/night.yaml', (file) => files[file] ?? null, overrides);
}

function rowsOf(files: Readonly<Record<string, string>>, ...sets: string[]): unknown {
  const loaded = load(files, ...sets);
  if ('issues' in loaded) throw new Error(loaded.issues.map(formatIssue).join('\n'));
  const [client] = loaded.model.clients;
  return client?.kind === 'replay' ? client.trace : null;
}

function complaints(files: Readonly<Record<string, string>>, ...sets: string[]): string[] {
  const loaded = load(files, ...sets);
  return 'issues' in loaded ? loaded.issues.map(formatIssue) : [];
}

const withTrace = (csv: string) => ({ 'models/night.yaml': MODEL, 'models/traces/night.csv': csv });

describe('the file of a replay', () => {
  test('is read beside the model; bare numbers are seconds and bytes', () => {
    expect(rowsOf(withTrace(GOOD))).toEqual([
      { at: 0, method: 'PUT', bytes: 16e6 },
      { at: 1.5, method: 'GET', bytes: 0, responseBytes: 2000 },
      { at: 0.25, method: 'POST', bytes: 1024 },
    ]);
  });

  test('takes its columns in any order, with or without the last, and any line ends', () => {
    expect(rowsOf(withTrace('bytes, method, at\r\n7kB, HEAD, 1m\r\n\r\n'))).toEqual([
      { at: 60, method: 'HEAD', bytes: 7000 },
    ]);
  });

  test('is found beside the file that names it, also from a model that extends that one', () => {
    const files = {
      'models/night.yaml': 'extends: base/night.yaml\n',
      'models/base/night.yaml': MODEL,
      'models/base/traces/night.csv': GOOD,
    };
    expect(rowsOf(files)).toHaveLength(3);
    const loaded = load(files);
    const read = 'files' in loaded ? loaded.files.map(({ file }) => file) : [];
    expect(read).toEqual([
      'models/night.yaml',
      'models/base/night.yaml',
      'models/base/traces/night.csv',
    ]);
  });

  test('is the source of the trace', () => {
    const loaded = load(withTrace(GOOD));
    const lines = 'sources' in loaded ? loaded.sources : [];
    expect(lines.filter(({ path }) => path.includes('trace'))).toEqual([
      { path: 'clients[0].trace', value: '3 rows', source: 'traces/night.csv' },
    ]);
  });

  test('leaves the other settings to overrides', () => {
    const loaded = load(withTrace(GOOD), 'clients[0].speed=2');
    expect('model' in loaded && loaded.model.clients[0]).toMatchObject({ speed: 2 });
  });

  test('may stand in the model as rows instead', () => {
    const rows = '[{at: 1s, method: PUT, bytes: 1MB}]';
    const files = { 'models/night.yaml': `clients: [{kind: replay, trace: ${rows}}]` };
    expect(rowsOf(files)).toEqual([{ at: 1, method: 'PUT', bytes: 1e6 }]);
  });
});

describe('a wrong trace', () => {
  const csv = 'models/traces/night.csv';

  test('is reported cell by cell, where each stands, all at once', () => {
    const rows = 'at,method,bytes\n0,PUT,16MB\n-1,PUT,1MB\n2, put,16XB\n3,GET,\n';
    expect(complaints(withTrace(rows))).toEqual([
      `${csv}:3:1 clients[0].trace[1].at: expected a duration >= 0 such as 30s, got "-1s"`,
      `${csv}:4:4 clients[0].trace[2].method: expected one of PUT, GET, POST, HEAD, DELETE, got "put"; did you mean "PUT"?`,
      expect.stringContaining(`${csv}:4:8 clients[0].trace[2].bytes: expected a size >= 0`),
      `${csv}:5:1 clients[0].trace[3]: expected bytes in every row, got a map`,
    ]);
  });

  test.each([
    ['', `${csv}:1:1 clients[0].file: expected a header of at, method, bytes, responseBytes, got`],
    [
      'at,bytes\n1,2\n',
      `${csv}:1:1 clients[0].file: expected a header with method, got "at,bytes"`,
    ],
    ['at,method,size\n', `${csv}:1:1 clients[0].file: expected a header of at, method, bytes`],
    ['at,at,method,bytes\n', `${csv}:1:1 clients[0].file: expected a header with each column once`],
    [
      'at,method,bytes\n',
      `${csv}:1:1 clients[0].file: expected rows below the header, got nothing`,
    ],
    ['at,method,bytes\n\n1,PUT\n', `${csv}:3:1 clients[0].file: expected 3 cells, got 2`],
  ])('%j has a line of its own', (text, line) => {
    expect(complaints(withTrace(text))[0]).toContain(line);
  });

  test('has one complaint and no echo of it', () => {
    for (const text of ['', 'at,method,size\n', 'at,method,bytes\n1,PUT\n']) {
      expect(complaints(withTrace(text))).toHaveLength(1);
    }
  });

  test('is one that is not there', () => {
    expect(complaints({ 'models/night.yaml': MODEL })).toEqual([
      'models/night.yaml:3:11 clients[0].file: no such file: models/traces/night.csv',
    ]);
  });

  test('is none at all, or two', () => {
    expect(complaints({ 'models/night.yaml': 'clients: [{kind: replay}]' })).toEqual([
      'models/night.yaml:1:11 clients[0].trace: expected at least one row, or a file that has them, got nothing; file: trace.csv',
    ]);
    const both = `${MODEL}    trace: [{at: 1s, method: PUT, bytes: 1MB}]\n`;
    expect(complaints({ ...withTrace(GOOD), 'models/night.yaml': both })[0]).toBe(
      'models/night.yaml:3:5 clients[0].file: expected a file or a trace, not both',
    );
  });

  test('is a file that comes by an override, after all files have been read', () => {
    expect(complaints(withTrace(GOOD), 'clients[0].file=other.csv')[0]).toContain(
      '--set clients[0].file=other.csv: expected the file of a trace in a model file alone, got "other.csv"',
    );
  });

  test('is one longer than 100,000 rows', () => {
    const rows = `at,method,bytes\n${'1,PUT,1\n'.repeat(100_001)}`;
    expect(complaints(withTrace(rows))).toEqual([
      `${csv}:100002:1 clients[0].file: expected at most 100000 rows, got 100001`,
    ]);
  });
});
