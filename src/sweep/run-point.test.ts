import { expect, test } from 'vitest';
import type { Model } from '../config/config.ts';
import type { FittedFile } from '../fit/fitted-files.ts';
import { normalQuantile } from '../random/normal-quantile.ts';
import { Streams } from '../random/streams.ts';
import { normalTail } from '../stats/normal-tail.ts';
import { exampleRun } from './example-run.fixture.ts';
import { type Plan, runsIn } from './plan.ts';
import { type PlanRequest, planExperiment } from './plan-experiment.ts';
import type { PointStore } from './point-store.ts';
import type { Row } from './row.ts';
import { runExperiment } from './run-experiment.ts';
import { type Execute, runTask } from './task.ts';

const MIB = 2 ** 20;
const SIGMA = 0.1;
/** Log standard deviation of the one number that is drawn. */
const GROWTH_ERROR = 0.2;

const FIT: Partial<FittedFile> = {
  numbers: [
    {
      paths: ['pod.heap.growth'],
      unit: 'number',
      unitInBase: 1,
      start: 2,
      value: 2,
      standardError: 0.4,
      low: null,
      high: null,
      degreesOfFreedom: 9,
      range: [0.01, 100],
      method: 'least squares',
      cases: [],
    },
  ],
  search: {
    paths: ['pod.heap.growth'],
    logCovariance: [[GROWTH_ERROR ** 2]],
    scatter: {},
    converged: true,
  },
  modelError: {
    peak_memory: { cases: 9, configurations: 9, bias: 0, sigma: SIGMA, robustSigma: SIGMA },
  } as FittedFile['modelError'],
};

const FILES: Record<string, string> = {
  'm.yaml': 'extends: fit/fitted.yaml\nclients:\n  - kind: closed\n',
  'fit/fitted.yaml': 'pod:\n  heap: { growth: 2 }\n',
  'fit/fitted.json': JSON.stringify(FIT),
  'bare.yaml': 'clients:\n  - kind: closed\n',
};

const HEAD = 'name: e\ntitle: T\nquestion: Q\nexpectation: E\nseed: 7\n';

function planOf(body: string, more: Partial<PlanRequest> = {}): Plan {
  const planned = planExperiment({
    text: `${HEAD}${body.includes('model:') ? '' : 'model: m.yaml\n'}${body}`,
    file: 'e.yaml',
    read: (file) => FILES[file] ?? null,
    pinned: [],
    seed: null,
    quick: false,
    asked: { experiment: 'e', set: [] },
    chartNames: [],
    ...more,
  });
  if ('issues' in planned) throw new Error(JSON.stringify(planned.issues));
  return planned.plan;
}

/** Peaks are 100 MiB times half the growth, with a spread of 5% of their own. */
function fakeRun(model: Model, seed: string) {
  const z = normalQuantile(new Streams(seed).get('peak').next());
  const peak = 100 * MIB * (model.pod.heap.growth / 2) * Math.exp(0.05 * z);
  const { memoryLimit } = model.pod;
  return exampleRun({
    seed,
    drewRandom: true,
    peakMemoryBytes: [Math.min(peak, memoryLimit)],
    kills: peak > memoryLimit ? [{}] : [],
  });
}

const inThread: Execute = async (task) =>
  (await runTask(task, {
    simulate: fakeRun,
    estimateOracle: () => ({ simulated: 1, standardError: 1, events: 1 }),
    check: () => ({ figures: [], breach: null }),
  })) as never;

function memoryStore(): PointStore {
  const points = new Map<string, string>();
  return { get: (key) => points.get(key) ?? null, put: (key, text) => points.set(key, text) };
}

async function rowsOf(plan: Plan, execute = inThread, store = memoryStore()): Promise<Row[]> {
  const { rows } = await runExperiment(plan, {
    execute,
    store,
    engine: 'test',
    measured: {
      points: [],
      incident: { source: '', rig: '', points: [], cells: [], claims: [] },
    },
    onExpect: () => {},
    onProgress: () => {},
  });
  return [...rows];
}

const LIMIT = 'grids:\n  - name: main\n    memoryLimits: [130MiB, none]\n';

test('the second figure of a lognormal peak is right through the whole sweep', async () => {
  const [row, unlimited] = await rowsOf(
    planOf(
      `replications: 10\nset: { pod.handler: parts }\nuncertainty: { draws: 800, runs: 2 }\n${LIMIT}`,
    ),
  );
  // The logarithm of the peak has the variances of number, run and model error put together.
  const spread = Math.hypot(GROWTH_ERROR, 0.05, SIGMA);
  const exact = normalTail(Math.log(1.3) / spread);
  expect(row!.oom_probability_all_low).toBeLessThan(exact);
  expect(row!.oom_probability_all_high).toBeGreaterThan(exact);
  expect((row!.oom_probability_all as number) / exact).toBeCloseTo(1, 0);
  const error = (row!.oom_probability_all_high as number) - (row!.oom_probability_all as number);
  expect(error).toBeLessThan(0.3 * exact);
  // At the median peak the model error alone leaves this much.
  expect((row!.oom_floor as number) / normalTail(Math.log(1.3) / SIGMA)).toBeCloseTo(1, 0);
  // Given number and model error, p is the chance that a run of spread 5% exceeds what they leave.
  const given = (z: number) =>
    normalTail((Math.log(1.3) - z * Math.hypot(GROWTH_ERROR, SIGMA)) / 0.05);
  expect(row!.oom_input_low).toBe(0);
  expect(row!.oom_input_high).toBeGreaterThan(given(1.645) - 0.1);
  expect(row!.oom_input_high).toBeLessThanOrEqual(1);
  const [, told] = /numbers (\S+), runs (\S+),/.exec(String(row!.oom_all_note))!.map(Number);
  expect(told).toBeCloseTo(GROWTH_ERROR, 1);
  expect(unlimited).toMatchObject({
    oom_probability_all: null,
    oom_all_note: 'none: no memory limit',
  });
});

test('with one run a draw the band has what is not known, and not the luck of the runs', async () => {
  // Far from any edge for number and model: what is left is the spread of runs, which is no band.
  const certain = { ...FIT, search: { ...FIT.search!, logCovariance: [[1e-6]] } };
  const files = {
    ...FILES,
    'fit/fitted.json': JSON.stringify({
      ...certain,
      modelError: { peak_memory: { ...FIT.modelError!.peak_memory, sigma: 0.001 } },
    }),
  };
  const body =
    'replications: 200\nset: { pod.handler: parts, pod.memoryLimit: 100MiB }\nuncertainty: { draws: 20, runs: 1 }\n';
  const [row] = await rowsOf(
    planOf(body, { read: (file) => files[file as keyof typeof files] ?? null }),
  );
  expect(row!.oom_probability).toBeGreaterThan(0.35);
  expect(row!.oom_probability).toBeLessThan(0.65);
  for (const end of ['oom_input_low', 'oom_input_high']) {
    expect(Math.abs((row![end] as number) - (row!.oom_probability as number)), end).toBeLessThan(
      0.1,
    );
  }
});

test('over a horizon what is not known is drawn once: E[1 - (1 - p)^n]', async () => {
  const horizon = 'horizon: { windows: 30, fleets: 2 }\n';
  const body = `replications: 400\nset: { pod.handler: parts }\nuncertainty: { draws: 100, runs: 1 }\n${horizon}${LIMIT}`;
  const [row, unlimited] = await rowsOf(planOf(body));
  const p = row!.oom_probability as number;
  expect(row!.oom_horizon_probability).toBeCloseTo(1 - (1 - p) ** 60, 9);
  // The largest of 60 runs, 2.3 spreads above the median, meets what number and error leave.
  const largest = 0.05 * 2.3;
  const exact = normalTail((Math.log(1.3) - largest) / Math.hypot(GROWTH_ERROR, SIGMA));
  const all = row!.oom_horizon_probability_all as number;
  expect(Math.abs(all / exact - 1)).toBeLessThan(0.3);
  expect(row!.oom_horizon_probability_all_low).toBeLessThan(exact);
  expect(row!.oom_horizon_probability_all_high).toBeGreaterThan(exact);
  // Sixty independent chances of one window would say much more.
  expect(all).toBeLessThan(1 - (1 - (row!.oom_probability_all as number)) ** 60);
  expect(unlimited!.oom_horizon_probability_all).toBeNull();
});

test('killed partners are run again, at most half as many as were drawn, and no more than ten or so', async () => {
  const runs: string[] = [];
  const execute: Execute = async (task) => {
    if (task.kind === 'peaks') {
      for (const { draw, seeds } of task.draws)
        if (Object.keys(draw).length === 0) runs.push(...seeds);
    }
    return inThread(task);
  };
  const body = 'replications: 20\nuncertainty: { draws: 20, runs: 1 }\n';
  await rowsOf(planOf(`${body}set: { pod.handler: parts, pod.memoryLimit: 300MiB }\n`), execute);
  expect(runs).toEqual([]);
  await rowsOf(planOf(`${body}set: { pod.handler: parts, pod.memoryLimit: 60MiB }\n`), execute);
  expect(runs).toHaveLength(10);
});

test('a limit of the model and one decided from peaks have the same second figure', async () => {
  const cost = 'replications: 10\nuncertainty: { draws: 30, runs: 2 }\n';
  const [decided] = await rowsOf(planOf(`${cost}set: { pod.handler: parts }\n${LIMIT}`));
  const [own] = await rowsOf(
    planOf(`${cost}set: { pod.handler: parts, pod.memoryLimit: 130MiB }\n`),
  );
  expect(own!.oom_probability_all).toBe(decided!.oom_probability_all);
  expect(own!.oom_probability_all_high).toBe(decided!.oom_probability_all_high);
});

test('what an experiment sets or varies is not drawn', () => {
  const drawn = (body: string) => {
    const { unknowns } = planOf(body).grids[0]!.points[0]!;
    return 'reason' in unknowns ? unknowns.reason : Object.keys(unknowns.draws[0]!.draw);
  };
  expect(drawn('set: { pod.handler: parts }\n')).toEqual(['pod.heap.growth']);
  expect(drawn('set: { pod.heap.growth: 3 }\n')).toEqual([]);
  expect(drawn('set: { pod.heap: { growth: 3 } }\n')).toEqual([]);
  expect(drawn('vary:\n  - { path: pod.heap.growth, values: [1, 2] }\n')).toEqual([]);
});

test.each([
  ['set: { pod.handler: incident-fit }\n', 'the error of the path incident-fit was never measured'],
  ['uncertainty: none\n', 'the experiment asks for none'],
  ['model: bare.yaml\n', 'the model rests on no fit, so that its error is not known'],
])('%j has no second figure, and the row says why', async (body, reason) => {
  const [row] = await rowsOf(planOf(`replications: 2\n${body}`));
  expect(row).toMatchObject({ oom_probability_all: null, oom_floor: null });
  expect(row!.oom_all_note).toBe(`none: ${reason}`);
});

const PRECISION = `replications: 20
precision: { relative: 0.2, absolute: 0.05, budget: 300 }
uncertainty: { draws: 5, runs: 2 }
set: { pod.handler: parts }
vary:
  - { path: pod.memoryLimit, values: [60MiB, 98MiB, 107MiB, 300MiB] }
`;

test('each point runs until its interval is as narrow as asked, or the budget is spent', async () => {
  const rows = await rowsOf(planOf(PRECISION));
  expect(rows.map((row) => [row.replications, row.stopped_on])).toEqual([
    // Every run is killed: precise at the first look.
    [20, 'precise'],
    [expect.any(Number), 'precise'],
    [expect.any(Number), 'precise'],
    // None of 58 is killed: 5% is not excluded before the look at 68.
    [68, 'precise'],
  ]);
  for (const row of rows.slice(1, 3)) {
    expect([30, 45, 68, 102, 153, 230]).toContain(row.replications);
    const half = ((row.oom_probability_high as number) - (row.oom_probability_low as number)) / 2;
    expect(half).toBeLessThanOrEqual(Math.max(0.05, 0.2 * (row.oom_probability as number)));
  }
  const spent = await rowsOf(planOf(PRECISION.replace('budget: 300', 'budget: 50')));
  expect(spent.map((row) => row.stopped_on)).toContain('budget');
  expect(Math.max(...spent.map((row) => row.replications as number))).toBe(50);
});

test('rows decided from the peaks of the same runs stop each for itself', async () => {
  const body = PRECISION.slice(0, PRECISION.indexOf('vary:'));
  const limits = 'grids:\n  - name: main\n    memoryLimits: [60MiB, 98MiB, 107MiB, 300MiB]\n';
  const apart = await rowsOf(planOf(PRECISION));
  const decided = await rowsOf(planOf(body + limits));
  const said = ({ replications, stopped_on, oom_probability }: Row) => [
    replications,
    stopped_on,
    oom_probability,
  ];
  expect(decided.map(said)).toEqual(apart.map(said));
});

test('a grid that states its replications has exactly those, and so has a quick run', () => {
  const grids = 'grids:\n  - { name: a }\n  - { name: b, replications: 7 }\n';
  const body = `replications: 20\nprecision: { budget: 300 }\n${grids}`;
  const [a, b] = planOf(body).grids;
  expect([a!.rule?.first, a!.seeds.length]).toEqual([20, 300]);
  expect([b!.rule, b!.seeds.length]).toEqual([null, 7]);
  const quick = planOf(body, { quick: true }).grids[0]!;
  expect([quick.rule, quick.seeds.length]).toEqual([null, 6]);
});

test('where no run draws a random number the first look is the last', async () => {
  const sure: Execute = async (task) => {
    const answer = await inThread(task);
    if (task.kind !== 'block') return answer;
    const { replications } = answer as never as { replications: object[] };
    return {
      ...(answer as object),
      replications: replications.map((run) => ({ ...run, drewRandom: false })),
    } as never;
  };
  const rows = await rowsOf(planOf(PRECISION), sure);
  expect(rows.map((row) => [row.replications, row.stopped_on])).toEqual(
    rows.map(() => [20, 'deterministic']),
  );
});

test('rows that stop early are the same in any order of tasks, and after an interruption', async () => {
  const plan = planOf(PRECISION);
  const expected = JSON.stringify(await rowsOf(plan));
  let turn = 0;
  const jumbled: Execute = async (task) => {
    const wait = (turn++ * 7) % 5;
    await new Promise((resolve) => setTimeout(resolve, wait));
    return inThread(task);
  };
  expect(JSON.stringify(await rowsOf(plan, jumbled))).toBe(expected);
  const store = memoryStore();
  let tasks = 0;
  const interrupted: Execute = async (task) => {
    tasks += 1;
    if (tasks > 18) throw new Error('interrupted');
    return inThread(task);
  };
  await expect(rowsOf(plan, interrupted, store)).rejects.toThrow('interrupted');
  let again = 0;
  const counting: Execute = async (task) => {
    again += 1;
    return inThread(task);
  };
  expect(JSON.stringify(await rowsOf(plan, counting, store))).toBe(expected);
  let all = 0;
  await rowsOf(plan, async (task) => {
    all += 1;
    return inThread(task);
  });
  expect(again).toBeLessThan(all);
});

test('progress is told of runs beyond the first look before they are done', async () => {
  const plan = planOf(PRECISION);
  let expected = runsIn(plan);
  let done = 0;
  await runExperiment(plan, {
    execute: inThread,
    store: memoryStore(),
    engine: 'test',
    measured: {
      points: [],
      incident: { source: '', rig: '', points: [], cells: [], claims: [] },
    },
    onExpect: (runs) => {
      expected += runs;
    },
    onProgress: (runs) => {
      done += runs;
      expect(done).toBeLessThanOrEqual(expected);
    },
  });
  expect(done).toBe(expected);
});
