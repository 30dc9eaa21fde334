import { describe, expect, test } from 'vitest';
import { formatIssue } from '../schema/issue.ts';
import { placeOf, plainOf, treeAt } from '../schema/tree.ts';
import { beside, readExtended, remembering } from './extend.ts';
import { loadModel } from './load.ts';

const reader = (files: Readonly<Record<string, string>>) => (file: string) => files[file] ?? null;
const plain = (files: Readonly<Record<string, string>>) =>
  plainOf(readExtended('models/a.yaml', reader(files)).tree!);

describe('extends', () => {
  test('merges maps, replaces lists and leaves', () => {
    const files = {
      'models/a.yaml': 'extends: ./b.yaml\npod: {handler: parts}\nclients: [3]\n',
      'models/b.yaml': 'pod: {handler: read-all, replicas: 2}\nclients: [1, 2]\n',
    };
    expect(plain(files)).toEqual({ pod: { handler: 'parts', replicas: 2 }, clients: [3] });
  });

  test('reaches through several files, each path relative to the file that names it', () => {
    const files = {
      'models/a.yaml': 'extends: sub/b.yaml\nx: 1\n',
      'models/sub/b.yaml': 'extends: ../../base/c.yaml\nx: 2\ny: 2\n',
      'base/c.yaml': 'x: 3\ny: 3\nz: 3\n',
    };
    expect(plain(files)).toEqual({ x: 1, y: 2, z: 3 });
    expect(readExtended('models/a.yaml', reader(files)).files.map(({ file }) => file)).toEqual([
      'models/a.yaml',
      'models/sub/b.yaml',
      'base/c.yaml',
    ]);
  });

  test('replaces one law by another, but changes a number inside a law', () => {
    const base = 'x: {law: lognormal, mean: 16MB, cv: 0.5}\n';
    const another = { 'models/a.yaml': 'extends: b.yaml\nx: {law: exponential, mean: 1MB}\n' };
    expect(plain({ ...another, 'models/b.yaml': base })).toEqual({
      x: { law: 'exponential', mean: '1MB' },
    });
    const inside = { 'models/a.yaml': 'extends: b.yaml\nx: {mean: 1MB}\n' };
    expect(plain({ ...inside, 'models/b.yaml': base })).toEqual({
      x: { law: 'lognormal', mean: '1MB', cv: 0.5 },
    });
  });

  test('takes everything but the name', () => {
    const files = {
      'models/a.yaml': 'extends: b.yaml\n',
      'models/b.yaml': 'name: base\ndescription: kept\nclients: [{kind: closed}]\n',
    };
    const loaded = loadModel('models/a.yaml', reader(files));
    if ('issues' in loaded) throw new Error(loaded.issues.map(formatIssue).join('\n'));
    expect(loaded.model.name).toBe('a');
    expect(loaded.model.description).toBe('kept');
  });

  test('keeps the file, line and column of every value', () => {
    const files = {
      'models/a.yaml': 'extends: b.yaml\npod:\n  replicas: 2\n',
      'models/b.yaml': 'pod:\n  handler: parts\n',
    };
    const { tree } = readExtended('models/a.yaml', reader(files));
    expect(placeOf(tree!, ['pod', 'handler'])).toEqual({
      file: 'models/b.yaml',
      line: 2,
      column: 12,
    });
    expect(placeOf(tree!, ['pod', 'replicas'])).toEqual({
      file: 'models/a.yaml',
      line: 3,
      column: 13,
    });
  });

  test('lets a new value lose the source of the old one', () => {
    const files = {
      'models/a.yaml': 'extends: b.yaml\nx: 2\n',
      'models/b.yaml': 'x: {value: 1, source: here}\ny: {value: 1, assumed: true}\n',
    };
    const { tree } = readExtended('models/a.yaml', reader(files));
    expect(treeAt(tree!, ['x'])?.source).toBeUndefined();
    expect(treeAt(tree!, ['y'])?.source).toBe('assumed');
  });
});

describe('a mistake in extends is one line', () => {
  const lines = (files: Readonly<Record<string, string>>) =>
    readExtended('models/a.yaml', reader(files)).issues.map(formatIssue);

  test.each([
    [{}, 'models/a.yaml: no such file'],
    [
      { 'models/a.yaml': 'extends: b.yaml\n' },
      'models/a.yaml:1:10 extends: no such file: models/b.yaml',
    ],
    [
      { 'models/a.yaml': 'extends: [b]\n' },
      'models/a.yaml:1:10 extends: expected the path of a model file',
    ],
    [
      { 'models/a.yaml': 'extends: b.yaml\n', 'models/b.yaml': 'x: 1\nextends: a.yaml\n' },
      'models/b.yaml:2:10 extends: a cycle: models/a.yaml -> models/b.yaml -> models/a.yaml',
    ],
    [
      { 'models/a.yaml': 'extends: a.yaml\n' },
      'models/a.yaml:1:10 extends: a cycle: models/a.yaml -> models/a.yaml',
    ],
  ])('%j', (files, line) => {
    expect(lines(files as Record<string, string>)).toEqual([line]);
  });

  test('and mistakes of both files are told together', () => {
    const files = {
      'models/a.yaml': 'extends: b.yaml\nhaproxy: {maxcon: 3}\n',
      'models/b.yaml': 'clients: [{kind: closed, workers: 0}]\n',
    };
    const loaded = loadModel('models/a.yaml', reader(files));
    expect('issues' in loaded && loaded.issues.map(formatIssue)).toEqual([
      'models/b.yaml:1:35 clients[0].workers: expected a whole number >= 1, or a law of such, got 0',
      'models/a.yaml:2:11 haproxy.maxcon: unknown key "maxcon"; did you mean "maxconn"?',
    ]);
  });
});

test.each([
  ['models/a.yaml', './b.yaml', 'models/b.yaml'],
  ['models/a.yaml', '../b.yaml', 'b.yaml'],
  ['a.yaml', '../b.yaml', '../b.yaml'],
  ['/x/a.yaml', 'b.yaml', '/x/b.yaml'],
  ['/x/a.yaml', '/y/b.yaml', '/y/b.yaml'],
])('beside %s, %s is %s', (file, reference, path) => {
  expect(beside(file, reference)).toBe(path);
});

test('a reader that remembers has a model put together once, and sees no later change', () => {
  const files: Record<string, string> = { 'a.yaml': 'extends: b.yaml\n', 'b.yaml': 'x: 1\n' };
  const asked: string[] = [];
  const read = remembering((file) => {
    asked.push(file);
    return files[file] ?? null;
  });
  const first = readExtended('a.yaml', read);
  files['b.yaml'] = 'x: 2\n';
  expect(readExtended('a.yaml', read)).toBe(first);
  expect(asked).toEqual(['a.yaml', 'b.yaml']);
});
