import { expect, it } from 'vitest';
import { sfc32 } from '../stats/lindley.fixture.ts';
import { killed, OOM } from './coverage.fixture.ts';
import { type EdgeSearch, findEdges } from './find-edges.ts';
import type { RunAt } from './knob-points.ts';

const search = (runAt: RunAt, others: Partial<EdgeSearch> = {}) =>
  findEdges({
    require: { ...OOM, bound: 0.1, text: 'oom_probability < 0.1' },
    scan: [1, 2, 4, 8, 16, 32, 64, 128],
    whole: true,
    level: 0.95,
    runsPerValue: 200,
    budget: 5000,
    runAt,
    ...others,
  });

/** Killed with a chance that depends on the value: run k draws one uniform for all values. */
const chance = (of: (value: number) => number): RunAt => {
  const next = sfc32(7);
  const uniforms = Array.from({ length: 1000 }, next);
  return async (value, runs) => runs.map((run) => killed(uniforms[run]! < of(value)));
};

const sure =
  (isKilled: (value: number) => boolean): RunAt =>
  async (value, runs) =>
    runs.map(() => ({ ...killed(isKilled(value)), drew: false }));

it('finds the step of a system without chance exactly, one run a value', async () => {
  const found = await search(sure((value) => value > 59));
  expect(found.edges).toEqual([{ holds: 'below', low: 59, high: 60, cutShort: false }]);
  expect(found.runs).toBe(found.tried.length);
  expect(found.runs).toBeLessThan(8 + 6);
});

it('finds an edge above which the requirement holds', async () => {
  const found = await search(sure((value) => value <= 21));
  expect(found.edges).toEqual([{ holds: 'above', low: 21, high: 22, cutShort: false }]);
  const above = { ...OOM, sense: '>', bound: 0.1, text: '' } as const;
  const reversed = await search(
    sure((value) => value > 59),
    { require: above },
  );
  expect(reversed.edges).toMatchObject([{ holds: 'above', low: 59, high: 60 }]);
});

it('reports every crossing', async () => {
  const found = await search(sure((value) => value > 10 && value <= 50));
  expect(found.edges).toEqual([
    { holds: 'below', low: 10, high: 11, cutShort: false },
    { holds: 'above', low: 50, high: 51, cutShort: false },
  ]);
  // The only run there is turns back: what is inferred from such runs would be wrong.
  expect(found.coupled).toBe(false);
  const bump = await search(chance((value) => (value > 10 && value <= 50 ? 0.9 : 0.001)));
  expect(bump.edges.map(({ holds }) => holds)).toEqual(['below', 'above']);
  expect(bump.coupled).toBe(false);
  expect(bump.turns).toBeGreaterThan(0);
});

it('finds no edge where there is none', async () => {
  const found = await search(chance(() => 0.001));
  expect(found.edges).toEqual([]);
  expect(found.tried.every(({ verdict }) => verdict === 'holds')).toBe(true);
});

it('makes no run it can infer, and the same interval as if it made them all', async () => {
  const made = new Map<number, number>();
  const counted = (runAt: RunAt): RunAt => {
    return (value, runs) => {
      made.set(value, (made.get(value) ?? 0) + runs.length);
      return runAt(value, runs);
    };
  };
  const found = await search(counted(chance((value) => value / 256)), { runsPerValue: 400 });
  expect(found.coupled).toBe(true);
  expect(found.runs).toBe([...made.values()].reduce((sum, runs) => sum + runs, 0));
  const saved = found.tried.filter(({ runs, outcomes }) => runs < outcomes.length);
  expect(saved.length).toBeGreaterThan(0);
  const all = await Promise.all(
    found.tried.map(async ({ value, outcomes }) => {
      const runs = outcomes.map((_, run) => run);
      return chance((each) => each / 256)(value, runs);
    }),
  );
  expect(all.flat()).toEqual(found.tried.flatMap(({ outcomes }) => outcomes));
});

it('makes up its mind again where a run turns back only while it refines', async () => {
  // One way over the scanned values; in between, every third run of the safe ones is killed.
  const scanned = [1, 2, 4, 8, 16, 32, 64, 128];
  const plain = chance((value) => value / 256);
  const runAt: RunAt = async (value, runs) => {
    const seen = await plain(value, runs);
    return seen.map((each, index) =>
      scanned.includes(value) ? each : killed(each.above > 0 !== (runs[index]! % 3 === 0)),
    );
  };
  const found = await search(runAt, { budget: 50_000 });
  expect(found.coupled).toBe(false);
  expect(found.turns).toBeGreaterThan(0);
  expect(found.tried.every(({ runs, outcomes }) => runs === outcomes.length)).toBe(true);
});

it('stops at its budget with a wider interval', async () => {
  const line = { scan: [0, 0.5, 1], whole: false, runsPerValue: 100 };
  const free = await search(
    chance((value) => value),
    line,
  );
  const poor = await search(
    chance((value) => value),
    { ...line, budget: 330 },
  );
  expect(poor.runs).toBeLessThanOrEqual(330);
  expect(poor.edges[0]!.cutShort).toBe(true);
  expect(free.edges[0]!.cutShort).toBe(false);
  const length = ({ low, high }: { low: number; high: number }) => high - low;
  expect(length(poor.edges[0]!)).toBeGreaterThan(length(free.edges[0]!));
});

it('tests a ratio by its spread, and distrusts a spread of nothing', async () => {
  const require = {
    statistic: 'served_within_60s_share',
    sense: '>',
    unit: 'share',
    bound: 0.9,
    text: '',
  } as const;
  const next = sfc32(11);
  const uniforms = Array.from({ length: 1000 }, next);
  // Of 50 to 100 operations a share of about 1 - value / 200 is served: 0.9 at 20.
  const served: RunAt = async (value, runs) =>
    runs.map((run) => {
      const below = 50 + (run % 51);
      const noise = 0.2 * (uniforms[run]! - 0.5);
      return { above: below * Math.min(1, 1 - value / 200 + noise), below, drew: true };
    });
  const found = await search(served, { require, whole: false });
  expect(found.coupled).toBe(false);
  expect(found.turns).toBe(null);
  expect(found.edges).toHaveLength(1);
  expect(found.edges[0]!.low).toBeLessThan(20);
  expect(found.edges[0]!.high).toBeGreaterThan(20);
  const all: RunAt = async (_, runs) => runs.map(() => ({ above: 10, below: 10, drew: true }));
  const verdicts = async (bound: number) =>
    (await search(all, { require: { ...require, bound } })).tried.map(({ verdict }) => verdict);
  // 200 runs of none lost leave about 3.2% possible at the level of one of 24 values.
  expect(new Set(await verdicts(0.9))).toEqual(new Set(['holds']));
  expect(new Set(await verdicts(0.99))).toEqual(new Set(['open']));
});
