/** Cliffs of simulated systems that theory knows, as the command finds them. */
import { expect, it } from 'vitest';
import { modelFrom } from '../config/config.ts';
import type { Override } from '../config/override.ts';
import { treeOf } from '../schema/tree.ts';
import { simulate } from '../simulation/simulate.ts';
import { blockOf } from '../sweep/replication.ts';
import { readRequirement } from '../sweep/requirement.ts';
import { runSeed } from '../sweep/seeds.ts';
import type { Execute } from '../sweep/task.ts';
import { wholeBodiesPeak } from '../theory/peaks.ts';
import { BARE_POD, NO_PROXY, queueBefore } from '../theory/plain-models.ts';
import { type CliffTask, cliffOf, cliffOfLimit, runsFor, whyNoCliff } from './cliff.ts';
import { knobOf } from './knob.ts';

const MIB = 2 ** 20;

/** In this thread. */
const execute: Execute = (async (task: Parameters<Execute>[0]) => {
  if (task.kind !== 'block') throw new Error(task.kind);
  return blockOf(task.seeds.map((seed) => simulate(task.model, seed)));
}) as Execute;

const requirement = (text: string) => {
  const reading = readRequirement(text);
  if ('problems' in reading) throw new Error(text);
  return reading.value;
};

const task = (bound = 'oom_probability < 0.1', others: Partial<CliffTask> = {}): CliffTask => ({
  require: requirement(bound),
  level: 0.95,
  seed: '1',
  budget: null,
  execute,
  onProgress: () => {},
  ...others,
});

const knob = (plain: object, path: string, from: string, to: string, set: Override[] = []) => {
  const tree = treeOf(plain, { label: 'model' });
  const found = knobOf(path, { from, to }, { tree, file: 'm.yaml', overrides: set });
  if ('complaints' in found) throw new Error(found.complaints.join('\n'));
  return found.value;
};

/** A closed flood of bodies of 16 MB that overlap entirely, each held in three copies. */
const flood = (maxconn: number) => ({
  clients: [{ kind: 'closed', workers: 30, requests: 30, bodySize: '16MB', pace: '16MB/s' }],
  haproxy: queueBefore(maxconn),
  pod: { ...BARE_POD, base: '24MiB', handler: 'read-all', copies: 3, memoryLimit: '512MiB' },
  upstream: { latency: '5s' },
});
const peak = (bodies: number, size = 16e6) => wholeBodiesPeak({ idle: 24 * MIB, bodies, size }, 3);

it('finds the step of a closed flood exactly, in maxconn and in the size of its bodies', async () => {
  const cap = await cliffOf(knob(flood(10), 'haproxy.maxconn', '1', '30'), task());
  expect([peak(10) <= 512 * MIB, peak(11) <= 512 * MIB]).toEqual([true, false]);
  expect(cap.edges).toEqual([{ holds: 'below', low: 10, high: 11, cutShort: false }]);
  expect(cap.runs).toBe(cap.tried.length);
  const size = await cliffOf(knob(flood(10), 'clients[0].bodySize', '1MB', '40MB'), task());
  const exact = (488 * MIB) / 30;
  const { low, high } = size.edges[0]!;
  expect(low).toBeLessThanOrEqual(exact);
  expect(high).toBeGreaterThan(exact);
  expect((high - low) / exact).toBeLessThan(2e-4);
});

it('takes one run for the limit of a system without chance', async () => {
  const plain = { ...flood(10), pod: { ...flood(10).pod, memoryLimit: 'none' } };
  const cliff = await cliffOfLimit(knob(plain, 'haproxy.maxconn', '1', '10').modelAt(10), task());
  expect(cliff.runs).toBe(1);
  expect(cliff.edges[0]!.low).toBe(cliff.edges[0]!.high);
  expect(cliff.edges[0]!.low).toBeCloseTo(peak(10), -1);
});

it('encloses the step of a random number of workers, each of whom holds a body', async () => {
  // 1 to 50 workers at once, rounded: P(peak > 45 MB) is 4.5 / 49 and P(peak > 46 MB) 3.5 / 49, so
  // a chance below 0.08 begins at 46 MB.
  const plain = {
    clients: [
      {
        kind: 'closed',
        workers: { law: 'uniform', min: 1, max: 50 },
        requests: 50,
        bodySize: '1MB',
        pace: 'none',
      },
    ],
    haproxy: NO_PROXY,
    pod: { ...BARE_POD, handler: 'constant', service: '1h', memoryLimit: 'none' },
  };
  const { modelAt } = knob(plain, 'run.maxEvents', '1000', '100000');
  for (const seed of ['1', '2', '3']) {
    const limit = await cliffOfLimit(
      modelAt(100_000),
      task('oom_probability < 0.08', { seed, budget: 150 }),
    );
    expect(limit.edges[0]!.low).toBeLessThanOrEqual(46e6);
    expect(limit.edges[0]!.high).toBeGreaterThanOrEqual(46e6);
    expect(limit.edges[0]!.holds).toBe('above');
  }
});

it('gives the same answer in the same runs however they are executed', async () => {
  const options = { budget: 25 * 60 };
  const turned = knob(
    { ...flood(10), upstream: { latency: { law: 'exponential', mean: '1s' } } },
    'haproxy.maxconn',
    '1',
    '30',
  );
  const one = await cliffOf(turned, task('oom_probability < 0.3', options));
  const late: Execute = (async (each: Parameters<Execute>[0]) => {
    await new Promise((resolve) => setTimeout(resolve, 'seeds' in each ? each.seeds.length : 0));
    return execute(each);
  }) as Execute;
  const two = await cliffOf(turned, task('oom_probability < 0.3', { ...options, execute: late }));
  expect(two).toEqual(one);
  expect(one.runs).toBeLessThanOrEqual(options.budget);
  expect(one.edges).toHaveLength(1);
});

it('says in a line what no search can find', () => {
  const lines = (bound: string, path = 'haproxy.maxconn', budget: number | null = null) =>
    whyNoCliff(requirement(bound), path, { level: 0.95, budget });
  expect(lines('oom_probability < 1e-2')).toEqual([]);
  expect(lines('served_within_60s_share > 0.99')).toEqual([]);
  expect(lines('latency_p99_s < 10s').join()).toMatch(/ratio of sums.*served_within_60s_share/);
  expect(lines('oom_probability < 0').join()).toMatch(/between 0 and 1/);
  expect(lines('oom_probability < 1e-2', 'pod.memoryLimit', 367).join()).toMatch(/at least 368/);
  expect(lines('oom_probability < 1e-2', 'pod.memoryLimit', 368)).toEqual([]);
  const [line] = lines('oom_probability < 1e-2', 'haproxy.maxconn', 100);
  const least = Number(/at least (\d+)/.exec(line!)![1]);
  expect(lines('oom_probability < 1e-2', 'haproxy.maxconn', least)).toEqual([]);
  const { runsPerValue, most } = runsFor(requirement('oom_probability < 1e-2'), 'x', {
    level: 0.95,
    budget: least,
  });
  expect(runsPerValue * 25).toBeLessThanOrEqual(most);
});

it('counts no memory that is only reached after the horizon, as a kill then is none', async () => {
  const model = modelFrom(flood(10), { 'pod.memoryLimit': 'none', 'run.horizon': '0.5s' });
  const whole = modelFrom(flood(10), { 'pod.memoryLimit': 'none' });
  const [early, late] = [await cliffOfLimit(model, task()), await cliffOfLimit(whole, task())];
  expect(early.edges[0]!.high).toBeLessThan(late.edges[0]!.low);
  const seed = runSeed('1', 0);
  const killsAt = (bytes: number) =>
    simulate({ ...model, pod: { ...model.pod, memoryLimit: bytes } }, seed).kills.length;
  const edge = early.edges[0]!.high;
  expect([killsAt(edge - 100), killsAt(edge + 100)]).toEqual([1, 0]);
});
