import { expect, it } from 'vitest';
import { formatIssue } from '../schema/issue.ts';
import { planExperiment } from './plan-experiment.ts';

const planned = (thresholds: string, quick = false) =>
  planExperiment({
    text: `name: small
title: T
question: Q
expectation: E
model: m.yaml
grids:
  - name: side
    vary: [{ path: pod.replicas, values: [1, 2] }]
  - name: main
    vary: [{ path: haproxy.maxconn, values: [10, 40, none] }]
    cases: [{ name: calm, set: {} }, { name: storm, set: {} }]
    memoryLimits: [256Mi, 512Mi]
thresholds:
${thresholds}`,
    file: 'e.yaml',
    read: (file) => (file === 'm.yaml' ? 'clients:\n  - kind: closed\n' : null),
    pinned: [],
    seed: null,
    quick,
    asked: { experiment: './e.yaml', set: [] },
    chartNames: [],
  });

const thresholdsOf = (text: string, quick = false) => {
  const outcome = planned(text, quick);
  if ('issues' in outcome) throw new Error(outcome.issues.map(formatIssue).join('\n'));
  return outcome.plan.header.thresholds!;
};

it('a threshold is meant for all of the main grid, or where it says, in the cells of the rows', () => {
  const at = '{ haproxy.maxconn: [40, none], case: storm, pod.memoryLimit: 0.5GiB }';
  const [everywhere, somewhere, aside] = thresholdsOf(
    `  - oom_probability < 1e-3
  - { at: ${at}, require: ok_share > 99% }
  - { at: { pod.replicas: 2 }, require: ok_share > 99% }
`,
  );
  expect(everywhere).toMatchObject({ grid: 'main', at: [], where: '' });
  expect(somewhere).toMatchObject({
    grid: 'main',
    at: [
      { path: 'haproxy.maxconn', cells: [40, null] },
      { path: 'case', cells: ['storm'] },
      { path: 'pod.memoryLimit', cells: [512 * 2 ** 20] },
    ],
    where: 'haproxy.maxconn 40 or none, case storm, pod.memoryLimit 0.5GiB',
  });
  expect(aside).toMatchObject({ grid: 'side', at: [{ path: 'pod.replicas', cells: [2] }] });
});

it('a value that a quick run leaves out is no mistake', () => {
  const text = '  - { at: { haproxy.maxconn: 40 }, require: ok_share > 0.5 }\n';
  expect(thresholdsOf(text, true)).toHaveLength(1);
});

it.each([
  ['  - oom_probabilty < 1\n', /^e\.yaml:14:5 thresholds\[0\]: .*did you mean "oom_probability"/],
  [
    '  - { at: { haproxy.maxcon: 40 }, require: ok_share > 0.5 }\n',
    /^e\.yaml:14:\d+ thresholds\[0\]\.at\.haproxy\.maxcon: "haproxy\.maxcon" is not varied; did you mean "haproxy\.maxconn"\?$/,
  ],
  [
    '  - { at: { haproxy.maxconn: 50 }, require: ok_share > 0.5 }\n',
    /no value 50 in grid main; varied: 10, 40, none$/,
  ],
  ['  - { at: { haproxy.maxconn: [] }, require: ok_share > 0.5 }\n', /no value at all/],
  [
    '  - { grid: mian, require: ok_share > 0.5 }\n',
    /no grid is called "mian"; did you mean "main"/,
  ],
  [
    '  - { at: { pod.replicas: 1, case: calm }, require: ok_share > 0.5 }\n',
    /no grid varies pod\.replicas and case at once$/,
  ],
  ['  - { at: { case: calm } }\n', /thresholds\[0\]: expected require:/],
  ['  - { require: ok_share > 0.5, were: {} }\n', /only require, at, grid/],
  ['  - { require: ok_share > 0.5, at: 40 }\n', /a map of varied paths/],
  ['  - 3\n', /a statistic of the rows, < or >/],
])('a mistake is one line that says where: %s', (text, line) => {
  const outcome = planned(text);
  const lines = 'issues' in outcome ? outcome.issues.map(formatIssue) : [];
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(line);
});
