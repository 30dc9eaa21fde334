import { describe, expect, test } from 'vitest';
import { formatIssue } from '../schema/issue.ts';
import { loadModel } from './load.ts';
import { parseSet } from './override.ts';

const FILE = `clients:
  - kind: closed
    workers: {value: 128, source: the incident}
    bodySize: {law: exponential, mean: 16MB, source: the incident}
haproxy:
  maxconn: {value: 40, source: the incident}
`;

function load(...sets: string[]) {
  const parsed = sets.map(parseSet);
  const bad = parsed.flatMap((each) => ('issue' in each ? [each.issue] : []));
  if (bad.length > 0) return { lines: bad.map(formatIssue), model: null, sources: [] };
  const overrides = parsed.flatMap((each) => ('override' in each ? [each.override] : []));
  const loaded = loadModel('a.yaml', () => FILE, overrides);
  if ('issues' in loaded)
    return { lines: loaded.issues.map(formatIssue), model: null, sources: [] };
  return { lines: [], ...loaded };
}

describe('--set', () => {
  test('replaces a value, wrapped or not, given or left to its default', () => {
    const { model } = load('haproxy.maxconn=20', 'clients[0].workers=64', 'pod.cpuLimit=500m');
    expect(model?.haproxy.maxconn).toBe(20);
    expect(model?.clients[0]).toMatchObject({ workers: { law: 'constant', value: 64 } });
    expect(model?.pod.cpuLimit).toBe(0.5);
  });

  test('takes YAML values, laws and sources among them', () => {
    const { model, sources } = load(
      'haproxy.maxconn=none',
      'clients[0].bodySize={law: uniform, min: 1MB, max: 2MB}',
      'pod.replicas={value: 2, source: a test}',
    );
    expect(model?.haproxy.maxconn).toBe(Number.POSITIVE_INFINITY);
    expect(model?.clients[0]).toHaveProperty('bodySize', { law: 'uniform', min: 1e6, max: 2e6 });
    expect(sources.find(({ path }) => path === 'pod.replicas')?.source).toBe('a test');
  });

  test('reaches into a law', () => {
    const law = { law: 'exponential', mean: 4e6 };
    const { model } = load('clients[0].bodySize.mean=4MB');
    expect(model?.clients[0]).toHaveProperty('bodySize', law);
  });

  test('given twice, the last one wins', () => {
    expect(load('haproxy.maxconn=1', 'haproxy.maxconn=2').model?.haproxy.maxconn).toBe(2);
  });

  test('takes whole maps and lists', () => {
    const { model } = load('haproxy.timeouts={queue: 10s}', 'clients=[{kind: wave}]');
    expect(model?.haproxy.timeouts.queue).toBe(10);
    expect(model?.clients[0]?.kind).toBe('wave');
  });

  test.each([
    [
      'haproxy.maxconn=-3',
      '--set haproxy.maxconn=-3: expected a whole number >= 1 or none, got -3',
    ],
    [
      'haproxy.maxcon=3',
      '--set haproxy.maxcon=3: unknown path "haproxy.maxcon"; did you mean haproxy.maxconn?',
    ],
    ['maxconn=3', '--set maxconn=3: unknown path "maxconn"; did you mean haproxy.maxconn?'],
    [
      'client[0].workers=3',
      '--set client[0].workers=3: unknown path "client[0].workers"; did you mean clients[0].workers?',
    ],
    [
      'clients[1].workers=3',
      '--set clients[1].workers=3: nothing to set at clients[1].workers; set the whole value around it',
    ],
    [
      'clients.workers=3',
      '--set clients.workers=3: unknown path "clients.workers"; did you mean clients[0].workers?',
    ],
    [
      'pod.memoryLimit=512m',
      '--set pod.memoryLimit=512m: expected a size > 0 such as 16MB or 512MiB, or none, got "512m"; ' +
        'm is milli in Kubernetes (512m is 0.512 bytes); did you mean 512Mi?',
    ],
    [
      'clients[0].bodySize.mena=3MB',
      '--set clients[0].bodySize.mena=3MB: expected only mean beside law: exponential, got "3MB"; ' +
        'did you mean "mean"?',
    ],
    [
      'clients[0].bodySize={law: uniform, min: 3}',
      '--set clients[0].bodySize={law: uniform, min: 3}: expected max beside law: uniform, got a map',
    ],
    ['haproxy.maxconn', '--set haproxy.maxconn: expected PATH=VALUE, such as haproxy.maxconn=40'],
    ['=3', '--set =3: expected PATH=VALUE, such as haproxy.maxconn=40'],
    ['pod.handler=', '--set pod.handler=: expected a value after =; write none for no limit'],
    ['a b=3', '--set a b=3: expected a path such as haproxy.maxconn or clients[0].bodySize'],
    ['pod.handler=[', '--set pod.handler=[: broken YAML: flow sequence must end with a ]'],
  ])('%s is refused in one line', (set, line) => {
    expect(load(set).lines[0]).toBe(line);
  });

  test('leaves the place of everything else as it was', () => {
    const overrides = parseSet('pod.replicas=2');
    if ('issue' in overrides) throw new Error('not an override');
    const broken = FILE.replace('value: 40', 'value: 0');
    const loaded = loadModel('a.yaml', () => broken, [overrides.override]);
    expect('issues' in loaded && loaded.issues.map(formatIssue)).toEqual([
      'a.yaml:6:20 haproxy.maxconn: expected a whole number >= 1 or none, got 0',
    ]);
  });
});
