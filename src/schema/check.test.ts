import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { check, checkText } from './check.ts';
import { bytes, count, group, seconds, tag, text } from './fields.ts';
import { formatIssue } from './issue.ts';
import { readYaml } from './read-yaml.ts';
import { treeOf } from './tree.ts';

const about = { doc: 'A field under test.', source: 'assumed' };
const maxconn = count({ ...about, min: 1, none: true, default: 'none' });
const schema = z.strictObject({
  name: text({ ...about, default: '' }),
  haproxy: group('The proxy.', {
    maxconn,
    timeouts: group('Its time-outs.', { queue: seconds({ ...about, default: '30s' }) }),
  }),
  pods: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: tag('small', about), memory: bytes({ ...about, default: '1MiB' }) }),
        z.strictObject({ kind: tag('large', about), memory: bytes(about), spare: maxconn }),
      ]),
    )
    .default([]),
});

const lines = (yaml: string) => checkText(schema, yaml, 'a.yaml').issues.map(formatIssue);

describe('a good file', () => {
  test('gives its value in base units, defaults filled in', () => {
    const { value, issues } = checkText(schema, 'haproxy: {maxconn: 40}\n', 'a.yaml');
    expect(issues).toEqual([]);
    expect(value).toEqual({
      name: '',
      haproxy: { maxconn: 40, timeouts: { queue: 30 } },
      pods: [],
    });
  });

  test('may say where each number is from', () => {
    const yaml = 'haproxy:\n  maxconn: {value: 40, source: a pull request}\n';
    const { value, tree } = checkText(schema, yaml, 'a.yaml');
    expect(value?.haproxy.maxconn).toBe(40);
    expect(JSON.stringify([...(tree!.body as Map<string, unknown>).keys()])).toBe('["haproxy"]');
  });

  test('may use anchors and aliases', () => {
    const yaml = 'haproxy: {maxconn: &m 7}\npods: [{kind: large, memory: 1MB, spare: *m}]\n';
    expect(checkText(schema, yaml, 'a.yaml').value?.pods).toEqual([
      { kind: 'large', memory: 1e6, spare: 7 },
    ]);
  });
});

describe('each mistake is one line with its place', () => {
  test('a wrong value', () => {
    expect(lines('\nhaproxy:\n  maxconn:   "fourty"\n')).toEqual([
      'a.yaml:3:14 haproxy.maxconn: expected a whole number >= 1 or none, got "fourty"',
    ]);
  });

  test('a wrong value inside the wrapper of a source', () => {
    expect(lines('haproxy:\n  maxconn: {value: -3, source: x}\n')).toEqual([
      'a.yaml:2:20 haproxy.maxconn: expected a whole number >= 1 or none, got -3',
    ]);
  });

  test('a typo in a key', () => {
    expect(lines('haproxy:\n  maxcon: 40\n')).toEqual([
      'a.yaml:2:3 haproxy.maxcon: unknown key "maxcon"; did you mean "maxconn"?',
    ]);
  });

  test('a key that belongs elsewhere', () => {
    expect(lines('queue: 30s\n')).toEqual([
      'a.yaml:1:1 queue: unknown key "queue"; did you mean haproxy.timeouts.queue?',
    ]);
  });

  test('a key that resembles nothing', () => {
    expect(lines('haproxy: {colour: red}\n')).toEqual([
      'a.yaml:1:11 haproxy.colour: unknown key "colour"; known here: maxconn, timeouts',
    ]);
  });

  test('a key of another variant', () => {
    expect(lines('pods: [{kind: small, spare: 1}]\n')).toEqual([
      'a.yaml:1:22 pods[0].spare: unknown key "spare"; did you mean pods[i].spare?',
    ]);
  });

  test('a missing value, at the map that lacks it', () => {
    expect(lines('pods:\n  - kind: large\n')).toEqual([
      'a.yaml:2:5 pods[0].memory: expected a size >= 0 such as 16MB or 512MiB, got nothing',
    ]);
  });

  test('a key without a value', () => {
    expect(lines('haproxy:\n  maxconn:\n')).toEqual([
      'a.yaml:2:3 haproxy.maxconn: expected a whole number >= 1 or none, got nothing',
    ]);
  });

  test('an unknown variant', () => {
    expect(lines('pods: [{kind: lagre}, {}]\n')).toEqual([
      'a.yaml:1:15 pods[0].kind: expected one of small, large, got "lagre"; did you mean "large"?',
      'a.yaml:1:23 pods[1].kind: expected one of small, large, got nothing',
    ]);
  });

  test('a map or a list where the other belongs', () => {
    expect(lines('haproxy: [1]\npods: {}\n')).toEqual([
      'a.yaml:1:10 haproxy: expected a map, got a list',
      'a.yaml:2:7 pods: expected a list, got an empty map',
    ]);
  });

  test('a file that is no map', () => {
    expect(lines('- 1\n')).toEqual(['a.yaml:1:1: expected a map, got a list']);
    expect(lines('hello\n')).toEqual(['a.yaml:1:1: expected a map, got "hello"']);
  });

  test.each(['', '   \n', '# only a comment\n', 'null\n', '---\n'])('an empty file: %j', (yaml) => {
    expect(lines(yaml)).toEqual(['a.yaml:1:1: the file is empty: expected a map']);
  });

  test('an ambiguous unit', () => {
    expect(lines('pods: [{kind: small, memory: 512mb}]\n')).toEqual([
      'a.yaml:1:30 pods[0].memory: expected a size >= 0 such as 16MB or 512MiB, got "512mb"; ' +
        'did you mean 512MB or 512MiB?',
    ]);
  });

  test('a source that says nothing, or says two things', () => {
    expect(lines('haproxy:\n  maxconn: {value: 4, source: ""}\n')).toEqual([
      'a.yaml:2:31 haproxy.maxconn.source: expected text that says where the number is from',
    ]);
    expect(lines('haproxy:\n  maxconn: {value: 4, source: x, assumed: true}\n')).toEqual([
      'a.yaml:2:43 haproxy.maxconn.assumed: expected a source or assumed, not both',
    ]);
  });

  test('a wrapper with another key in it', () => {
    expect(lines('haproxy: {maxconn: {value: 4, sorce: x}}\n')).toEqual([
      'a.yaml:1:20 haproxy.maxconn: expected a whole number >= 1 or none, got a map; ' +
        'beside value only source: "..." or assumed: true may stand',
    ]);
  });
});

describe('what YAML would quietly misread is refused', () => {
  test.each([
    ['haproxy:\n  maxconn: {{ .Values.maxconn }}\n', 'a.yaml:2:12: expected plain YAML, got a tem'],
    ['haproxy: {maxconn: 1}\nhaproxy: {maxconn: 2}\n', 'a.yaml:2:1: broken YAML: map keys must be'],
    ['haproxy:\n  maxconn: 017\n', 'a.yaml:2:12: expected a number without leading zeros, got 017'],
    ['haproxy: [1\n', 'a.yaml:2:1: broken YAML: '],
    ['haproxy:\n\tmaxconn: 1\n', 'a.yaml:2:1: broken YAML: '],
    ['name: a\n---\nname: b\n', 'a.yaml:2:1: broken YAML: '],
    ['base: &b {maxconn: 4}\nhaproxy:\n  <<: *b\n', 'a.yaml:3:3: merge keys (<<) are not read'],
    ['? [a]\n: 1\n', 'a.yaml:1:3: expected a plain word as key'],
    ['name: *nobody\n', 'a.yaml:1:7: unknown alias *nobody'],
  ])('%j', (yaml, line) => {
    expect(lines(yaml).find((each) => each.startsWith(line))).toBeDefined();
  });

  test('templates in comments and quotes are left alone', () => {
    expect(lines('# {{ not read }}\nname: "{{ a name }}"\n')).toEqual([]);
  });

  test('aliases of aliases are counted, not followed for ever', () => {
    const rows = Array.from({ length: 20 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`);
    const bomb = ['a0: &a0 [x, x]', ...rows].join('\n');
    expect(lines(bomb).join('\n')).toContain('more than 20000 values once aliases are followed');
    expect(lines('name: &a [*a]\n').length).toBeGreaterThan(0);
  });

  test('a key named like a property of all objects is still an unknown key', () => {
    const said = lines('constructor: 1\n__proto__: {maxconn: 3}\ntoString: 2\n');
    expect(said).toHaveLength(3);
    expect(said.every((line) => line.includes('unknown key'))).toBe(true);
  });
});

test('all mistakes are told at once, in the order of the file', () => {
  const yaml =
    'pods:\n  - kind: large\n    spare: 0\nhaproxy:\n  maxcon: 1\n  maxconn: 0x\nnam: 3\n';
  expect(lines(yaml).map((line) => line.split(':')[1])).toEqual(['2', '3', '5', '6', '7']);
});

test('plain data is checked like a file', () => {
  const tree = treeOf({ haproxy: { maxconn: 0 } }, { label: 'model' });
  expect(check(schema, tree).issues.map(formatIssue)).toEqual([
    'model haproxy.maxconn: expected a whole number >= 1 or none, got 0',
  ]);
});

test('the YAML reader keeps the place of keys and values', () => {
  const { tree } = readYaml('a:\n  b: [1, 2]\n', 'a.yaml');
  const a = (tree!.body as ReadonlyMap<string, typeof tree>).get('a')!;
  expect(a.keyAt).toEqual({ file: 'a.yaml', line: 1, column: 1 });
  const b = (a.body as ReadonlyMap<string, typeof tree>).get('b')!;
  expect(b.at).toEqual({ file: 'a.yaml', line: 2, column: 6 });
});
