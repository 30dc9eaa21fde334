import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { STATISTICS } from '../sweep/row.ts';
import { PACKAGE_ROOT } from './package-root.ts';
import { schemaFiles } from './schemas-command.ts';
import { emptyFolder, interrupted, spillway } from './spawn.fixture.ts';

/** Every file below a folder with its bytes. */
function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.map((file) => [file.slice(folder.length), readFileSync(file, 'base64')]),
  );
}

const SMALL = ['sweep', 'incident', '--quick', '--seed', '7'];

const one = emptyFolder();
const swept = spillway([...SMALL, '--out', one, '--workers', '1', '--json']);

test('every file of a sweep is the same for any number of workers', () => {
  const two = emptyFolder();
  expect(swept.exitCode).toBe(0);
  expect(spillway([...SMALL, '--out', two, '--workers', '2']).exitCode).toBe(0);
  expect(contents(two)).toEqual(contents(one));
  expect(Object.keys(contents(one)).sort()).toEqual([
    '/incident/charts/four-cells.png',
    '/incident/charts/four-cells.svg',
    '/incident/charts/four-cells.vl.json',
    '/incident/charts/one-flood.png',
    '/incident/charts/one-flood.svg',
    '/incident/charts/one-flood.vl.json',
    '/incident/manifest.json',
    '/incident/report.html',
    '/incident/report.md',
    '/incident/rows.csv',
    '/incident/rows.json',
  ]);
});

/** Many points of a few short runs each, so that some are done long before all are. */
function manyPoints(): string {
  const file = join(emptyFolder(), 'many-points.yaml');
  const experiment = {
    name: 'many-points',
    title: 'Many points',
    question: 'Which of them are done?',
    expectation: 'All.',
    model: join(PACKAGE_ROOT, 'models', 's3proxy.yaml'),
    set: { 'clients[0].workers': 64 },
    replications: 20,
    uncertainty: { draws: 4, runs: 1 },
    vary: [
      { path: 'haproxy.maxconn', values: Array.from({ length: 40 }, (_, index) => index + 1) },
    ],
  };
  writeFileSync(file, stringify(experiment));
  return file;
}

// However long that takes on a machine that has other things to do.
test('an interrupted sweep exits 130 and is taken up where it was', { timeout: 0 }, async () => {
  const [broken, whole] = [emptyFolder(), emptyFolder()];
  const args = ['sweep', manyPoints(), '--workers', '1'];
  // At the second line of progress, a tenth of the runs are done, and some points with them.
  const isUnderWay = (stderr: string) => stderr.split(' runs ').length > 2;
  const first = await interrupted([...args, '--out', broken], isUnderWay);
  expect(first.exitCode).toBe(130);
  expect(first.stderr.trimEnd().split('\n').at(-1)).toContain('the same command takes them up');
  expect(readdirSync(join(broken, 'many-points', '.partial')).length).toBeGreaterThan(0);
  expect(existsSync(join(broken, 'many-points', 'manifest.json'))).toBe(false);
  expect(spillway([...args, '--out', broken]).exitCode).toBe(0);
  expect(spillway([...args, '--out', whole]).exitCode).toBe(0);
  expect(contents(broken)).toEqual(contents(whole));
});

test('rows have the columns promised, a varied path each and then the statistics', () => {
  const rows = JSON.parse(readFileSync(join(one, 'incident', 'rows.json'), 'utf8'));
  const columns = ['pod.handler', 'case', ...STATISTICS.map(({ key }) => key)];
  expect(rows.every((row: object) => Object.keys(row).join() === columns.join())).toBe(true);
  expect(readFileSync(join(one, 'incident', 'rows.csv'), 'utf8').split('\n')[0]).toBe(
    columns.join(','),
  );
  const printed = JSON.parse(swept.stdout);
  expect(printed).toEqual(rows.map((row: object) => ({ experiment: 'incident', ...row })));
});

test('--set reaches the runs of a sweep', () => {
  const out = emptyFolder();
  spillway([...SMALL, '--out', out, '--set', 'pod.memoryLimit=none', '--set', 'pod.handler=parts']);
  const rows = JSON.parse(readFileSync(join(out, 'incident', 'rows.json'), 'utf8'));
  // Both grids vary the handler: each is left with one, in its four cases.
  expect(rows.map((row: Record<string, unknown>) => row['pod.handler'])).toEqual(
    Array(8).fill('parts'),
  );
  expect(rows.every((row: Record<string, unknown>) => row.oom_probability === 0)).toBe(true);
});

test('run --json tells one run, with endings that sum to the requests', () => {
  const { stdout, exitCode } = spillway(['run', 's3proxy', '--json', '--seed', '3']);
  const run = JSON.parse(stdout);
  expect(exitCode).toBe(0);
  expect(run).toMatchObject({ requests: 256, seed: '3', oomKills: 0 });
  expect(run.peakMemoryBytes).toHaveLength(3);
  expect(run.trajectory).toMatch(/^[0-9a-f]{16}$/);
  const total = Object.values<number>(run.endings).reduce((sum, count) => sum + count, 0);
  expect(total).toBe(run.requests);
  for (const spread of [run.latencySeconds, run.queueWaitSeconds]) {
    expect(Object.keys(spread)).toEqual(['p50', 'p90', 'p99', 'max', 'mean']);
    expect(spread.p50).toBeLessThanOrEqual(spread.p90);
    expect(spread.p99).toBeLessThanOrEqual(spread.max);
  }
});

test('run --attempts lists every attempt in the order of ending', () => {
  const file = join(emptyFolder(), 'attempts.csv');
  const { stdout, exitCode } = spillway(['run', 's3proxy', '--json', '--attempts', file]);
  expect(exitCode).toBe(0);
  const [header, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const columns = header!.split(',');
  expect(header).toBe(
    'operation,attempt,population,worker,method,bytes,sent_s,assigned_s,ended_s,pod,ending,termination',
  );
  expect(lines).toHaveLength(JSON.parse(stdout).requests);
  const ended = lines.map((line) => Number(line.split(',')[columns.indexOf('ended_s')]));
  expect(ended).toEqual(ended.toSorted((a, b) => a - b));
  expect(ended.at(-1)).toBe(JSON.parse(stdout).endedAtSeconds);
});

test('run --attempts refuses a place it cannot write to before it runs', () => {
  const folder = emptyFolder();
  expect(spillway(['run', 's3proxy', '--json', '--attempts', folder])).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: `--attempts ${folder}: is a folder, not a file\n`,
  });
});

test('run tells a story and draws it, and leaves other files alone', () => {
  const out = emptyFolder();
  writeFileSync(join(out, 'photo.png'), 'mine');
  const args = ['run', 's3proxy', '--out', out, '--set', 'haproxy.enabled=false'];
  const { stdout } = spillway([...args, '--set', 'pod.replicas=1', '--set', 'pod.handler=parts']);
  expect(stdout).toMatch(/OOM kills {4}1: pod 0 at .* with \d+ requests in it/);
  expect(readdirSync(out).sort()).toEqual([
    'one-flood.png',
    'one-flood.svg',
    'one-flood.vl.json',
    'photo.png',
    'run.json',
  ]);
});

test('explain knows every parameter, as text and as JSON', () => {
  expect(spillway(['explain', 'haproxy.maxconn']).stdout).toMatch(/^haproxy\.maxconn \[count\]/);
  const rows = JSON.parse(spillway(['explain', '--json']).stdout);
  expect(rows.length).toBeGreaterThan(50);
  const keys = ['path', 'unit', 'range', 'default', 'doc', 'source'];
  expect(rows.every((row: object) => keys.every((key) => key in row))).toBe(true);
});

test('the JSON Schemas in the repository are the generated ones', () => {
  for (const [name, text] of Object.entries(schemaFiles())) {
    expect(readFileSync(join(PACKAGE_ROOT, 'schemas', name), 'utf8')).toBe(text);
  }
});

test('help and version go to stdout with exit 0', () => {
  expect(spillway(['--help'])).toMatchObject({ exitCode: 0, stderr: '' });
  expect(spillway(['sweep', '--help']).stdout).toContain('queue-timeout');
  expect(spillway(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('a reader that goes away is no error', () => {
  const cli = join(PACKAGE_ROOT, 'dist', 'cli.js');
  const piped = `"${process.execPath}" "${cli}" explain --json | head -c 2`;
  const { stdout, stderr } = spawnSync('sh', ['-c', piped], { encoding: 'utf8' });
  expect(stdout).toBe('[\n');
  expect(stderr).toBe('');
});
