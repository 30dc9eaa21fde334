import { expect, test } from 'vitest';
import type { Attempt } from '../observe/observations.ts';
import { isHandedAfterReturn } from '../sweep/replication.ts';
import { POLICY, planOf, recommendationOf } from './recommend.fixture.ts';
import { middleOfCrowd } from './returning-pod.ts';
import type { Stress } from './what-if.ts';

const courseOf = (at: number[], inFlight: number[]) => ({
  timeline: {
    pods: [{ at, inFlight, memoryBytes: [], parts: [] }],
    queue: { at: [], length: [] },
    refusedAt: [],
    kills: [],
  },
});

test('the middle of the crowd has half of the time in the pod behind it', () => {
  expect(middleOfCrowd(courseOf([0, 60, 70, 90], [0, 4, 1, 0]))).toBe(67.5);
  // Two crowds far apart: never between them.
  expect(middleOfCrowd(courseOf([0, 10, 500, 520], [5, 0, 5, 0]))).toBe(505);
  expect(middleOfCrowd(courseOf([0, 10], [0, 0]))).toBeNull();
});

test('a request that was handed over before the pod was ready again was not handed to it', () => {
  const death = { at: 5, podIndex: 0, inFlight: 3, readyAt: 8 };
  const handed = (pod: number, assignedAt: number | null) =>
    isHandedAfterReturn({ deaths: [death], attempts: [{ pod, assignedAt } as Attempt] }, 0);
  expect([handed(0, 8), handed(0, 4), handed(1, 9), handed(0, null)]).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(isHandedAfterReturn({ deaths: [], attempts: [] }, 0)).toBe(false);
});

/** 30 uploads of 1 s each, 5 at once, a minute late, by clients that try once. */
const LATE = {
  clients: [{ kind: 'closed', workers: 5, requests: 30, bodySize: '1MB', startJitter: '60s' }],
  'pod.service': '1s',
  'run.horizon': 'none',
};

async function returningIn(set: Readonly<Record<string, unknown>>): Promise<Stress[]> {
  const knobs = [{ path: 'haproxy.maxconn', values: [4, 5] }];
  const found = await recommendationOf(planOf({ ...POLICY, knobs, set }));
  return found.stresses.filter(({ kind }) => kind === 'restart-overshoot');
}

test('the pod dies in the middle of the crowd, and clients come back to the one that returns', async () => {
  const [stress, old] = await returningIn({ ...LATE, 'pod.startup': '2s' });
  expect(stress!.set).toEqual(['run.faults at 63s, pod 0', 'clients[0].retry.attempts 10']);
  expect(old!.set).toEqual([...stress!.set, 'haproxy.version 2.6']);
  const all = [stress, old].flatMap((each) => each!.outcomes);
  expect(all.length).toBeGreaterThan(1);
  expect(all.flatMap(({ notExercised }) => notExercised)).toEqual([]);
});

test('a pod that returns after everyone has left was not tested', async () => {
  const [stress] = await returningIn({ ...LATE, 'pod.startup': '10m' });
  for (const { notExercised } of stress!.outcomes) expect(notExercised).toEqual(['as it is']);
  const patient = [{ ...LATE.clients[0], retry: { attempts: 2 } }];
  const [own] = await returningIn({ ...LATE, clients: patient, 'pod.startup': '10m' });
  expect(own!.set).toHaveLength(1);
});
