import { expect, it } from 'vitest';
import { wilson } from '../stats/proportion.ts';
import type { Threshold } from '../sweep/plan-thresholds.ts';
import { readRequirement } from '../sweep/requirement.ts';
import type { ExperimentResults } from '../sweep/results.ts';
import type { Row } from '../sweep/row.ts';
import { type Judgement, judge, judgementInWords, overall } from './judge.ts';

const CAP = 'haproxy.maxconn';

/** Verdicts on rows of one grid that varies maxconn. */
function judged(require: string, rows: readonly Row[], at: Threshold['at'] = []): Judgement[] {
  const reading = readRequirement(require);
  if (!('value' in reading)) throw new Error(require);
  const threshold: Threshold = { grid: 'main', at, where: 'here', require: reading.value };
  const values = [40, null];
  const varied = [{ path: CAP, values, labels: ['40', 'none'], unit: 'count' }];
  return judge({
    grids: [{ name: 'main', varied, replications: 100 }],
    rows: rows.map((row) => ({ grid: 'main', [CAP]: 40, replications: 100, ...row })),
    thresholds: [threshold],
  } as unknown as ExperimentResults);
}

const oom = (kills: number, n: number): Row => {
  const { low, high } = wilson(kills, n);
  return {
    oom_probability: kills / n,
    oom_probability_low: low,
    oom_probability_high: high,
    replications: n,
  };
};

it.each([
  ['oom_probability < 0.05', oom(0, 100), 'pass'],
  ['oom_probability < 0.05', oom(30, 100), 'fail'],
  ['oom_probability < 0.05', oom(5, 100), 'undecided'],
  ['oom_probability > 0.05', oom(0, 100), 'fail'],
  ['oom_probability > 0.05', oom(30, 100), 'pass'],
])('%s is decided by the whole interval on one side', (require, row, verdict) => {
  expect(judged(require, [row])[0]!.verdict).toBe(verdict);
});

it('finds the interval of a share by the name without _share', () => {
  const row = {
    served_within_60s_share: 0.995,
    served_within_60s_low: 0.985,
    served_within_60s_high: 1,
  };
  expect(judged('served_within_60s_share > 0.99', [row])[0]!.verdict).toBe('undecided');
  expect(judged('served_within_60s_share > 0.98', [row])[0]!.verdict).toBe('pass');
});

it('decides by the value where there is no interval, and a bound itself satisfies nothing', () => {
  expect(judged('latency_p99_s < 30s', [{ latency_p99_s: 29 }])[0]!.verdict).toBe('pass');
  expect(judged('latency_p99_s < 30s', [{ latency_p99_s: 30 }])[0]!.verdict).toBe('fail');
  const sure = { oom_probability: 0, oom_probability_low: null, deterministic: true };
  expect(judged('oom_probability < 1e-9', [sure])[0]!).toMatchObject({
    verdict: 'pass',
    seen: '0%, deterministic',
  });
});

it('takes a latency lost among failures for infinite, and what no row knows for undecided', () => {
  const lost = judged('latency_p99_s < 1h', [{ latency_p99_s: null, ok_share: 0.5 }]);
  expect(lost[0]!.verdict).toBe('fail');
  const unknown = judged('latency_p99_s < 1h', [{ latency_p99_s: null, ok_share: null }]);
  expect(unknown[0]!).toMatchObject({ verdict: 'undecided', more: null });
});

it('says how many more runs would decide: as many more do, if the share stays', () => {
  for (const [kills, n, bound] of [
    [0, 60, 1e-3],
    [20, 1000, 0.03],
    [40, 1000, 0.03],
    [1000, 1000, 0.999],
  ] as const) {
    const row = oom(kills, n);
    const [{ verdict, more }] = judged(`oom_probability < ${bound}`, [row]) as [Judgement];
    expect(verdict).toBe('undecided');
    const after = (n_: number) => wilson((kills / n) * n_, n_);
    const decided = ({ low, high }: { low: number; high: number }) => high < bound || low > bound;
    // Rough: right within a factor of one and a half.
    expect(decided(after(n + 1.5 * more!))).toBe(true);
    expect(decided(after(n + more! / 1.5))).toBe(false);
  }
  expect(judged('oom_probability < 0.05', [oom(5, 100)])[0]!.more).toBe(null);
});

it('looks at the rows it is meant for, and owns up where there are none', () => {
  const rows = [oom(0, 5000), { ...oom(100, 100), [CAP]: null }];
  expect(judged('oom_probability < 1%', rows).map(({ verdict }) => verdict)).toEqual([
    'pass',
    'fail',
  ]);
  const some = judged('oom_probability < 1%', rows, [{ path: CAP, cells: [null] }]);
  expect(some.map(({ where }) => where)).toEqual([`${CAP} none`]);
  const none = judged('oom_probability < 1%', rows, [{ path: CAP, cells: [7] }]);
  expect(none[0]).toMatchObject({ verdict: 'undecided', where: 'here' });
});

it('is told in a line, never with a bare zero', () => {
  const [line] = judged('oom_probability < 1e-3', [oom(0, 60)]).map(judgementInWords);
  expect(line).toBe(
    'undecided: oom_probability < 1e-3 at haproxy.maxconn 40: 0 of 60 runs (95% interval 0% to 6%); about 3600 more replications would decide',
  );
});

it('fails as a whole where anything fails, and passes where everything does', () => {
  const of = (...verdicts: Judgement['verdict'][]) =>
    overall(verdicts.map((verdict) => ({ verdict, require: '', where: '', seen: '', more: null })));
  expect(of()).toBe('pass');
  expect(of('pass', 'pass')).toBe('pass');
  expect(of('pass', 'undecided')).toBe('undecided');
  expect(of('undecided', 'fail')).toBe('fail');
});

it('judges a long run by its own interval, and asks for no more replications of it', () => {
  const row = {
    steady_latency_mean_s: 2,
    steady_latency_mean_low_s: 1.8,
    steady_latency_mean_high_s: 2.2,
  };
  const verdicts = ['2.5s', '2.1s', '1.5s'].map(
    (bound) => judged(`steady_latency_mean_s < ${bound}`, [row])[0]!,
  );
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(['pass', 'undecided', 'fail']);
  expect(verdicts[1]!.more).toBeNull();
  const flagged = { steady_latency_mean_s: null, steady_note: 'not averaged: latency: it rises' };
  expect(judged('steady_latency_mean_s < 2s', [flagged])[0]!.verdict).toBe('undecided');
});
