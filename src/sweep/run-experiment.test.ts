import { expect, test } from 'vitest';
import type { Model } from '../config/config.ts';
import { exampleRun } from './example-run.fixture.ts';
import type { Plan } from './plan.ts';
import { planExperiment } from './plan-experiment.ts';
import type { PointStore } from './point-store.ts';
import type { Measured } from './results.ts';
import { runExperiment } from './run-experiment.ts';
import { type Execute, runTask } from './task.ts';

const MODEL = 'clients:\n  - kind: closed\n';
const EXPERIMENT = `
name: small
title: T
question: Q
expectation: E
model: ../models/m.yaml
seed: 7
replications: 25
random:
  clients[0].workers: { law: uniform, min: 1, max: 9, source: somewhere }
grids:
  - name: main
    vary:
      - { path: pod.handler, values: [parts, read-all] }
      - { path: haproxy.maxconn, values: [5, none] }
  - name: limits
    set: { pod.base: 0 }
    memoryLimits: [1MiB, 2MiB]
timelines:
  - { name: one, set: { pod.replicas: 1 } }
`;

function plan(): Plan {
  const planned = planExperiment({
    text: EXPERIMENT,
    file: 'experiments/small.yaml',
    read: (file) => (file === 'models/m.yaml' ? MODEL : null),
    pinned: [],
    seed: null,
    quick: false,
    asked: { experiment: 'small', set: [] },
    chartNames: [],
  });
  if ('issues' in planned) throw new Error(JSON.stringify(planned.issues));
  return planned.plan;
}

/** A simulator whose runs depend on all they are given and cost nothing. */
function fakeRun(model: Model, seed: string) {
  const noise = Number(seed.split('/')[1]) * 0.001 + (model.haproxy.maxconn === 5 ? 1 : 0);
  return exampleRun({
    seed,
    trajectory: `${seed}${model.pod.handler}`,
    peakMemoryBytes: [1.5 * 2 ** 20 + noise],
    latencyOk: Float64Array.of(noise, noise / 3),
    operationLatencyOk: Float64Array.of(noise, noise / 3),
  });
}

const inThread: Execute = async (task) =>
  runTask(task, {
    simulate: fakeRun,
    estimateOracle: () => ({ simulated: 1, standardError: 1, events: 1 }),
    check: () => ({ figures: [], breach: null }),
  }) as never;

const NOTHING_MEASURED: Measured = {
  points: [],
  incident: { source: '', rig: '', points: [], cells: [], claims: [] },
};

function memoryStore(): PointStore & { size: () => number } {
  const points = new Map<string, string>();
  return {
    get: (key) => points.get(key) ?? null,
    put: (key, text) => points.set(key, text),
    size: () => points.size,
  };
}

const run = (execute: Execute, store: PointStore, progress: [number, boolean][] = []) =>
  runExperiment(plan(), {
    execute,
    store,
    engine: 'test',
    measured: NOTHING_MEASURED,
    onExpect: (runs) => progress.push([-runs, false]),
    onProgress: (runs, reused) => progress.push([runs, reused]),
  });

test('rows stand in the order of the plan, each with its cells, whatever order runs end in', async () => {
  const lateFirst: Execute = async (task) => {
    const isFirst = task.kind === 'block' && task.seeds[0] === '7/0';
    await new Promise((resolve) => setTimeout(resolve, isFirst ? 20 : 0));
    return inThread(task);
  };
  const results = await run(lateFirst, memoryStore());
  expect(results.rows.map((row) => [row.grid, row['pod.handler'], row['haproxy.maxconn']])).toEqual(
    [
      ['main', 'parts', 5],
      ['main', 'parts', null],
      ['main', 'read-all', 5],
      ['main', 'read-all', null],
      ['limits', undefined, undefined],
      ['limits', undefined, undefined],
    ],
  );
  expect(results).toEqual(await run(inThread, memoryStore()));
});

test('one run without a limit gives a row for each memory limit', async () => {
  const { rows } = await run(inThread, memoryStore());
  const limits = rows.filter((row) => row.grid === 'limits');
  expect(limits.map((row) => [row['pod.memoryLimit'], row.oom_probability])).toEqual([
    [2 ** 20, 1],
    [2 ** 21, 0],
  ]);
});

test('the same seeds are used at every design point', async () => {
  const seeds = new Map<string, string[]>();
  const spy: Execute = async (task) => {
    if (task.kind === 'block') {
      const key = JSON.stringify(task.model);
      seeds.set(key, [...(seeds.get(key) ?? []), ...task.seeds]);
    }
    return inThread(task);
  };
  await run(spy, memoryStore());
  const expected = Array.from({ length: 25 }, (_, k) => `7/${k}`).sort();
  expect([...seeds.values()].map((used) => used.sort())).toEqual(
    Array.from({ length: 5 }, () => expected),
  );
});

test('an interrupted run is taken up: finished points are not run again, the result is the same', async () => {
  const store = memoryStore();
  let tasks = 0;
  const interrupted: Execute = async (task) => {
    tasks += 1;
    if (tasks > 8) throw new Error('interrupted');
    return inThread(task);
  };
  await expect(run(interrupted, store)).rejects.toThrow('interrupted');
  const kept = store.size();
  expect(kept).toBeGreaterThan(0);
  const progress: [number, boolean][] = [];
  const resumed = await run(inThread, store, progress);
  expect(JSON.stringify(resumed)).toBe(JSON.stringify(await run(inThread, memoryStore())));
  expect(progress.filter(([, reused]) => reused)).toHaveLength(kept);
  expect(progress.reduce((total, [runs]) => total + runs, 0)).toBe(5 * 25 + 1);
});

test('points of another program, seed or model are not taken up', async () => {
  const store = memoryStore();
  await run(inThread, store);
  const before = store.size();
  await runExperiment(plan(), {
    execute: inThread,
    store,
    engine: 'another',
    measured: NOTHING_MEASURED,
    onExpect: () => {},
    onProgress: () => {},
  });
  expect(store.size()).toBe(2 * before);
});

test('what is random is told with its law and source, and --set takes its place', () => {
  expect(plan().header.experiment.random).toEqual([
    { path: 'clients[0].workers', text: 'uniform, 1 to 9', source: 'somewhere' },
  ]);
});
