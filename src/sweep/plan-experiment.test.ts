import { expect, test } from 'vitest';
import { parseSet } from '../config/override.ts';
import { formatIssue } from '../schema/issue.ts';
import type { Plan } from './plan.ts';
import { type PlanRequest, planExperiment } from './plan-experiment.ts';

const HEAD = `name: small
title: T
question: Q
expectation: E
model: m.yaml
`;

const REQUEST: Omit<PlanRequest, 'text'> = {
  file: 'e.yaml',
  read: (file) => (file === 'm.yaml' ? 'clients:\n  - kind: closed\n' : null),
  pinned: [],
  seed: null,
  quick: false,
  asked: { experiment: './e.yaml', set: [] },
  chartNames: ['one-flood', 'flood-size'],
};

const linesOf = (body: string, request: Partial<PlanRequest> = {}) => {
  const planned = planExperiment({ ...REQUEST, text: HEAD + body, ...request });
  return 'issues' in planned ? planned.issues.map(formatIssue) : [];
};

const planOf = (body: string, request: Partial<PlanRequest> = {}): Plan => {
  const planned = planExperiment({ ...REQUEST, text: HEAD + body, ...request });
  if ('issues' in planned) throw new Error(planned.issues.map(formatIssue).join('\n'));
  return planned.plan;
};

const set = (text: string) => {
  const parsed = parseSet(text);
  if ('issue' in parsed) throw new Error(text);
  return parsed.override;
};

test('mistakes are told with line and column, all at once', () => {
  const lines = linesOf('replicatons: 5\nseed: [1]\ncharts: 3\n');
  expect(lines).toEqual([
    'e.yaml:6:1 replicatons: unknown key "replicatons"; did you mean "replications"?',
    'e.yaml:7:7 seed: expected a number or a word, got a list',
    'e.yaml:8:9 charts: expected a list, got 3',
  ]);
});

test('a wrong chart does not hide what is wrong with the model', () => {
  const lines = linesOf('charts: [one-flod]\nset: { haproxy.maxconn: -1 }\n');
  expect(lines.map((line) => line.split(' ')[1])).toEqual(['charts[0]:', 'haproxy.maxconn:']);
});

test.each([
  [
    'vary:\n  - { path: haproxy.maxcon, values: [1, 2] }\n',
    'e.yaml:7:13 haproxy.maxcon: unknown path "haproxy.maxcon"; did you mean haproxy.maxconn?',
  ],
  [
    'vary:\n  - { path: haproxy.maxconn, values: [5, -3] }\n',
    'e.yaml:7:42 haproxy.maxconn: expected a whole number >= 1 or none, got -3',
  ],
  [
    'random:\n  clients[0].workers: { law: unifrm, min: 1, max: 2 }\n',
    'e.yaml:7:3 clients[0].workers.law: expected one of constant, exponential, lognormal, pareto, uniform, mixture, empirical, got "unifrm"; did you mean "uniform"?',
  ],
  [
    'charts: [one-flod]\n',
    'e.yaml:6:10 charts[0]: unknown chart "one-flod"; did you mean "one-flood"?',
  ],
  ['grids:\n  - { name: a }\n  - { name: a }\n', 'e.yaml:7:3 grids: two grids are called a'],
])('%j is refused with one line', (body, line) => {
  const lines = linesOf(body);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toBe(line);
});

test('what is random stays so where the experiment sets all of its clients and varies one path', () => {
  const { grids } = planOf(`set:
  clients: [{ kind: open, rate: 1/s }]
  run.horizon: 1m
random:
  clients[0].pace: { law: uniform, min: 1MB/s, max: 2MB/s }
vary:
  - { path: haproxy.maxconn, values: [5] }
`);
  expect(grids[0]!.points[0]!.model.clients[0]!.pace).toMatchObject({ law: 'uniform' });
  expect(grids[0]!.result.set).toEqual([]);
});

const KNOB_GRIDS = `grids:
  - name: main
    vary:
      - { path: haproxy.maxconn, values: [5, 10] }
    cases:
      - { name: direct, set: { haproxy.enabled: false } }
  - name: pods
    vary:
      - { path: pod.replicas, values: [1, 2] }
`;

test.each([
  [
    'x: haproxy.maxcon',
    'e.yaml:16:23 charts[0].x: "haproxy.maxcon" is not varied; did you mean "haproxy.maxconn"?',
  ],
  [
    'grid: pods, x: case',
    'e.yaml:16:35 charts[0].x: "case" is not varied in grid pods; varied: pod.replicas',
  ],
  [
    'grid: pots, x: case',
    'e.yaml:16:26 charts[0].grid: no grid is called "pots"; did you mean "pods"?',
  ],
  [
    'x: case, series: pod.replicas',
    'e.yaml:16:37 charts[0].series: no grid varies case and pod.replicas at once',
  ],
  ['x: case, series: [case]', 'e.yaml:16:37 charts[0].series: case is drawn twice; once is enough'],
])('a chart knob with %s is refused with one line', (asked, line) => {
  const charts = `charts:\n  - { chart: knob, ${asked}, panels: [goodput] }\n`;
  expect(linesOf(KNOB_GRIDS + charts)).toEqual([line]);
});

test('a chart knob over a varied path, or named cases, is taken', () => {
  const charts = `charts:
  - { chart: knob, x: case, series: haproxy.maxconn, panels: [oom_probability] }
  - { chart: knob, name: pods, x: pod.replicas, panels: [goodput, [ok_share, killed_share]] }
`;
  const { experiment } = planOf(KNOB_GRIDS + charts).header;
  expect(experiment.charts.map(({ name }) => name)).toEqual(['knob', 'pods']);
});

test('two charts of one name are refused', () => {
  const chart = '  - { chart: knob, x: pod.replicas, panels: [goodput] }\n';
  expect(linesOf(`${KNOB_GRIDS}charts:\n${chart}${chart}`)).toEqual([
    'e.yaml:17:5 charts[1]: two charts are called knob; give one of them a name: of its own',
  ]);
});

test("an axis knows the model's own value, unless it has no single one", () => {
  const own = (body: string, ...sets: string[]) =>
    planOf(body, { pinned: sets.map(set) }).grids[0]!.result.varied[0]!.own;
  expect(own('vary:\n  - { path: haproxy.retries, values: [0, 1] }\n')).toBe(3);
  const bodies = 'vary:\n  - { path: "clients[0].bodySize", values: [1MB, 2MB] }\n';
  expect(own(bodies)).toBe(16e6);
  expect(own(`set:\n  clients[0].bodySize: 4MB\n${bodies}`)).toBe(4e6);
  const law = 'random:\n  clients[0].bodySize: { law: uniform, min: 1MB, max: 2MB }\n';
  expect(own(law + bodies)).toBeUndefined();
});

test('a missing model file is told at the line that names it', () => {
  const lines = linesOf('', { read: () => null });
  expect(lines).toEqual(['e.yaml:5:8 model: no such file: m.yaml']);
});

test('a wrong --set is told once, whatever the number of design points', () => {
  const body = 'vary:\n  - { path: pod.handler, values: [parts, read-all] }\n';
  const lines = linesOf(body, { pinned: [set('haproxy.maxconn=-3')] });
  expect(lines).toEqual(['--set haproxy.maxconn=-3: expected a whole number >= 1 or none, got -3']);
});

test('cells are values in base units, none is null, and labels are what the file says', () => {
  const { grids } = planOf(`vary:
  - { path: haproxy.timeouts.queue, values: [250ms, 1m, none] }
  - path: clients[0].bodySize
    values: [16MB, { law: exponential, mean: 16MB }]
`);
  expect(grids[0]!.result.varied).toEqual([
    {
      path: 'haproxy.timeouts.queue',
      values: [0.25, 60, null],
      labels: ['250ms', '1m', 'none'],
      unit: 's',
      own: null,
    },
    {
      path: 'clients[0].bodySize',
      values: [16e6, 'exponential, mean 16MB'],
      labels: ['16MB', 'exponential, mean 16MB'],
      unit: 'B',
      own: 16e6,
    },
  ]);
});

test('named cases are a column and vary fastest', () => {
  const { grids } = planOf(`grids:
  - name: main
    vary:
      - { path: pod.handler, values: [parts, read-all] }
    cases:
      - { name: direct, set: { haproxy.enabled: false } }
      - { name: capped, set: { haproxy.maxconn: 40 } }
`);
  const points = grids[0]!.points.map(({ cells, model }) => [cells, model.haproxy.enabled]);
  expect(points).toEqual([
    [{ 'pod.handler': 'parts', case: 'direct' }, false],
    [{ 'pod.handler': 'parts', case: 'capped' }, true],
    [{ 'pod.handler': 'read-all', case: 'direct' }, false],
    [{ 'pod.handler': 'read-all', case: 'capped' }, true],
  ]);
});

test('--set reaches every grid, outranks what is random, and pins an axis of its path', () => {
  const body = `random:
  clients[0].workers: { law: uniform, min: 1, max: 9 }
vary:
  - { path: haproxy.maxconn, values: [5, 10] }
  - { path: pod.handler, values: [parts, read-all] }
`;
  const pinned = [set('haproxy.maxconn=7'), set('clients[0].workers=3')];
  const { grids, header } = planOf(body, { pinned });
  expect(grids[0]!.result.varied[0]!.values).toEqual([7]);
  expect(grids[0]!.points.map((point) => point.model.haproxy.maxconn)).toEqual([7, 7]);
  expect(grids[0]!.points[0]!.model.clients[0]).toMatchObject({
    workers: { law: 'constant', value: 3 },
  });
  expect(header.experiment.random).toEqual([]);
});

test('--quick thins values and replications, a seed given outranks the file', () => {
  const body = `replications: 50
seed: 3
quick: { replications: 2, keep: 2 }
vary:
  - { path: haproxy.maxconn, values: [1, 2, 3] }
`;
  const { grids } = planOf(body, { quick: true, seed: '9' });
  expect(grids[0]!.result.varied[0]!.values).toEqual([1, 3]);
  expect(grids[0]!.seeds).toEqual(['9/0', '9/1']);
});

test('memory limits are simulated without one', () => {
  const { grids } = planOf('grids:\n  - { name: main, memoryLimits: [256Mi, none] }\n');
  expect(grids[0]!.points[0]!.model.pod.memoryLimit).toBe(Number.POSITIVE_INFINITY);
  expect(grids[0]!.memoryLimits).toEqual([2 ** 28, null]);
  expect(grids[0]!.result.varied[0]).toMatchObject({ path: 'pod.memoryLimit', unit: 'B' });
});

test('a limit below what an idle pod needs is refused, at every point and limit', () => {
  const varied = 'vary:\n  - { path: pod.memoryLimit, values: [16Mi, 512Mi] }\n';
  expect(linesOf(varied)).toEqual([
    'e.yaml:7:39 pod.memoryLimit: expected at least 24 MiB, the pod.base of limiter-then-parts, got "16Mi"; an idle pod must fit',
  ]);
  const afterwards = `grids:
  - name: main
    vary:
      - { path: pod.handler, values: [parts, incident-fit] }
    memoryLimits: [32Mi, 40Mi, 1Gi]
`;
  const line = (column: number, limit: string) =>
    `e.yaml:10:${column} pod.memoryLimit: expected at least 42.3 MiB, the pod.base of incident-fit, got "${limit}"; an idle pod must fit`;
  expect(linesOf(afterwards)).toEqual([line(20, '32Mi'), line(26, '40Mi')]);
});

test('a probability is per what the experiment says, or per run.event of its model', () => {
  const model = 'clients:\n  - kind: closed\nrun:\n  event: backup window\n';
  const read = () => model;
  expect(planOf('').header.experiment.per).toBe('run');
  expect(planOf('', { read }).header.experiment.per).toBe('backup window');
  expect(planOf('per: flood\n', { read }).header.experiment.per).toBe('flood');
});

test('the header keeps what the command line said', () => {
  const asked = { experiment: 'a file.yaml', set: ['pod.replicas=2'] };
  expect(planOf('', { asked }).header.asked).toEqual(asked);
});

test('a model that overshoots on return says so, unless HAProxy is out of the way', () => {
  const facts = (...sets: string[]) => planOf('', { pinned: sets.map(set) }).header.facts;
  expect(facts().overshootsOnReturn).toBe(false);
  expect(facts('haproxy.version="2.6"').overshootsOnReturn).toBe(true);
  expect(facts('haproxy.version="2.6"', 'haproxy.enabled=false').overshootsOnReturn).toBe(false);
});

test('kind theory takes cases by id or by oracle, and no model', () => {
  const theory = (body: string, request: Partial<PlanRequest> = {}) =>
    planExperiment({
      ...REQUEST,
      ...request,
      text: `${HEAD.replace('model: m.yaml\n', '')}kind: theory\n${body}`,
    });
  const planned = theory('cases: [O15]\n');
  expect('plan' in planned && planned.plan.oracles!.every(({ oracle }) => oracle === 'O15')).toBe(
    true,
  );
  const seedsOf = (seed: string) => {
    const chosen = theory('cases: [O15]\n', { seed });
    return 'plan' in chosen ? chosen.plan.oracles!.map((oracle) => oracle.seed) : [];
  };
  expect(seedsOf('7')).toEqual(seedsOf('8').map((seed) => seed.replace('8', '7')));
  expect(seedsOf('7')[0]).toMatch(/^7\/oracle /);
  const wrong = theory('cases: [O99]\n');
  expect('issues' in wrong && wrong.issues.map(formatIssue)[0]).toContain('unknown case "O99"');
});
