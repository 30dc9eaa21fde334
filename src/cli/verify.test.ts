import { describe, expect, it, test } from 'vitest';
import { oracleCases } from '../theory/cases.ts';
import { outcomeOf } from '../verify/check.ts';
import { oracleChecks } from '../verify/oracle-checks.ts';
import { verify } from '../verify/verify.ts';
import { EXIT, type Verdict } from './errors.ts';
import { spillway } from './spawn.fixture.ts';
import { tell } from './verify-command.ts';

const RUNS = ['O1 c=1 rho=0.5', 'O15 n=6', 'O16 parts n=40'];
const RIGHT = oracleCases().filter(({ run }) => RUNS.includes(run));

/** What a terminal of a width shows, and the exit code, where the table of oracles says `cases`. */
async function shown(cases: typeof RIGHT, columns = 0, json = false) {
  let text = '';
  const out = (more: string) => {
    text += more;
  };
  const checks = oracleChecks(cases);
  const verification = await verify(checks, { seed: 1, full: false }, async (id, effort) =>
    outcomeOf(checks.find((check) => check.id === id)!, effort),
  );
  try {
    tell(verification, { json }, { out, tableColumns: columns });
  } catch (error) {
    return { text, exitCode: (error as Verdict).exitCode };
  }
  return { text, exitCode: EXIT.ok };
}

describe('what verify shows', () => {
  it('has theory beside simulation by group, with interval and verdict', async () => {
    const { text, exitCode } = await shown(RIGHT);
    expect(exitCode).toBe(0);
    expect(text).toMatch(/^\nQueues: .*\ncheck +figure +theory +simulated +95% interval/);
    expect(text).toMatch(
      /\nO1 c=1 rho=0\.5 +wait-probability +0\.5 +0\.\d+ +0\.\d+ to 0\.\d+ .*pass\n/,
    );
    expect(text).toMatch(/\nFloods: /);
    expect(text).toMatch(/\nO16 parts n=40 +peak-memory +360 MiB +360 MiB +exact +0% +pass\n/);
    expect(text).toMatch(/A figure fails only where its 99\.95% interval\nmisses too/);
    expect(text).toMatch(
      /All 4 figures agree with theory: 2 to the last digits and 2 within chance/,
    );
  });

  it('fits into 80 columns', async () => {
    const cases = oracleCases().filter(({ run }) => /^O1[4568] |^O4 c=4|^O2/.test(run));
    const { text } = await shown(cases, 80);
    const lines = text.split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text).toMatch(
      /\nO4 c=4 lambda=5 tau=1\n +timeout-share +0\.2449 +0\.\d+ +\+-0\.\d+ +pass\n/,
    );
  });

  it('blames us with exit code 3 where theory and simulation differ', async () => {
    const wrong = RIGHT.map((oracle) =>
      oracle.run === 'O15 n=6' ? { ...oracle, exact: oracle.exact + 0.001 } : oracle,
    );
    const { text, exitCode } = await shown(wrong);
    expect(exitCode).toBe(EXIT.ours);
    expect(text).toMatch(/\nO15 n=6 .*FAIL\n/);
    expect(text).toMatch(/\n1 of 3 checks failed, and that is our mistake: O15 n=6\.\n$/);
  });

  it('has an object for each figure as JSON', async () => {
    const rows = JSON.parse((await shown(RIGHT, 0, true)).text);
    expect(rows).toHaveLength(4);
    expect(rows[0]).toMatchObject({
      check: 'O1 c=1 rho=0.5',
      group: 'queue',
      figure: 'wait-probability',
      theory: expect.closeTo(0.5, 10),
      level: 0.9995,
      passes: true,
    });
    expect(rows[0].low).toBeLessThan(rows[0].simulated);
    expect(rows[3]).toMatchObject({ figure: 'peak-memory', level: null, passes: true });
  });
});

test('verify runs in threads, alike for any number of them', () => {
  const args = ['verify', 'O2', 'O18', 'O12 same', '--seed', '4'];
  const one = spillway([...args, '--workers', '1']);
  const two = spillway([...args, '--workers', '2']);
  expect(one.exitCode).toBe(0);
  expect(one.stdout).toContain('All 14 figures agree with theory');
  expect(two.stdout).toBe(one.stdout);
});

test('verify knows what it can check', () => {
  const said = (...names: string[]) => {
    const { exitCode, stdout, stderr } = spillway(['verify', ...names]);
    expect([exitCode, stdout]).toEqual([2, '']);
    return stderr;
  };
  expect(said('qeue')).toBe('verify qeue: no such check; did you mean "queue"?\n');
  expect(said('everything')).toMatch(/no such check; known: queue, time-out, .*\n$/);
  expect(said('rare')).toMatch(/these take long; add --full/);
});
