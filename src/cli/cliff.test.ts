import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Cliff } from '../decide/cliff.ts';
import { readRequirement } from '../sweep/requirement.ts';
import { type CliffQuestion, cliffStory } from './cliff-story.ts';
import { emptyFolder, spillway } from './spawn.fixture.ts';

/** Some of 30 uploads at once, each of them held; 20 MB is full from the 21st on. */
function workshop(): string {
  const folder = emptyFolder();
  writeFileSync(
    join(folder, 'crowd.yaml'),
    `clients:
  - kind: closed
    workers: { law: uniform, min: 1, max: 30 }
    requests: 30
    bodySize: 1MB
haproxy: { maxconn: 40 }
pod:
  replicas: 1
  memoryLimit: 20MB
  base: 0B
  kernelBuffer: 0B
  uvicornBuffer: 0B
  sendBuffer: 0B
  retention: 0
  fragmentation: 0
  handler: constant
  service: 10s
`,
  );
  return folder;
}

const LIMIT = ['cliff', './crowd.yaml', '--knob', 'pod.memoryLimit', '--bound'];

test('the limit of a crowd is found from the peaks, the same for any number of workers', () => {
  const folder = workshop();
  // Of seeds 1 to 40 two miss, seed 1 among them, as 95% promises: how often is tested in decide.
  const args = [...LIMIT, 'oom_probability < 0.3', '--budget', '60', '--seed', '2'];
  const said = spillway(args, folder);
  expect(said.stdout).toMatch(/^The least pod\.memoryLimit with oom_probability < 0\.3 is from /);
  expect(said.stdout).toMatch(/\d+ runs simulated\.\n$/);
  expect(said.exitCode).toBe(0);
  const [one, two] = ['1', '2'].map(
    (workers) => spillway([...args, '--json', '--workers', workers], folder).stdout,
  );
  expect(two).toBe(one);
  const { edges, runs, unit, method } = JSON.parse(one!);
  // Workers are rounded: P(above 20) is 9.5 / 29 and P(above 21) 8.5 / 29, so it begins at 21 MB.
  expect(edges[0].low).toBeLessThanOrEqual(21e6);
  expect(edges[0].high).toBeGreaterThanOrEqual(21e6);
  expect(runs).toBeLessThanOrEqual(60);
  expect([unit, method]).toEqual(['B', 'peaks']);
});

test('a cap is scanned and bisected, and --set reaches the runs', () => {
  const args = ['cliff', './crowd.yaml', '--knob', 'haproxy.maxconn', '--bound'];
  const found = (...more: string[]) =>
    JSON.parse(
      spillway(
        [...args, 'oom_probability < 0.1', '--budget', '1700', '--json', ...more],
        workshop(),
      ).stdout,
    );
  expect(found().edges).toEqual([{ holds: 'below', low: 20, high: 21, cutShort: false }]);
  const smaller = found('--set', 'pod.memoryLimit=15MB', '--from', '2', '--to', '30');
  expect(smaller.edges).toMatchObject([{ low: 15, high: 16 }]);
  expect(smaller.tried[0].value).toBe(2);
});

test.each([
  [['--bound', 'oom < 1'], /^--bound "oom < 1": expected .*did you mean "oom_probability"/],
  [['--bound', 'latency_p99_s < 3s'], /ratio of sums/],
  [['--bound', 'oom_probability < 1e-3', '--budget', '9'], /^--budget 9: expected at least/],
  [['--bound', 'oom_probability < 0.1', '--from', '0'], /^--knob haproxy\.maxconn=0/],
  [['--bound', 'oom_probability < 0.1', '--level', '3'], /--level.*from 50% to 99\.99%/],
  [['--bound', 'oom_probability < 0.1', '--knob', 'haproxy.maxcon'], /did you mean "haproxy\.maxc/],
  [['--bound', 'oom_probability < 0.1', '--set', 'x'], /--set x: expected PATH=VALUE/],
  [['--bound', 'oom_probability < 0.1', '--knob', 'pod.memoryLimit', '--to', '1GB'], /not read/],
])('%s is one line and exit code 2', (options, line) => {
  const knob = options.includes('--knob') ? [] : ['--knob', 'haproxy.maxconn'];
  const { exitCode, stdout, stderr } = spillway(
    ['cliff', './crowd.yaml', ...knob, ...options],
    workshop(),
  );
  expect(stderr).toMatch(line);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stdout).toBe('');
  expect(exitCode).toBe(2);
});

const reading = readRequirement('oom_probability < 1e-2');
const QUESTION: CliffQuestion = {
  path: 'haproxy.maxconn',
  unit: 'count',
  whole: true,
  require: 'value' in reading ? reading.value : (undefined as never),
  level: 0.95,
};
const CLIFF: Cliff = {
  method: 'scan',
  edges: [],
  tried: [
    { value: 5, estimate: 0, outcomes: 400, runs: 400, verdict: 'holds' },
    { value: 9, estimate: 0.0125, outcomes: 400, runs: 400, verdict: 'open' },
    { value: 20, estimate: 1, outcomes: 60, runs: 60, verdict: 'fails' },
  ],
  runs: 860,
  runsPerValue: 400,
  gridRuns: 6400,
  turns: 0,
  coupled: true,
};
const edge = { holds: 'below', low: 5, high: 20, cutShort: false } as const;

test('the answer is a sentence, then what was tried, never a bare zero', () => {
  expect(cliffStory(QUESTION, { ...CLIFF, edges: [edge] }, 0)).toBe(
    `The largest haproxy.maxconn with oom_probability < 1e-2 is from 5 to 19 (95% interval).
No run turned back along the knob: the interval rests on that.

haproxy.maxconn  oom_probability  of runs  simulated  verdict
---------------  ---------------  -------  ---------  -------
              5            0/400      400        400  holds
              9             1.3%      400        400  open
             20            60/60       60         60  fails

860 runs simulated; a grid as fine as the interval takes 6400.
`,
  );
});

test('several crossings, none, and what is open are said', () => {
  const two = [edge, { holds: 'above', low: 30, high: 31, cutShort: true }] as const;
  const said = cliffStory(QUESTION, { ...CLIFF, edges: two, coupled: false, turns: 3 }, 0);
  expect(said).toMatch(/^2 crossings: haproxy\.maxconn is no one-way knob here\.\nThe largest/);
  expect(said).toContain('The least haproxy.maxconn with oom_probability < 1e-2 is 31 (95%');
  expect(said).toContain('More runs (--budget) would narrow it.');
  expect(said).toContain('3 runs turned back along the knob, so each value is tested on its own');
  const none = cliffStory(QUESTION, { ...CLIFF, tried: CLIFF.tried.slice(0, 2) }, 0);
  expect(none).toContain(
    'oom_probability < 1e-2 holds at every haproxy.maxconn decided, from 5 to 5',
  );
  expect(none).toContain('Not decided at 9: more runs (--budget) would tell.');
});

test('values that are not whole are rounded outwards', () => {
  const question = { ...QUESTION, path: 'pod.memoryLimit', unit: 'B', whole: false };
  const edges = [
    { holds: 'above', low: 100.19 * 2 ** 20, high: 200.01 * 2 ** 20, cutShort: false },
  ];
  const cliff = { ...CLIFF, method: 'peaks', tried: [], edges, gridRuns: null } as Cliff;
  expect(cliffStory(question, cliff, 0)).toContain('is from 100.1 MiB to 200.1 MiB (95% interval)');
  const one = [{ ...edges[0]!, low: edges[0]!.high }];
  expect(cliffStory(question, { ...cliff, edges: one, runs: 1 } as Cliff, 0)).toContain(
    'is 200.1 MiB (chance has no part in it)',
  );
});
