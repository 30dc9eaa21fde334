import { describe, expect, it } from 'vitest';
import { oracleCases } from '../theory/cases.ts';
import { type Check, outcomeOf } from './check.ts';
import { allChecks, CHECKS, checksNamed, performCheck } from './checks.ts';
import { agrees, everyTime, type Figure, intervalOf } from './figure.ts';
import { GROUPS, groupOf } from './groups.ts';
import { oracleChecks } from './oracle-checks.ts';
import { expectShortChecksPass } from './short-checks.fixture.ts';
import { FALSE_ALARM, failures, verify } from './verify.ts';

const EFFORT = { seed: 1, full: false };

function mean(theory: number, simulated: number): Figure {
  const evidence = { kind: 'mean', standardError: 1, degrees: 1000 } as const;
  return { name: 'mean', theory, simulated, evidence };
}

function share(theory: number, hits: number, trials: number): Figure {
  const evidence = { kind: 'share', hits, trials } as const;
  return { name: 'share', theory, simulated: hits / trials, evidence };
}

const check = (id: string, run: Check['run']): Check => ({ id, deep: false, run });

function verifyHere(checks: readonly Check[]) {
  return verify(checks, EFFORT, async (id, effort) =>
    outcomeOf(checks.find((one) => one.id === id)!, effort),
  );
}

describe('the list of checks', () => {
  it('names each check once, and has it in one group', () => {
    const ids = CHECKS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) {
      const groups = GROUPS.filter(({ begins }) => begins.some((words) => id.startsWith(words)));
      expect(groups, id).toHaveLength(1);
      expect(groupOf(id)).toBe(groups[0]);
    }
    for (const { name } of GROUPS) expect(checksNamed(name, true), name).not.toEqual([]);
  });

  it('has every case of the table of oracles, those that take long only in full', () => {
    const quick = new Set(allChecks(false).map(({ id }) => id));
    const full = new Set(allChecks(true).map(({ id }) => id));
    for (const { run, deep } of oracleCases()) {
      expect(full.has(run), run).toBe(true);
      expect(quick.has(run), run).toBe(!deep);
    }
  });

  it('finds checks by group, by the first words of a name, and deep ones by their whole name', () => {
    expect(checksNamed('O1', false).every(({ id }) => id.startsWith('O1 '))).toBe(true);
    expect(checksNamed('O9 d', false).map(({ id }) => id)).toEqual(['O9 d load=10 k=20 T=100']);
    expect(checksNamed('O9 d load=10 k=25 T=1000', false)).toHaveLength(1);
    expect(checksNamed('rare', false)).toEqual([]);
    expect(checksNamed('memory', false).length).toBeGreaterThan(3);
    expect(checksNamed('O', true)).toEqual([]);
  });
});

describe('a comparison', () => {
  it('fails a figure beyond the level that all share, and none within', async () => {
    const { level, checks } = await verifyHere([
      check('O1 a', () => [mean(0, 4), mean(0, 3), share(0.5, 50, 100)]),
      check('O1 b', () => [mean(0, 5), share(0.5, 100, 100), everyTime('x', 3, 3)]),
    ]);
    // Five figures that chance has a part in, of six.
    expect(level).toBeCloseTo(1 - FALSE_ALARM / 5, 12);
    expect(checks.map(({ figures }) => figures.map((figure) => figure.agrees))).toEqual([
      // Student's t at 1 - 1 / 5000 with 1000 degrees of freedom is 3.73.
      [false, true, true],
      [false, false, true],
    ]);
  });

  it('shows 95% intervals, and none of what is exact', () => {
    const { low, high } = intervalOf(mean(0, 10), 0.95);
    expect([low, high]).toEqual([expect.closeTo(8.038, 3), expect.closeTo(11.962, 3)]);
    expect(intervalOf(everyTime('x', 3, 2), 0.95)).toEqual({ low: 2, high: 2 });
    expect(agrees(everyTime('x', 3, 2), 0.95)).toBe(false);
    const rounded: Figure = { ...everyTime('x', 3, 3 + 1e-12) };
    expect(agrees(rounded, 0.95)).toBe(false);
    expect(agrees({ ...rounded, evidence: { kind: 'exact', tolerance: 1e-9 } }, 0.95)).toBe(true);
  });

  it('does not take a share for sure because all trials agree', () => {
    expect(agrees(share(0.9, 30, 30), 0.95)).toBe(true);
    expect(agrees(share(0.5, 30, 30), 0.95)).toBe(false);
  });

  it('takes a broken law for a failure and makes the other checks', async () => {
    const verification = await verifyHere([
      check('O12 a', () => {
        throw new Error('slots are free: 1 held');
      }),
      check('O12 b', () => [everyTime('x', 3, 3)]),
    ]);
    expect(failures(verification).map(({ id, breach }) => [id, breach])).toEqual([
      ['O12 a', 'slots are free: 1 held'],
    ]);
  });
});

describe('the checks themselves', () => {
  it('fail where the theory is wrong, by chance or exactly, and pass where it is right', async () => {
    const cases = oracleCases().filter(({ run }) => ['O2 c=16 a=12', 'O15 n=6'].includes(run));
    const wrong = cases.map((oracle) => ({ ...oracle, exact: oracle.exact * 1.2 }));
    expect(cases).toHaveLength(2);
    expect(failures(await verifyHere(oracleChecks(cases)))).toEqual([]);
    expect(failures(await verifyHere(oracleChecks(wrong))).map(({ id }) => id)).toEqual([
      'O2 c=16 a=12',
      'O15 n=6',
    ]);
  });

  it('pass, where they are short', () => expectShortChecksPass(1));

  it('draw other random numbers under another seed', () => {
    const figures = (seed: number) =>
      performCheck('O2 c=16 a=12', { seed, full: false }).figures[0]!.simulated;
    expect(figures(1)).toBe(figures(1));
    expect(figures(1)).not.toBe(figures(2));
  });
});
