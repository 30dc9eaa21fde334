import { expect, test } from 'vitest';
import { ENDINGS } from '../request/ending.ts';
import { exampleRun, NO_PARTS } from './example-run.fixture.ts';
import { HORIZON } from './horizon.ts';
import { summariseUnderLimit } from './memory-limits.ts';
import { type PointContext, summarise } from './point.ts';
import { blockOf, pool } from './replication.ts';
import { AGAINST_PRESENT, SECOND_FIGURE, STATISTICS } from './row.ts';
import { STEADY } from './steady-statistics.ts';

const CONTEXT: PointContext = {
  grid: 'main',
  bound: { bytes: null, note: 'no bound: test' },
  maxEvents: 1e9,
  leakingPods: null,
  stoppedOn: 'replications',
};

/** All columns but those that need other runs or other points. */
const OWN = STATISTICS.filter(
  (statistic) => ![...SECOND_FIGURE, ...HORIZON, ...STEADY, ...AGAINST_PRESENT].includes(statistic),
).map(({ key }) => key);

const summary = (...runs: ReturnType<typeof exampleRun>[]) =>
  summarise(pool([blockOf(runs)]), CONTEXT);

test('a summary has the columns of STATISTICS in order, but those that need more than one point', () => {
  expect(Object.keys(summary(exampleRun()))).toEqual(OWN);
});

test('P(OOM) is the share of replications with a kill, with its Wilson interval', () => {
  const row = summary(exampleRun({ kills: [{}] }), exampleRun(), exampleRun(), exampleRun());
  expect(row.oom_probability).toBe(0.25);
  // Wilson 95% for 1 of 4, by hand: z^2 = 3.8415.
  expect(row.oom_probability_low).toBeCloseTo(0.04559, 4);
  expect(row.oom_probability_high).toBeCloseTo(0.69936, 4);
  expect(row.oom_probability_bound).toBeNull();
  expect(row.warnings).toBe('only 1 of 4 replications with a kill');
});

test('no kill is an upper bound and never certainty', () => {
  const row = summary(exampleRun(), exampleRun());
  expect(row.oom_probability).toBe(0);
  // z^2 / (n + z^2)
  expect(row.oom_probability_high).toBeCloseTo(3.8415 / 5.8415, 4);
  // With probability p of a kill, two runs without one have probability (1 - p)^2.
  expect((1 - (row.oom_probability_bound as number)) ** 2).toBeCloseTo(0.05, 12);
  // The bound says it; a warning is for what the bound does not say.
  expect(row.warnings).toBe('');
});

test('a kill in every replication is a lower bound and never certainty', () => {
  const row = summary(exampleRun({ kills: [{}] }), exampleRun({ kills: [{}] }));
  expect(row.oom_probability).toBe(1);
  expect((row.oom_probability_bound as number) ** 2).toBeCloseTo(0.05, 12);
});

test('latency counts failed operations as infinite, and is null where a quantile is one', () => {
  const times = Float64Array.of(3, 1, 2);
  const row = summary(
    exampleRun({ endings: { ok: 3, killed: 2 }, latencyOk: times, operationLatencyOk: times }),
  );
  // 1, 2, 3, failed, failed: the median is 3, the 99% quantile lies among the failures.
  expect(row.latency_p50_s).toBe(3);
  expect(row.latency_p99_s).toBeNull();
  expect(row.latency_ok_p50_s).toBe(2);
  expect(row.latency_ok_p99_s).toBeCloseTo(2.98, 12);
});

test('quantiles of a row pool all replications', () => {
  const row = summary(
    exampleRun({ queueWait: Float64Array.of(0, 10) }),
    exampleRun({ queueWait: Float64Array.of(1) }),
  );
  expect(row.queue_wait_p50_s).toBe(1);
});

test('the share served has a t interval over replications', () => {
  const served = (servedWithin60s: number) => exampleRun({ endings: { ok: 10 }, servedWithin60s });
  const row = summary(served(8), served(10), served(9));
  expect(row.served_within_60s_share).toBeCloseTo(0.9, 12);
  // t(0.975, 2) = 4.3027 times 0.1 / sqrt(3).
  expect(row.served_within_60s_low).toBeCloseTo(0.9 - (4.30265 * 0.1) / Math.sqrt(3), 5);
  expect(row.served_within_60s_high).toBe(1);
});

test('a share of exactly one has the uncertainty of the number of replications', () => {
  const row = summary(exampleRun(), exampleRun());
  expect(row.served_within_60s_share).toBe(1);
  expect(row.served_within_60s_low).toBeCloseTo(1 - 3.8415 / 5.8415, 4);
});

test('a kill after the horizon does not count, and is warned of', () => {
  const row = summary(exampleRun({ lateKills: 2 }), exampleRun(), exampleRun());
  expect(row.oom_probability).toBe(0);
  expect(row.warnings).toBe(
    '1 of 3 runs were OOMKilled after the horizon; such kills do not count',
  );
});

test('shares of endings add up to one', () => {
  const row = summary(
    exampleRun({
      endings: { ok: 5, queue_timeout: 2, killed: 1, gateway_timeout: 1, unfinished: 1 },
    }),
  );
  expect(row.ok_share).toBe(0.5);
  expect(row.queue_timeout_share).toBe(0.2);
  expect(row.no_server_share).toBe(0);
  expect(row.gateway_timeout_share).toBe(0.1);
  expect(row.unfinished_share).toBe(0.1);
  const shares = ENDINGS.map((ending) => Number(row[`${ending}_share`]));
  expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
  expect(row.warnings).toContain('1 requests unfinished when their run ended');
});

test("attempts are counted by operation and by HAProxy's termination state", () => {
  const row = summary(
    exampleRun({ endings: { ok: 6, killed: 2 }, operations: 4, terminations: { '--': 6, SD: 2 } }),
    exampleRun({ endings: { ok: 4 }, operations: 4, terminations: { '--': 4 } }),
  );
  expect(row.attempts_per_operation).toBe(1.5);
  expect(row.terminations).toBe('--:10 SD:2');
  expect(summary(exampleRun({ endings: {} })).attempts_per_operation).toBeNull();
});

test('runs that draw no random number are deterministic: yes or no, and no interval', () => {
  const killed = exampleRun({ kills: [{}], drewRandom: false });
  const row = summary(killed, killed);
  expect(row.deterministic).toBe(true);
  expect(row.oom_probability).toBe(1);
  expect(row.oom_probability_low).toBeNull();
  expect(row.oom_probability_high).toBeNull();
  expect(row.oom_probability_bound).toBeNull();
  expect(row.cascade_probability).toBe(0);
  expect(row.cascade_probability_high).toBeNull();
  expect(row.served_within_60s_low).toBeNull();
  expect(row.warnings).toContain('deterministic');
});

test('random runs that agree, by luck or not, are not deterministic', () => {
  const row = summary(...Array.from({ length: 20 }, () => exampleRun()));
  expect(row.deterministic).toBe(false);
  expect(row.oom_probability_high).toBeGreaterThan(0.1);
});

test('a pod that dies of a fault may be the first of a cascade', () => {
  const fault = { at: 1, podIndex: 0, inFlight: 3, readyAt: 9 };
  const kill = { at: 2, podIndex: 1, readyAt: 12 };
  const runs = [
    exampleRun({ kills: [kill], deaths: [fault, { inFlight: 1, ...kill }] }),
    exampleRun({ kills: [], deaths: [fault] }),
    exampleRun(),
  ];
  expect(summary(...runs).cascade_probability).toBe(1 / 2);
});

test('a cascade is a pod killed while another is out, of the replications with a kill', () => {
  const cascade = [
    { at: 5, podIndex: 1, readyAt: 8 },
    { at: 7, podIndex: 0, readyAt: 9 },
  ];
  const later = [
    { at: 5, podIndex: 1, readyAt: 8 },
    { at: 8, podIndex: 0, readyAt: 9 },
  ];
  const same = [
    { at: 5, podIndex: 1, readyAt: 8 },
    { at: 7, podIndex: 1, readyAt: 9 },
  ];
  const secondOutage = [
    { at: 5, podIndex: 1, readyAt: 8 },
    { at: 20, podIndex: 1, readyAt: 40 },
    { at: 21, podIndex: 0, readyAt: 30 },
  ];
  const runs = [cascade, later, same, secondOutage, []].map((kills) => exampleRun({ kills }));
  const row = summary(...runs);
  expect(row.cascade_probability).toBe(1 / 2);
  // Wilson 95% for 2 of 4.
  expect(row.cascade_probability_low).toBeCloseTo(0.15004, 4);
  expect(row.cascade_probability_high).toBeCloseTo(0.84996, 4);
  expect(row.first_oom_p50_s).toBe(5);
  expect(summary(exampleRun())).toMatchObject({
    cascade_probability: null,
    cascade_probability_low: null,
    cascade_probability_high: null,
  });
});

test('the peak and its parts are those of the highest pod', () => {
  const row = summary(
    exampleRun({
      peakMemoryBytes: [10, 30, 20],
      peakParts: [NO_PARTS, { ...NO_PARTS, handler: 30 }, NO_PARTS],
      peakInFlight: [1, 2, 3],
    }),
    exampleRun({
      peakMemoryBytes: [50],
      peakParts: [{ ...NO_PARTS, handler: 40 }],
    }),
  );
  expect(row.peak_memory_p50_bytes).toBe(40);
  expect(row.peak_memory_max_bytes).toBe(50);
  expect(row.peak_handler_bytes).toBe(35);
  expect(row.peak_in_flight_max).toBe(3);
});

test('a spent event budget is a warning', () => {
  const row = summarise(pool([blockOf([exampleRun({ events: 100 })])]), {
    ...CONTEXT,
    maxEvents: 100,
  });
  expect(row.warnings).toContain('event budget used up in 1 of 1 replications');
});

test('a residue extrapolated far beyond what it was measured over is a warning', () => {
  const at = (leakingPods: number | null) =>
    summarise(pool([blockOf([exampleRun({ endings: { ok: 50_000 } })])]), {
      ...CONTEXT,
      leakingPods,
    }).warnings;
  expect(at(1)).toContain('pod.residue was measured over 2000 requests a pod');
  expect(at(2)).toContain('pod.residue');
  expect(at(3)).toBe('');
  expect(at(null)).toBe('');
});

test('a row has room for more replications than a call has for arguments', () => {
  const { replications, ...tallies } = pool([blockOf([exampleRun({ peakQueue: 7 })])]);
  const many = new Array<(typeof replications)[0]>(200_000).fill(replications[0]!);
  const row = summarise({ ...tallies, replications: many }, CONTEXT);
  expect(row).toMatchObject({ replications: 200_000, peak_queue_max: 7 });
});

test('the split into blocks changes nothing', () => {
  const runs = [3, 1, 4, 1, 5].map((time) =>
    exampleRun({
      latencyOk: Float64Array.of(time, time / 3),
      operationLatencyOk: Float64Array.of(time, time / 3),
    }),
  );
  const whole = summarise(pool([blockOf(runs)]), CONTEXT);
  const split = summarise(pool([blockOf(runs.slice(0, 2)), blockOf(runs.slice(2))]), CONTEXT);
  expect(JSON.stringify(split)).toBe(JSON.stringify(whole));
});

test('one run without a limit decides every limit from its peak', () => {
  const pooled = pool([
    blockOf([exampleRun({ peakMemoryBytes: [300] }), exampleRun({ peakMemoryBytes: [200] })]),
  ]);
  const at = (limit: number | null) => summariseUnderLimit(pooled, limit, CONTEXT);
  expect([100, 200, 250, 300].map((limit) => at(limit).oom_probability)).toEqual([1, 0.5, 0.5, 0]);
  expect(at(null).oom_probability).toBe(0);
  expect(Object.keys(at(250))).toEqual(OWN);
  // What follows a kill was not simulated; the peak of a killed pod is its limit.
  expect(at(250).ok_share).toBeNull();
  expect(at(250).peak_memory_max_bytes).toBe(250);
  expect(at(250).warnings).toContain('decided from peaks');
  expect(at(300).ok_share).toBe(1);
});
