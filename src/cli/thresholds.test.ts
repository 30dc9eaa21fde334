import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { formatIssue } from '../schema/issue.ts';
import { planExperiment } from '../sweep/plan-experiment.ts';
import { readIfThere } from './files.ts';
import { PACKAGE_ROOT } from './package-root.ts';
import { emptyFolder, spillway } from './spawn.fixture.ts';

/** A flood without chance: 10 whole bodies in three copies fit into 512 MiB, 11 do not. */
const MODEL = `clients:
  - { kind: closed, workers: 12, requests: 12, bodySize: 16MB, pace: 16MB/s }
haproxy: { check: { enabled: false }, timeouts: { queue: none, connect: none } }
pod:
  replicas: 1
  memoryLimit: 512MiB
  base: 24MiB
  kernelBuffer: 0B
  uvicornBuffer: 0B
  sendBuffer: 0B
  retention: 0
  fragmentation: 0
  handler: read-all
  copies: 3
upstream: { latency: 5s }
`;

function gated(thresholds: string): string {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'model.yaml'), MODEL);
  writeFileSync(
    join(folder, 'gate.yaml'),
    `name: gate
title: T
question: Q
expectation: E
model: model.yaml
replications: 2
vary: [{ path: haproxy.maxconn, values: [10, 11] }]
${thresholds}`,
  );
  return folder;
}

test('a threshold that fails is exit code 1, once everything is written and said', () => {
  const folder = gated('thresholds: [oom_probability < 1e-3]\n');
  const { exitCode, stdout } = spillway(['sweep', './gate.yaml'], folder);
  expect(stdout).toContain('Thresholds: fail. Of 2 verdicts 1 pass, 1 fail, 0 undecided.');
  expect(stdout).toContain('fail: oom_probability < 1e-3 at haproxy.maxconn 11: 100%');
  const junit = readFileSync(join(folder, 'out', 'gate', 'junit.xml'), 'utf8');
  expect(junit).toContain('<testsuite name="gate" tests="2" failures="1" errors="0" skipped="0">');
  const report = readFileSync(join(folder, 'out', 'gate', 'report.md'), 'utf8');
  expect(report).toContain('## Thresholds');
  expect(existsSync(join(folder, 'out', 'gate', 'manifest.json'))).toBe(true);
  expect(exitCode).toBe(1);
});

test('what passes is exit code 0, and a file of an earlier verdict goes with its thresholds', () => {
  const folder = gated(
    'thresholds: [{ at: { haproxy.maxconn: 10 }, require: oom_probability < 1e-3 }]\n',
  );
  const passed = spillway(['sweep', './gate.yaml'], folder);
  expect(passed.stdout).toContain('Thresholds: pass. Of 1 verdict 1 pass');
  expect(passed.exitCode).toBe(0);
  const text = readFileSync(join(folder, 'gate.yaml'), 'utf8');
  writeFileSync(join(folder, 'gate.yaml'), text.replace(/^thresholds.*\n/m, ''));
  const without = spillway(['sweep', './gate.yaml'], folder);
  expect(without.stdout).not.toContain('Thresholds');
  expect(existsSync(join(folder, 'out', 'gate', 'junit.xml'))).toBe(false);
  expect(without.exitCode).toBe(0);
});

test('with --json the verdicts leave the rows alone', () => {
  const folder = gated('thresholds: [oom_probability < 1e-3]\n');
  const { exitCode, stdout, stderr } = spillway(['sweep', './gate.yaml', '--json'], folder);
  expect(JSON.parse(stdout)).toHaveLength(2);
  expect(stderr).toContain('Thresholds: fail.');
  expect(exitCode).toBe(1);
});

test('a mistake in a threshold is one line, and nothing runs', () => {
  const folder = gated('thresholds: [oom_probabilty < 1e-3]\n');
  const { exitCode, stdout, stderr } = spillway(['sweep', './gate.yaml'], folder);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(/^\.\/gate\.yaml:8:14 thresholds\[0\]: .*did you mean "oom_probability"/);
  expect(stdout).toBe('');
  expect(existsSync(join(folder, 'out'))).toBe(false);
  expect(exitCode).toBe(2);
});

test('the guide shows an experiment that is one, and a workflow that is YAML', () => {
  const guide = readFileSync(join(PACKAGE_ROOT, 'docs', 'gate.md'), 'utf8');
  const [experiment, workflow] = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(
    ([, it]) => it!,
  );
  const model = join(PACKAGE_ROOT, 'models', 's3proxy.yaml');
  const planned = planExperiment({
    text: experiment!,
    file: 'gate.yaml',
    read: (file) => readIfThere(file === 'model.yaml' ? model : join(PACKAGE_ROOT, 'models', file)),
    pinned: [],
    seed: null,
    quick: false,
    asked: { experiment: 'gate.yaml', set: [] },
    chartNames: [],
  });
  expect('issues' in planned ? planned.issues.map(formatIssue) : []).toEqual([]);
  const { steps } = parse(workflow!).jobs.gate;
  expect(steps.at(-2).run).toMatch(/sweep -- .*gate\.yaml/);
});
