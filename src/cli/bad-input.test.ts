import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, spillway } from './spawn.fixture.ts';

/** A folder with a model and experiments in it, some of them wrong. */
function workshop(): string {
  const folder = emptyFolder();
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const experiment = (body: string) =>
    `name: e\ntitle: T\nquestion: Q\nexpectation: E\nreplications: 2\n${body}`;
  write('good.yaml', 'clients:\n  - kind: closed\n    requests: 4\n');
  write('typo.yaml', 'clients:\n  - kind: closed\nhaproxy:\n  maxcon: 40\n');
  write('unit.yaml', 'clients:\n  - kind: closed\npod:\n  memoryLimit: 512mb\n');
  write('tight.yaml', 'clients:\n  - kind: closed\npod:\n  memoryLimit: 16Mi\n');
  write('negative.yaml', 'clients:\n  - kind: closed\nhaproxy:\n  maxconn: -1\n');
  write('broken.yaml', 'clients:\n  - kind: closed\n   pace: 1\n');
  write('e.yaml', experiment('model: good.yaml\n'));
  write('e-typo.yaml', experiment('model: typo.yaml\nreplicaitons: 3\n'));
  write('e-no-model.yaml', experiment('model: absent.yaml\n'));
  return folder;
}

const CASES: readonly [string, readonly string[], RegExp][] = [
  ['a typo in a key', ['run', './typo.yaml'], /^\.\/typo\.yaml:4:3 haproxy\.maxcon: .*maxconn/],
  ['an ambiguous unit', ['run', './unit.yaml'], /^\.\/unit\.yaml:4:16 pod\.memoryLimit: .*512MiB/],
  ['a negative maxconn', ['run', './negative.yaml'], /negative\.yaml:4:12 haproxy\.maxconn: .*-1/],
  [
    'a limit no idle pod fits into',
    ['run', './tight.yaml'],
    /tight\.yaml:4:16 pod\.memoryLimit: .*24 MiB/,
  ],
  ['broken YAML', ['run', './broken.yaml'], /^\.\/broken\.yaml:3:\d+: broken YAML/],
  ['a missing model', ['run', './absent.yaml'], /absent\.yaml: no such file/],
  ['an unknown model', ['run', 's3prox'], /unknown model "s3prox"; did you mean "s3proxy"/],
  ['a typo in an experiment', ['sweep', './e-typo.yaml'], /replicaitons.*"replications"/],
  ['a missing model of an experiment', ['sweep', './e-no-model.yaml'], /:6:8 model: no such file/],
  ['a missing experiment', ['sweep', './absent.yaml'], /absent\.yaml: no such file/],
  ['an unknown experiment', ['sweep', 'maxcon'], /unknown experiment "maxcon"; .*"maxconn"/],
  ['a model for an experiment', ['sweep', './good.yaml'], /good\.yaml:1:1: .*spillway run/],
  ['no workers', ['sweep', './e.yaml', '--workers', '0'], /--workers.* whole number from 1/],
  ['an unknown option', ['sweep', './e.yaml', '--quik'], /unknown option '--quik'.*--quick/],
  ['an unknown command', ['sweeep'], /unknown command 'sweeep'.*sweep/],
  [
    'a folder below a file',
    ['sweep', './e.yaml', '--out', 'good.yaml/out'],
    /--out .*is a file|part/,
  ],
  ['a wrong --set', ['sweep', './e.yaml', '--set', 'haproxy.maxcon=4'], /--set .*haproxy\.maxconn/],
  ['a --set without value', ['run', './good.yaml', '--set', 'haproxy.maxconn'], /PATH=VALUE/],
  ['an unknown parameter', ['explain', 'pod.memorylimit'], /did you mean pod\.memoryLimit/],
];

test.each(CASES)('%s: exit 2, one clear line, nothing written', (_, args, line) => {
  const folder = workshop();
  const before = readdirSync(folder).sort();
  const { exitCode, stdout, stderr } = spillway(args, folder);
  expect(stderr).toMatch(line);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stdout).toBe('');
  expect(exitCode).toBe(2);
  expect(readdirSync(folder).sort()).toEqual(before);
});

test('mistakes of several experiments are told together', () => {
  const { exitCode, stderr } = spillway(
    ['sweep', './e-typo.yaml', './e-no-model.yaml', 'nonesuch', '--set', 'x'],
    workshop(),
  );
  expect(exitCode).toBe(2);
  expect(stderr.trimEnd().split('\n')).toHaveLength(4);
});
