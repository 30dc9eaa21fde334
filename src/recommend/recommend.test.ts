import { expect, test } from 'vitest';
import {
  BEST,
  BOUND,
  chanceOfKillAt,
  chosenOf,
  execute,
  LIMITS,
  MADE,
  MAXCONNS,
  POLICY,
  planOf,
  recommendationOf,
} from './recommend.fixture.ts';
import { recommend } from './recommend.ts';
import type { Recommendation } from './recommendation.ts';

const found = await recommendationOf(planOf());
const candidate = (id: string, { candidates }: Recommendation = found) =>
  candidates.find((one) => one.id === id)!;

test('theory knows the answer: all but the two largest limits break the bound at maxconn 30', () => {
  const chances = LIMITS.map((limit) => chanceOfKillAt(limit, 30));
  expect(chances.map((chance) => chance < BOUND)).toEqual([false, false, true, true]);
  // With room, or the answer would be either.
  expect(chances[2]).toBeLessThan(BOUND / 2);
});

test('the cheapest limit that theory says is safe is recommended, in most seeds at least', async () => {
  const plan = planOf();
  let right = 0;
  for (let seed = 1; seed <= 20; seed++) {
    if ((await chosenOf(plan, seed)) === BEST) right++;
  }
  // Of 20 at 95% the 99.9% band begins at 15.
  expect(right).toBeGreaterThanOrEqual(15);
});

test('every setting has its verdict, and why it is not the one', () => {
  expect(found).toMatchObject({ verdict: 'recommended', chosen: BEST });
  expect(found.present).toBe('maxconn=30 memoryLimit=14.5MB');
  expect(candidate(BEST)).toMatchObject({ verdict: 'holds', dropped: null });
  expect(candidate(found.present).dropped).toEqual({ reason: 'dearer' });
  expect(candidate(found.present).verdict).toBe('holds');
  expect(candidate('maxconn=30 memoryLimit=8.5MB').dropped).toEqual({
    reason: 'bound',
    scenario: 'as it is',
    bound: `oom_probability < ${BOUND}`,
  });
  expect(candidate('maxconn=12 memoryLimit=12.5MB').dropped).toMatchObject({ reason: 'tie' });
});

test('its figures agree with theory, and the given-model runs with those from peaks', () => {
  for (const id of ['maxconn=30 memoryLimit=8.5MB', 'maxconn=30 memoryLimit=12.5MB']) {
    const truth = chanceOfKillAt(Number(/memoryLimit=([\d.]+)/.exec(id)![1]), 30);
    const { value, runs } = candidate(id).figures[0]!.oomGivenModel!;
    expect(Math.abs(value - truth)).toBeLessThan(4 * Math.sqrt((truth * (1 - truth)) / runs));
  }
});

test('a run decides every limit: fewer runs than a grid, and as many columns as other knobs', () => {
  const { procedure } = found;
  expect(procedure.candidates).toBe(8);
  expect(procedure.simulated).toBe(2);
  expect(procedure.runs.selection).toBeLessThan(procedure.gridRuns / 2);
  expect(procedure.correctSelection).toBe(0.95);
  const spent = procedure.errorSpent.reduce((sum, { share }) => sum + share, 0);
  expect(spent).toBeCloseTo(0.05, 12);
});

test('the same bytes in any order of threads', async () => {
  const plan = planOf();
  if (Array.isArray(plan)) throw new Error(plan.join());
  // Later tasks come back first.
  let waiting = 0;
  const slowly: typeof execute = async (task) => {
    const turns = 5 - (waiting++ % 5);
    const answer = await execute(task);
    for (let turn = 0; turn < turns; turn++) await new Promise((done) => setImmediate(done));
    return answer;
  };
  const other = await recommend(plan, { execute: slowly, onRuns: () => undefined, made: MADE });
  expect(JSON.stringify(other)).toBe(JSON.stringify(found));
});

test('a recommendation survives JSON', () => {
  expect(JSON.parse(JSON.stringify(found))).toEqual(found);
});

test('where no setting is safe the remedy that is one is found, and proved where it can be', async () => {
  const plan = planOf({
    ...POLICY,
    evidence: 6,
    knobs: [{ path: 'pod.memoryLimit', values: ['4.5MB', '6.5MB'] }],
    set: { 'pod.memoryLimit': '6.5MB' },
    remedies: [
      { name: 'smaller bodies', set: { 'clients[0].bodySize': '0.1MB' } },
      { name: 'a tight cap', set: { 'haproxy.maxconn': 2 } },
      { name: 'a little less', set: { 'clients[0].bodySize': '0.9MB' } },
      // 30 bodies of 1 MB and nothing else.
      { name: 'a large limit', set: { 'pod.memoryLimit': '31MB' } },
      { name: 'a tight cap and limit', set: { 'haproxy.maxconn': 5, 'pod.memoryLimit': '4MB' } },
    ],
  });
  const none = await recommendationOf(plan);
  expect(none).toMatchObject({ verdict: 'none_safe', chosen: null });
  expect(none.remedies.map(({ verdict, isProof }) => [verdict, isProof])).toEqual([
    ['open', true],
    ['open', true],
    ['fails', false],
    // A limit changes no run: those that rejected the settings decide this one as well.
    ['holds', true],
    ['fails', false],
  ]);
  expect(none.remedies.map(({ limit }) => limit)).toEqual([6.5e6, 6.5e6, 6.5e6, 31e6, 4e6]);
});

test('a scenario is judged by the memory limit it sets', async () => {
  const knobs = [{ path: 'haproxy.maxconn', values: MAXCONNS }];
  const scenarios = [{ name: 'small pods', set: { 'pod.memoryLimit': '2.5MB' } }];
  const none = await recommendationOf(planOf({ ...POLICY, knobs, scenarios }));
  expect(none).toMatchObject({ verdict: 'none_safe', chosen: null });
  expect(none.candidates[0]!.figures[0]!.oomGivenModel!.value).toBeGreaterThan(0.9);
  const now = none.candidates.find(({ id }) => id === none.present)!;
  expect(now.deterministicBound).toMatchObject([{ scenario: 'small pods', limit: 2.5e6 }]);
});

test('what is worse than a scenario stands on top of it', async () => {
  const rate = (of: string) => ({ 'clients[0].rate': of });
  const quiet = await recommendationOf(
    planOf({
      ...POLICY,
      scenarios: [{ name: 'a quiet night', set: rate('1/s') }],
      stresses: [{ name: 'ten times the rate', set: rate('60/s') }],
      remedies: [{ name: 'ten times the rate', set: rate('60/s') }],
    }),
  );
  expect(quiet.verdict).toBe('recommended');
  const stress = quiet.stresses.find(({ name }) => name === 'ten times the rate')!;
  expect(stress.outcomes[0]!.verdict).toBe('fails');
  expect(quiet.remedies[0]!.verdict).toBe('fails');
});

test('an answer that the budget does not reach is none', async () => {
  const plan = planOf({ ...POLICY, budget: 1, bounds: ['oom_probability < 0.001'] });
  const short = await recommendationOf(plan);
  expect(short.verdict).not.toBe('recommended');
  expect(short.procedure.correctSelection).toBeNull();
});

test.each([1, 7, 30, 90])('no more runs choose than a budget of %i', async (budget) => {
  const short = await recommendationOf(planOf({ ...POLICY, budget }));
  expect(short.procedure.runs.selection).toBeLessThanOrEqual(budget);
  // Of two columns alike, whatever was run beside.
  expect(short.procedure.runs.selection).toBeGreaterThanOrEqual(budget - 1);
  expect(short.procedure.gridRuns).toBeLessThanOrEqual(8 * budget);
});

test('the grid that is saved is one of the runs that choose, not of those shown beside', async () => {
  const knobs = [{ path: 'haproxy.maxconn', values: [10] }];
  const set = { 'pod.memoryLimit': '31MB', 'haproxy.maxconn': 10 };
  const plan = planOf({ ...POLICY, knobs, set, bounds: ['oom_probability < 0.5'], evidence: 500 });
  const { procedure } = await recommendationOf(plan);
  expect(procedure.gridRuns).toBe(procedure.runs.selection);
});

test('without chance one run of each setting decides', async () => {
  const plan = planOf({
    ...POLICY,
    set: {
      clients: [{ kind: 'closed', workers: 20, requests: 20, bodySize: '1MB' }],
      'pod.service': '1s',
    },
  });
  const sure = await recommendationOf(plan);
  expect(sure.chosen).toBe('maxconn=12 memoryLimit=12.5MB');
  expect(sure.procedure.correctSelection).toBeNull();
  expect(sure.procedure.runs.selection).toBe(2);
});

test('always asked: frontproxies, a returning pod, a lost one, large bodies; and the neighbours', () => {
  expect([...new Set(found.stresses.map(({ kind }) => kind))]).toEqual([
    'haproxy-replicas',
    'restart-overshoot',
    'pod-lost',
  ]);
  // Of a single pod none can be lost.
  expect(found.stresses.find(({ kind }) => kind === 'pod-lost')!.outcomes).toEqual([]);
  const steps = found.neighbours.map(({ path, step, to }) => [path, step, to]);
  expect(steps).toEqual([
    ['haproxy.maxconn', 'down', '12'],
    ['haproxy.maxconn', 'up', '60'],
    ['pod.memoryLimit', 'down', '10.5MB'],
    ['pod.memoryLimit', 'up', '14.5MB'],
  ]);
});

test('what moves the risk shows where it crosses the bound', async () => {
  const plan = planOf({
    ...POLICY,
    evidence: 240,
    influences: [
      { factor: 'rate', path: 'clients[0].rate', values: ['3/s', '12/s'], source: 'made up' },
      { factor: 'nothing', path: 'pod.restart.max', values: ['100s'] },
    ],
  });
  const { influences, invalidWhen } = await recommendationOf(plan);
  const [rate, nothing] = influences;
  expect(rate!.levels.map(({ flips }) => flips)).toEqual([false, true]);
  const [same, other] = rate!.flipsBetween!;
  // The rate at which 13 are present within 4 s with a chance of 0.2 is 7.9/s. At 7.5/s 80 runs show
  // neither side, and that is as near as the ends come.
  expect([same.value, other.value]).toEqual([6, 9]);
  expect(invalidWhen.join()).toContain('rate goes from');
  expect(nothing!.flipsBetween).toBeNull();
});
