/** A policy over a real simulation whose best setting is known from theory. */
import { stringify } from 'yaml';
import { formatIssue } from '../schema/issue.ts';
import { simulate } from '../simulation/simulate.ts';
import { type Execute, runTask } from '../sweep/task.ts';
import { reachesWithin } from '../theory/mminf-first-passage.ts';
import { BARE_POD, poisson, queueBefore } from '../theory/plain-models.ts';
import { type PlannedPolicy, planPolicy } from './plan-policy.ts';
import { recommend } from './recommend.ts';
import type { Recommendation } from './recommendation.ts';
import { select } from './selection.ts';

/** Poisson uploads of 1 MB, held for exponential stays of 1 s, for 4 s, behind a queue. */
const RATE = 6;
const HORIZON = 4;

const MODEL = stringify({
  clients: poisson(RATE, { bodySize: '1MB' }),
  haproxy: queueBefore(30),
  pod: {
    ...BARE_POD,
    handler: 'constant',
    service: { law: 'exponential', mean: '1s' },
    memoryLimit: '14.5MB',
  },
  run: { horizon: `${HORIZON}s`, event: 'burst' },
});

/** A limit of n.5 MB is exceeded by n + 1 at once, which a smaller maxconn never lets in. */
export function chanceOfKillAt(megabytes: number, maxconn: number): number {
  const level = Math.floor(megabytes) + 1;
  return maxconn < level ? 0 : reachesWithin(RATE, level, HORIZON);
}

export const LIMITS = [8.5, 10.5, 12.5, 14.5];
export const MAXCONNS = [12, 30];
/** Between P(kill) at 10.5 MB, 0.28, and what a maxconn of 12 leaves of it at 12.5 MB: none. */
export const BOUND = 0.2;
/** 12.5 MB is safe with either: 30 is not worth the change it would be, and is the present one. */
export const BEST = 'maxconn=30 memoryLimit=12.5MB';

export const POLICY = {
  name: 'known',
  title: 'A policy with a known answer',
  question: 'Which limit?',
  level: '95%',
  indifference: { time: '1s', bound: 0.5 },
  evidence: 4,
  knobs: [
    { path: 'haproxy.maxconn', values: MAXCONNS },
    { path: 'pod.memoryLimit', values: LIMITS.map((limit) => `${limit}MB`) },
  ],
  bounds: [`oom_probability < ${BOUND}`],
};

/** The plan of a policy over the model above, or the lines of what is wrong with it. */
export function planOf(
  policy: Readonly<Record<string, unknown>> | string = POLICY,
  request: Partial<Parameters<typeof planPolicy>[0]> = {},
): PlannedPolicy | string[] {
  const text = typeof policy === 'string' ? policy : stringify(policy);
  const planned = planPolicy({
    text,
    file: 'policy.yaml',
    model: 'model.yaml',
    read: (file) => (file === 'model.yaml' ? MODEL : null),
    pinned: [],
    seed: null,
    quick: false,
    ...request,
  });
  return 'plan' in planned ? planned.plan : planned.issues.map(formatIssue);
}

const never = () => {
  throw new Error('no such task here');
};

/** In this thread. */
export const execute: Execute = async (task) =>
  (await runTask(task, { simulate, estimateOracle: never, check: never })) as never;

export const MADE: Recommendation['made'] = { version: '', engine: '', inputs: [], command: '' };

export async function recommendationOf(plan: PlannedPolicy | string[]): Promise<Recommendation> {
  if (Array.isArray(plan)) throw new Error(plan.join('\n'));
  return recommend(plan, { execute, onRuns: () => undefined, made: MADE });
}

/** The choice alone, under another seed. */
export async function chosenOf(plan: PlannedPolicy | string[], seed: number) {
  if (Array.isArray(plan)) throw new Error(plan.join('\n'));
  const facts = { ...plan.facts, seed: String(seed) };
  const { result } = await select({ ...plan, facts }, execute, () => undefined);
  return result.chosen;
}
