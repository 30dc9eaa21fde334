import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, interrupted, spillway } from './spawn.fixture.ts';

const MODEL = `
clients:
  - { kind: wave, workers: { law: uniform, min: 10, max: 30 }, bodySize: 4MB }
haproxy: { maxconn: 30 }
pod: { replicas: 2, memoryLimit: 256Mi, handler: parts, cpuLimit: none }
upstream: { latency: { law: exponential, mean: 300ms } }
`;
const POLICY = `
name: small
title: A small policy
question: Which maxconn?
evidence: 4
indifference: { bound: 0.5 }
knobs:
  - { path: haproxy.maxconn, values: [2, 30] }
  - { path: pod.memoryLimit, values: [160Mi, 256Mi] }
bounds: [oom_probability < 20%, served_within_60s_share > 80%]
influences: [{ factor: body, path: "clients[0].bodySize", values: [2MB, 40MB] }]
`;

/** A folder with a model and a policy. */
function folderWith(policy = POLICY): string {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'model.yaml'), MODEL);
  writeFileSync(join(folder, 'policy.yaml'), policy);
  return folder;
}

function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const file = join(parentPath, name);
      return [file.slice(folder.length), readFileSync(file, 'base64')];
    }),
  );
}

const ASKED = ['recommend', './model.yaml', '--policy', './policy.yaml'];
const folder = folderWith();
const first = spillway(
  [...ASKED, '--out', 'one', '--workers', '1', '--doc', 'doc/page.md'],
  folder,
);

test('a recommendation leaves page, values, charts and all it says', () => {
  expect(first.stderr).not.toContain('failed');
  expect(first.exitCode).toBe(0);
  expect(first.stdout).toContain('A small policy (small)');
  expect(Object.keys(contents(join(folder, 'one', 'small'))).sort()).toEqual(
    expect.arrayContaining([
      '/manifest.json',
      '/recommendation.json',
      '/report.html',
      '/report.md',
      '/values.yaml',
    ]),
  );
  expect(Object.keys(contents(join(folder, 'doc')))).toEqual(
    expect.arrayContaining(['/page.md', '/page.json.gz']),
  );
  const said = JSON.parse(
    readFileSync(join(folder, 'one', 'small', 'recommendation.json'), 'utf8'),
  );
  expect(said.made.command).toBe('spillway recommend ./model.yaml --policy ./policy.yaml');
  expect([said.policy.file, said.model.file]).toEqual(['policy.yaml', 'model.yaml']);
});

test('the same bytes on two workers, and again from the manifest where nothing else is left', () => {
  expect(spillway([...ASKED, '--out', 'two', '--workers', '2'], folder).exitCode).toBe(0);
  const elsewhere = emptyFolder();
  const manifest = join(folder, 'one', 'small', 'manifest.json');
  const again = spillway(['recommend', '--from', manifest, '--out', 'three'], elsewhere);
  expect(again.exitCode).toBe(0);
  const one = contents(join(folder, 'one'));
  expect(contents(join(folder, 'two'))).toEqual(one);
  expect(contents(join(elsewhere, 'three'))).toEqual(one);
});

test('a manifest that is none, or was changed, or is asked for something else, is refused', () => {
  const manifest = join(folder, 'one', 'small', 'manifest.json');
  const other = join(folder, 'other.json');
  writeFileSync(other, readFileSync(manifest, 'utf8').replace('maxconn: 30', 'maxconn: 31'));
  const changed = spillway(['recommend', '--from', other], folder);
  expect(changed).toMatchObject({ exitCode: 2 });
  expect(changed.stderr).toContain('model.yaml is not what it was');
  writeFileSync(other, '{}');
  expect(spillway(['recommend', '--from', other], folder).exitCode).toBe(2);
  const both = spillway(['recommend', '--from', manifest, '--seed', '2'], folder);
  expect(both).toMatchObject({ exitCode: 2 });
  expect(both.stderr).toContain('--from: takes no --seed beside it');
});

test('mistakes in policy, model and command line are told, with exit code 2', () => {
  const broken = folderWith(POLICY.replace('maxconn, values', 'maxcon, values'));
  const wrong = spillway(ASKED, broken);
  expect(wrong.exitCode).toBe(2);
  expect(wrong.stderr).toContain('policy.yaml:8:');
  expect(wrong.stderr).toContain('did you mean haproxy.maxconn?');
  expect(spillway(['recommend', 's3proxy'], folder).stderr).toContain('--policy');
  const unknown = spillway(['recommend', 's3proxy', '--policy', 's3proxy-default'], folder);
  expect(unknown.stderr).toContain('did you mean "s3proxy-defaults"?');
});

test('Ctrl-C ends it with 130 and leaves nothing half done', async () => {
  const out = emptyFolder();
  const args = ['recommend', 's3proxy', '--policy', 's3proxy-defaults', '--out', out];
  const ended = await interrupted(args, (stderr) => stderr.includes(' runs '));
  expect(ended.exitCode).toBe(130);
  expect(existsSync(join(out, 's3proxy-defaults'))).toBe(false);
});
