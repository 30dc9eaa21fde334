import { expect, test } from 'vitest';
import { modelFrom } from '../config/config.ts';
import { Evidence } from './evidence.ts';
import { NO_CHANGE } from './ground.ts';
import type { PlannedPolicy } from './plan-policy.ts';
import type { Trial } from './trial.ts';
import type { TrialSource } from './trials.ts';

const BOUND = { statistic: 'oom_probability_all', sense: '<', bound: 0.1 } as const;

/** A path whose error was never measured, in runs of one peak [B]. */
function evidenceOf(peak: number, returns: readonly boolean[] = []): Evidence {
  const text = 'oom_probability_all < 0.1';
  const trial: Trial = {
    peak,
    losses: [],
    served: 1,
    answered503: 0,
    time: 1,
    endedAt: 1,
    isSure: false,
    isHandedAfterReturn: null,
  };
  const plan = {
    evidence: 100,
    bounds: [{ loss: null, most: 0.1 }],
    facts: { bounds: [{ text, ...BOUND }], scenarios: [{ name: 'a', required: true }] },
    scenarios: [NO_CHANGE],
    ground: {
      modelAt: () => ({ value: modelFrom({}, { 'pod.memoryLimit': '100MB' }) }),
      circumstanceAt: () => ({ issues: [] }),
    },
  } as unknown as PlannedPolicy;
  const source = {
    first: async (_: unknown, runs: number): Promise<Trial[]> =>
      Array.from({ length: runs }, (_, run) => {
        return { ...trial, isHandedAfterReturn: returns[run] ?? false };
      }),
  };
  return new Evidence(plan, source as unknown as TrialSource);
}

test('without the error that a bound asks for runs may break it, and cannot meet it', async () => {
  const kept = await evidenceOf(50e6).look([NO_CHANGE]);
  expect(kept!.verdict).toBe('open');
  expect(kept!.figures[0]).toMatchObject({ oomWithModelError: null, oomGivenModel: { value: 0 } });
  expect((await evidenceOf(150e6).look([NO_CHANGE]))!.verdict).toBe('fails');
});

test('a level without the error that a bound asks for does not flip by keeping the bound', async () => {
  const lacking = { lacksError: true, oom: { kind: 'count' } };
  expect(await evidenceOf(50e6).riskAt([NO_CHANGE])).toMatchObject({ ...lacking, risk: 'open' });
  expect(await evidenceOf(150e6).riskAt([NO_CHANGE])).toMatchObject({ ...lacking, risk: 'fails' });
});

test('whether a pod that returned was handed anything is asked of all runs, not of the first', async () => {
  const handed = (runs: number) => evidenceOf(150e6, Array(runs).fill(true));
  expect((await handed(1).look([NO_CHANGE]))!.notExercised).toEqual(['a']);
  // A first look is 50 runs.
  expect((await handed(26).look([NO_CHANGE]))!.notExercised).toEqual([]);
});
