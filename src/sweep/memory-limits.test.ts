import { expect, test } from 'vitest';
import { modelFrom } from '../config/config.ts';
import { simulate } from '../simulation/simulate.ts';
import { exampleRun } from './example-run.fixture.ts';
import { summariseUnderLimit } from './memory-limits.ts';
import { type PointContext, summarise } from './point.ts';
import { blockOf, pool } from './replication.ts';
import { runSeeds } from './seeds.ts';

const CONTEXT: PointContext = {
  grid: 'main',
  bound: { bytes: null, note: 'no bound: test' },
  maxEvents: 1e9,
  leakingPods: null,
  stoppedOn: 'replications',
};
const MiB = 2 ** 20;

const runs = (handler: string, memoryLimit: string) => {
  const model = modelFrom(
    {},
    {
      'pod.handler': handler,
      'pod.memoryLimit': memoryLimit,
      'pod.replicas': 2,
      'haproxy.maxconn': 20,
      'haproxy.timeouts.queue': '1h',
      'clients[0].workers': { law: 'uniform', min: 20, max: 60 },
      'clients[0].pace': { law: 'lognormal', mean: '20MB/s', cv: 0.3 },
      'pod.runEffect': { law: 'lognormal', mean: 1, cv: 0.1 },
    },
  );
  return pool([blockOf(runSeeds('1', 12).map((seed) => simulate(model, seed)))]);
};

test.each([
  ['parts', [150, 180, 200, 220, 240, 260, 400]],
  ['read-all', [100, 300, 500, 700, 900]],
] as const)(
  'under %s a run without a limit decides each limit as runs with it do',
  (handler, limits) => {
    const unlimited = runs(handler, 'none');
    const shares = limits.map((limit) => {
      const decided = summariseUnderLimit(unlimited, limit * MiB, CONTEXT);
      const simulated = summarise(runs(handler, `${limit}MiB`), CONTEXT);
      expect(decided.oom_probability).toBe(simulated.oom_probability);
      expect(decided.oom_probability_high).toBe(simulated.oom_probability_high);
      // Where no run crosses the limit it changes nothing at all.
      if (decided.oom_probability === 0) expect(decided).toEqual(simulated);
      return decided.oom_probability as number;
    });
    // The limits span the whole of the question.
    expect(Math.max(...shares)).toBe(1);
    expect(Math.min(...shares)).toBe(0);
  },
);

test('a limit that is crossed after the horizon makes no kill that counts, and is told of', () => {
  const late = exampleRun({ peakMemoryBytes: [300], peakByHorizonBytes: [100] });
  const inTime = exampleRun({ peakMemoryBytes: [300], peakByHorizonBytes: [300] });
  const row = summariseUnderLimit(pool([blockOf([late, late, late, inTime])]), 200, CONTEXT);
  expect(row.oom_probability).toBe(0.25);
  expect(row.warnings).toContain('3 of 4 runs were OOMKilled after the horizon');
  expect(row.served_within_60s_share).toBeNull();
});
