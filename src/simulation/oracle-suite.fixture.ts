/** One test a run of the oracle table: every figure within four standard errors, or exact. */
import { describe, expect, it } from 'vitest';
import { byRun, type OracleCase, oracleCases } from '../theory/cases.ts';
import { estimateRun } from './oracle.ts';

/** Events one case may take in the short tests. */
const EVENTS_MAX = 5e7;

/**
 * Runs of millions of requests, for the long tests: others of the same oracle, that differ in nothing
 * but a number, are simulated in the short ones.
 */
const LONG_RUNS = [
  'O1 c=2 rho=0.9',
  'O1 c=8 rho=0.5',
  'O1 c=8 rho=0.9',
  'O1 c=16 rho=0.5',
  'O1 c=16 rho=0.8',
  'O3 c=4 rho=0.9',
  'O4 c=16 lambda=16 tau=1',
  'O17 load=10 x=12',
];

export function isLong({ run, deep }: OracleCase): boolean {
  return deep || LONG_RUNS.includes(run);
}

export function describeOracles(title: string, belongs: (oracle: OracleCase) => boolean): void {
  const runs = byRun(oracleCases().filter(belongs));
  describe(title, () => {
    it('has cases', () => {
      expect(runs.size).toBeGreaterThan(0);
      const known = new Set(oracleCases().map(({ run }) => run));
      expect(LONG_RUNS.filter((run) => !known.has(run))).toEqual([]);
    });
    it.each([...runs.values()].map((cases) => [cases[0]!.run, cases[0]!.title, cases] as const))(
      '%s: %s',
      (_run, _title, cases) => {
        const estimates = estimateRun(cases);
        cases.forEach((oracle, i) => {
          expectAgreement(oracle, estimates[i]!);
        });
      },
    );
  });
}

function expectAgreement(
  { id, exact, design, deep }: OracleCase,
  { simulated, standardError, events }: ReturnType<typeof estimateRun>[number],
): void {
  const difference = Math.abs(simulated - exact);
  if (design.kind === 'exact') {
    expect(difference, id).toBeLessThanOrEqual(design.tolerance * Math.abs(exact));
    return;
  }
  const largestError = exact < 0.01 ? 0.05 : 0.02;
  expect(standardError / exact, `${id}: relative standard error`).toBeLessThanOrEqual(largestError);
  expect(difference / standardError, `${id}: standard errors off`).toBeLessThanOrEqual(4);
  if (!deep) expect(events, `${id}: events`).toBeLessThanOrEqual(EVENTS_MAX);
}
