/** The gate: what is predicted of the measured cases stays predicted. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { simulate } from '../simulation/simulate.ts';
import { planExperiment } from '../sweep/plan-experiment.ts';
import { closedForm } from './closed-form.ts';
import type { PlannedConformance } from './conformance.ts';
import { conformanceResults, matches, missesOf } from './conformance.ts';
import { predictionOf } from './prediction.ts';
import type { ConformanceResults } from './results.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Cases that may miss each target, all of them explained; to be lowered, not raised. */
const MAY_MISS: Record<string, number> = {
  oom: 3,
  peak_memory: 4,
  latency_p50: 40,
  latency_p99: 21,
  queue_wait_p50: 17,
  ok_share: 3,
  queue_timeout_share: 5,
  no_server_share: 10,
  cut_share: 8,
  pod_requests: 3,
};

function plan(): PlannedConformance {
  const file = join('experiments', 'conformance.yaml');
  const read = (name: string) => readFileSync(join(ROOT, relative('.', name)), 'utf8');
  const planned = planExperiment({
    text: read(file),
    file,
    read,
    pinned: [],
    seed: null,
    quick: false,
    asked: { experiment: 'conformance', set: [] },
    chartNames: ['predicted-vs-measured'],
  });
  if ('issues' in planned) throw new Error(JSON.stringify(planned.issues));
  return planned.plan.conformance!;
}

describe('the measured cases', () => {
  let results: ConformanceResults;

  beforeAll(() => {
    const planned = plan();
    const predicted = planned.cases.map(({ model }) => ({
      predictions: planned.seeds.map((seed) => predictionOf(simulate(model, seed))),
      withSockets: [],
    }));
    results = conformanceResults(planned, predicted);
  });

  it('are all simulated but those that need what the model says it lacks', () => {
    expect(results.cases.length + results.notCovered.length).toBe(279);
    expect(results.notCovered.length).toBeLessThanOrEqual(5);
  });

  it('miss no target more often than they did', () => {
    const missed = results.targets.map(({ name, scored, met }) => [name, scored - met] as const);
    for (const [name, count] of missed) expect(count, name).toBeLessThanOrEqual(MAY_MISS[name]!);
  });

  it('have the median error of their peak memory within 8%', () => {
    const peak = results.targets.find(({ name }) => name === 'peak_memory')!;
    expect(peak.medianError).toBeLessThanOrEqual(0.08);
  });

  it('disagree with nothing that is not explained', () => {
    const unexplained = results.cases.filter(
      (one) => missesOf(one).length > 0 && one.explanation === null,
    );
    expect(unexplained.map((one) => `${one.id}: ${missesOf(one).join(', ')}`)).toEqual([]);
  });
});

describe('a pattern of ids', () => {
  it('lets * stand for any letters, none included', () => {
    expect(matches('A1_*', 'A1_body_n1')).toBe(true);
    expect(matches('A1_body', 'A1_body')).toBe(true);
    expect(matches('A*_n1', 'A1_body_n1')).toBe(true);
    expect(matches('A*_n1', 'A1_body_n10')).toBe(false);
    expect(matches('*body*', 'A1_body_n1')).toBe(true);
    expect(matches('A1_body*', 'A1_body')).toBe(true);
    expect(matches('A1', 'A1_body')).toBe(false);
    expect(matches('ab*ab', 'ab')).toBe(false);
  });
});

describe('the closed form of a case', () => {
  const queue = {
    handler: 'constant',
    pods: 1,
    memory_limit_bytes: 2 ** 30,
    clients: 'poisson',
    rate_per_s: 8,
    requests: 1000,
    method: 'PUT',
    body_bytes: 1000,
    haproxy: true,
    maxconn: 1,
    timeout_queue_s: 1e6,
    s3_delay_s: 0.09,
    service_law: 'exp',
    encryption: 'none',
    keep_plain_during_upload: true,
    restart_backoff_base_s: 2,
  } as const;

  it('is that of M/M/1 where patience is endless, and half of it with constant service', () => {
    expect(closedForm(queue, 0.01).queue_wait_mean).toBeCloseTo(0.4, 6);
    expect(closedForm({ ...queue, service_law: 'det' }, 0.01).queue_wait_mean).toBeCloseTo(0.2, 6);
  });

  it('is not claimed where pods die, differ or take any number of requests', () => {
    expect(closedForm({ ...queue, kill_at: [[1, 0]] }, 0)).toEqual({});
    expect(closedForm({ ...queue, slow_pod: [0, 1] }, 0)).toEqual({});
    const { maxconn: _, ...uncapped } = queue;
    expect(closedForm(uncapped, 0)).toEqual({});
  });
});
