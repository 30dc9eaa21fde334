import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../cli/package-root.ts';
import { formatIssue } from '../schema/issue.ts';
import type { PlannedPolicy } from './plan-policy.ts';
import { planPolicy } from './plan-policy.ts';
import { POLICY, planOf } from './recommend.fixture.ts';

function planned(
  policy: Readonly<Record<string, unknown>> = POLICY,
  request: Parameters<typeof planOf>[1] = {},
): PlannedPolicy {
  const plan = planOf(policy, request);
  if (Array.isArray(plan)) throw new Error(plan.join('\n'));
  return plan;
}

test('every combination of the knobs is a candidate, by cost and then nearness to the present', () => {
  const { candidates, present } = planned();
  expect(candidates.map(({ id }) => id)).toEqual(
    ['8.5MB', '10.5MB', '12.5MB', '14.5MB'].flatMap((limit) => [
      `maxconn=30 memoryLimit=${limit}`,
      `maxconn=12 memoryLimit=${limit}`,
    ]),
  );
  expect(present).toBe('maxconn=30 memoryLimit=14.5MB');
  expect(new Set(candidates.map(({ column }) => column)).size).toBe(2);
  expect(candidates.at(-1)).toMatchObject({ cost: 14.5e6, limit: 14.5e6 });
});

test('the present setting is a candidate even where the policy does not list it', () => {
  const { candidates, present } = planned({ ...POLICY, set: { 'haproxy.maxconn': 17 } });
  expect(candidates).toHaveLength(9);
  expect(present).toBe('maxconn=17 memoryLimit=14.5MB');
});

test('a range is cut into steps', () => {
  const knobs = [
    { path: 'haproxy.maxconn', from: 10, to: 40, steps: 4 },
    { path: 'pod.memoryLimit', from: '10MB', to: '20MB', steps: 3 },
  ];
  const { facts } = planned({ ...POLICY, knobs });
  expect(facts.knobs.map(({ labels }) => labels)).toEqual([
    ['10', '20', '30', '40'],
    ['10MB', '14.5MB', '15MB', '20MB'],
  ]);
});

test('knobs have the names of the chart, others where the policy says so, or none', () => {
  const knobs = [
    { path: 'haproxy.maxconn', values: [30] },
    { path: 'pod.memoryLimit', values: ['14.5MB'], helm: 'app.memory' },
    { path: 'pod.cpuLimit', values: ['1'] },
  ];
  expect(planned({ ...POLICY, knobs }).facts.knobs.map(({ helm }) => helm)).toEqual([
    'frontproxy.maxConnPerPod',
    'app.memory',
    null,
  ]);
});

test('a chart that counts gets whole numbers, of bytes alone', () => {
  const asked = (path: string, values: unknown[], helm: unknown) =>
    planOf({ ...POLICY, knobs: [{ path, values, helm }, POLICY.knobs[1]!] });
  const inMiB = { name: 'app.budgetMb', unit: 'MiB' };
  const knobs = [{ path: 'pod.memoryLimit', values: ['16MiB'], helm: inMiB }];
  const set = { 'pod.memoryLimit': '32MiB' };
  const [counted] = planned({ ...POLICY, knobs, set }).facts.knobs;
  expect(counted).toMatchObject({ helm: 'app.budgetMb', helmUnit: 'MiB' });
  const odd = planOf({ ...POLICY, knobs: [{ ...knobs[0], values: ['15MB'] }], set });
  expect(odd).toEqual([
    expect.stringMatching(/^policy.yaml:\d+:\d+ knobs\[0\].helm: .*whole numbers of MiB, got 15MB/),
  ]);
  expect(asked('haproxy.maxconn', [30], inMiB)).toEqual([expect.stringContaining('no unit of')]);
  expect(asked('haproxy.maxconn', [30], { name: 'x', unit: 'Mib' })).toEqual([
    expect.stringContaining('knobs[0].helm.unit: expected unit: one of'),
  ]);
  expect(asked('haproxy.maxconn', [30], { nam: 'x', unit: 'MiB' })).toEqual([
    expect.stringContaining('name: in the values'),
    expect.stringContaining('did you mean "name"'),
  ]);
  expect(asked('haproxy.maxconn', [30], 7)).toEqual([expect.stringContaining('a name in')]);
});

test('--set is below the knobs but a knob of its path has its one value', () => {
  const at = { label: '--set' };
  const pinned = [
    { path: 'haproxy.maxconn', value: 20, at },
    { path: 'pod.replicas', value: 2, at },
  ];
  const { candidates } = planned(POLICY, { pinned });
  expect(candidates).toHaveLength(4);
  expect(candidates[0]).toMatchObject({ cost: 17e6, values: { 'haproxy.maxconn': 20 } });
});

test('scenarios that are required come first; --quick keeps few values and few runs', () => {
  const scenarios = [
    { name: 'shown', set: { 'pod.service': '2s' }, required: false },
    { name: 'wanted', podsLess: 0 },
  ];
  const plan = planned({ ...POLICY, scenarios }, { quick: true });
  expect(plan.facts.scenarios.map(({ name, set }) => [name, set])).toEqual([
    ['wanted', []],
    ['shown', ['pod.service 2s']],
  ]);
  expect(plan.candidates).toHaveLength(4);
  expect(plan.facts.budget).toBe(2000);
});

test.each([
  [{ bounds: ['oom_probability > 0.1'] }, 'bounds[0]: expected < after oom_probability'],
  [{ bounds: ['peak_memory_p50_bytes < 1GB'] }, 'expected a chance of a kill or a share'],
  [{ bounds: ['ok_share > 100%'] }, 'expected a bound that some runs may break'],
  [
    { bounds: ['oom_probability < 0.1', 'oom_probability_all < 0.1'] },
    'bounds: expected one of oom_probability and oom_probability_all, got both',
  ],
  [{ bounds: ['oom_probability_all < 0.1'] }, 'the model rests on no fit'],
  [{ knobs: [{ path: 'haproxy.maxcon', values: [1] }] }, 'did you mean haproxy.maxconn?'],
  [{ knobs: [{ path: 'haproxy.maxconn' }] }, 'expected values, or from, to and steps'],
  [{ knobs: [{ path: 'haproxy.maxconn', values: ['many'] }] }, 'got "many"'],
  [{ knobs: [{ path: 'pod.memoryLimit', values: ['none'] }] }, 'expected a memory limit'],
  [{ scenarios: [{ name: 'a', podsLess: 1 }] }, 'no pod is left'],
  [{ scenarios: [{ name: 'a', required: false }] }, 'expected one that is required'],
  [{ influences: [{ factor: 'a', path: 'pod.base' }] }, 'expected a path and its values'],
  [{ remedies: [{ name: 'a', set: { 'pod.bas': 1 } }] }, 'did you mean pod.base?'],
  [
    { scenarios: [{ name: 'a', podsLess: 3 }] },
    'pod.replicas: expected one pod at least, got 3 of 1 pods less',
  ],
  [
    { scenarios: [{ name: 'a' }, { name: 'a' }] },
    'scenarios[1].name: expected a name of its own, got a again',
  ],
  [
    { scenarios: [{ name: 'a', set: { 'haproxy.maxconn': 8 } }] },
    'scenarios[0].set: expected a path that no knob sets, got haproxy.maxconn',
  ],
  [
    { scenarios: [{ name: 'a', set: { haproxy: { enabled: false } } }] },
    'expected a path that no knob sets, got haproxy beside the knob haproxy.maxconn',
  ],
  [
    {
      knobs: [
        { path: 'haproxy', values: [{ enabled: false }] },
        { path: 'haproxy.maxconn', values: [2] },
      ],
    },
    'knobs[1]: haproxy.maxconn and the knob haproxy undo one another',
  ],
  [{ knobs: [{ path: 'run.horizon', values: ['1s'] }] }, 'got run.horizon; the load is no knob'],
  [{ knobs: [{ path: 'clients[0].rate', values: ['1/s'] }] }, 'the load is no knob'],
  [
    { knobs: [{ path: 'pod.memoryLimit', values: ['12.5MB', '12500kB'] }] },
    'knobs[0].values: expected another value, got 12500kB, which is 12.5MB again',
  ],
  [{ bounds: ['served_within_60s_share < 1%'] }, 'expected > after served_within_60s_share'],
  [{ bounds: ['answered_503_share > 1%'] }, 'expected < after answered_503_share'],
  [
    { bounds: ['oom_probability < 0.1', 'oom_probability < 0.2'] },
    'bounds[1]: expected one bound on oom_probability, got a second',
  ],
  [{ level: 0.3 }, 'expected a confidence from 50% to 99.99%'],
  [{ incident: 'none.json' }, 'no such file: none.json'],
])('a mistake is told where it stands: %j', (change, message) => {
  const lines = planOf({ ...POLICY, ...change });
  expect(Array.isArray(lines)).toBe(true);
  expect((lines as string[]).join('\n')).toContain(message);
  // A file that is missing has no line of the policy.
  if (!message.startsWith('no such file')) {
    expect((lines as string[]).filter((line) => !/^policy.yaml:\d+:\d+ /.test(line))).toEqual([]);
  }
});

test('a knob value under which nothing can be drawn is told where it stands', () => {
  const read = (name: string) => (existsSync(name) ? readFileSync(name, 'utf8') : null);
  const lines = planOf(
    {
      ...POLICY,
      knobs: [{ path: 'pod.handler', values: ['parts', 'constant'] }],
      bounds: ['oom_probability_all < 0.1'],
    },
    { model: join(PACKAGE_ROOT, 'models', 's3proxy.yaml'), read },
  );
  expect(lines).toHaveLength(1);
  expect((lines as string[])[0]).toMatch(/^policy.yaml:\d+:\d+ knobs\[0\]: .*constant/);
});

test('mistakes have a line and a column, all of them at once', () => {
  const text = 'name: x y\ntitle: t\nquestion: q\nknobz: []\nbounds: []\n';
  expect(planOf(text)).toEqual([
    'policy.yaml:1:1 knobs: expected a list, got nothing',
    'policy.yaml:1:7 name: expected a name of letters, digits, - and _, got "x y"',
    'policy.yaml:4:1 knobz: unknown key "knobz"; did you mean "knobs"?',
    'policy.yaml:5:9 bounds: expected a list of at least 1, got an empty list',
  ]);
});

test('a path that is none is told once, however many values it has', () => {
  const knobs = [{ path: 'haproxy.maxcon', values: [5, 10, 20] }, POLICY.knobs[1]!];
  expect(planOf({ ...POLICY, knobs })).toEqual([
    expect.stringMatching(/^policy.yaml:\d+:\d+ haproxy.maxcon: unknown path "haproxy.maxcon"/),
  ]);
});

test('what is wrong with the policy does not hide what is wrong with the model', () => {
  const read = () => 'clients: [{ kind: closed }]\npod: { replicas: 0 }\n';
  const told = 'model.yaml:2:18 pod.replicas: expected a whole number >= 1, got 0';
  const wrong = [
    { ...POLICY, level: 3 },
    { ...POLICY, bounds: ['ok_share < 50%'] },
  ];
  for (const policy of wrong) {
    const lines = planOf(policy, { read });
    expect(lines).toHaveLength(2);
    expect(lines).toContain(told);
  }
});

test('a model that is none is told as such', () => {
  expect(planOf(POLICY, { model: 'none.yaml' })).toEqual(['none.yaml: no such file']);
});

test.each(readdirSync(join(PACKAGE_ROOT, 'policies')))('the shipped policy %s is one', (file) => {
  const path = join(PACKAGE_ROOT, 'policies', file);
  const read = (name: string) => (existsSync(name) ? readFileSync(name, 'utf8') : null);
  const found = planPolicy({
    text: read(path)!,
    file: path,
    model: join(PACKAGE_ROOT, 'models', 's3proxy.yaml'),
    read,
    pinned: [],
    seed: null,
    quick: true,
  });
  expect('issues' in found ? found.issues.map(formatIssue) : []).toEqual([]);
});
