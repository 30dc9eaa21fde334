import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { explain, parametersOf } from '../schema/explain.ts';
import { InputError } from '../schema/issue.ts';
import { modelFrom, modelSchema, resolveModel } from './config.ts';

describe('modelFrom', () => {
  test('without anything is the closed flood of the defaults', () => {
    const model = modelFrom();
    expect(model.clients).toHaveLength(1);
    expect(model.clients[0]).toMatchObject({ kind: 'closed', name: 'clients[0]', requests: 256 });
    expect(model.pod.memoryLimit).toBe(512 * 2 ** 20);
    expect(model.pod.base).toBe('auto');
    expect(model.haproxy.maxconn).toBe(Number.POSITIVE_INFINITY);
  });

  test('takes a partial model and overrides by path', () => {
    const model = modelFrom({ pod: { replicas: 1 } }, { 'haproxy.maxconn': 40, 'pod.base': 0 });
    expect(model.pod.replicas).toBe(1);
    expect(model.pod.base).toBe(0);
    expect(model.haproxy.maxconn).toBe(40);
  });

  test('throws one error with a line for each mistake', () => {
    const make = () => modelFrom({ pod: { replicas: 0 } }, { 'haproxy.maxcon': 40 });
    expect(make).toThrow(InputError);
    expect(make).toThrow('model pod.replicas: expected a whole number >= 1, got 0');
    expect(make).toThrow('unknown path "haproxy.maxcon"; did you mean haproxy.maxconn?');
  });

  test('gives a model frozen to the last leaf', () => {
    const model = modelFrom();
    expect(Object.isFrozen(model)).toBe(true);
    expect(Object.isFrozen(model.clients[0]!.pace)).toBe(true);
    expect(Object.isFrozen(model.haproxy.timeouts)).toBe(true);
  });
});

describe('rules that span rooms', () => {
  test.each([[{ kind: 'open', rate: '4/s' }], [{ kind: 'closed', requests: 'none' }]])(
    '%j needs run.horizon',
    (client) => {
      expect(() => modelFrom({ clients: [client] })).toThrow(
        'model run.horizon: expected a duration, because clients[0] never stops by itself',
      );
      expect(modelFrom({ clients: [client], run: { horizon: '10m' } }).run.horizon).toBe(600);
    },
  );

  test('an idle pod fits into its limit', () => {
    const make = (pod: object) => modelFrom({ pod }).pod.memoryLimit;
    expect(() => make({ base: '600MiB' })).toThrow(
      'model pod.base: expected at most 512 MiB, the pod.memoryLimit, got "600MiB"; an idle pod must fit',
    );
    expect(() => make({ memoryLimit: '32Mi', handler: 'incident-fit' })).toThrow(
      'model pod.memoryLimit: expected at least 42.3 MiB, the pod.base of incident-fit, got "32Mi"; an idle pod must fit',
    );
    expect(make({ memoryLimit: '32Mi' })).toBe(2 ** 25);
    expect(make({ base: '32MiB', memoryLimit: '32Mi' })).toBe(2 ** 25);
    expect(make({ base: '1GiB', memoryLimit: 'none' })).toBe(Number.POSITIVE_INFINITY);
  });

  test('a model needs clients', () => {
    const resolution = resolveModel({ clients: [] });
    expect('issues' in resolution && resolution.issues[0]?.message).toBe(
      'expected a list of at least 1, got an empty list',
    );
  });
});

test('a model without a name has that of its file', () => {
  const resolution = resolveModel({ clients: [{ kind: 'wave' }] }, 'models/nightly.yaml');
  expect('model' in resolution && resolution.model.name).toBe('nightly');
});

describe('the list of sources', () => {
  const resolution = resolveModel({
    clients: [{ kind: 'closed', workers: { value: 64, source: 'a test' }, bodySize: '8MB' }],
    pod: { runEffect: { law: 'lognormal', mean: 1, cv: 0.1, assumed: true } },
  });
  if ('issues' in resolution) throw new InputError(resolution.issues);
  const line = (path: string) => resolution.sources.find((each) => each.path === path);

  test('has what the model says with its source, and null where it gives none', () => {
    expect(line('clients[0].workers')).toMatchObject({ value: '64', source: 'a test' });
    expect(line('clients[0].bodySize')).toMatchObject({ value: '8MB', source: null });
    expect(line('pod.runEffect')?.source).toBe('assumed');
  });

  test('has the defaults with the sources of their parameters', () => {
    expect(line('pod.memoryLimit')).toMatchObject({ value: '512MiB' });
    expect(line('pod.memoryLimit')?.source).toContain('resources.limits.memory');
  });

  test('has no line for names', () => {
    expect(line('name')).toBeUndefined();
    expect(line('clients[0].kind')).toBeUndefined();
  });
});

describe('explain', () => {
  const rows = parametersOf(modelSchema);

  test('every parameter has a unit, a range, a sentence and a source', () => {
    expect(rows.length).toBeGreaterThan(60);
    for (const row of rows) {
      expect(row.unit, row.path).not.toBe('');
      expect(row.range, row.path).not.toBe('');
      expect(row.doc, row.path).toMatch(/^.{10,}\.$/);
      expect(row.source, row.path).not.toBe('');
    }
  });

  test('every default, written out, resolves to the model of the defaults', () => {
    const resolution = resolveModel({ clients: [{ kind: 'closed' }] });
    if ('issues' in resolution) throw new InputError(resolution.issues);
    const written = resolution.sources.map(({ path, value }) => [path, plainOfText(path, value)]);
    expect(written.length).toBeGreaterThan(50);
    expect(modelFrom({}, Object.fromEntries(written))).toEqual(resolution.model);
  });

  test('shows one parameter, or all below a path', () => {
    const pathsOf = (query: string) => {
      const explained = explain(modelSchema, query);
      return 'rows' in explained ? explained.rows.map(({ path }) => path) : [explained.issue.hint];
    };
    expect(pathsOf('haproxy.maxconn')).toEqual(['haproxy.maxconn']);
    expect(pathsOf('clients[0].pace')).toEqual(['clients[i].pace']);
    expect(pathsOf('pod.restart')).toHaveLength(4);
    expect(pathsOf('clients')).toContain('clients[i].rate');
    expect(pathsOf('haproxy.maxcon')).toEqual(['did you mean haproxy.maxconn?']);
    expect(pathsOf('hapoxy')).toEqual(['did you mean haproxy?']);
    expect(pathsOf('limiter')).toEqual(['did you mean pod.limiter?']);
    expect(pathsOf('zzz')[0]).toContain('there are name, description, clients');
  });

  test('tells which kinds of clients have a parameter', () => {
    expect(rows.find(({ path }) => path === 'clients[i].rate')?.when).toBe('kind: open');
    expect(rows.find(({ path }) => path === 'clients[i].pace')?.when).toBe('');
  });
});

/** What YAML makes of a value; a version is quoted in a file, so it stays text. */
function plainOfText(path: string, value: string): unknown {
  return path === 'haproxy.version' ? value : parse(value);
}
