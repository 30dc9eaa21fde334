/** The table of oracle cases as checks: one for each run, with all figures read from it. */
import { estimateRun, type OracleEstimate } from '../simulation/oracle.ts';
import { byRun, type OracleCase, oracleCases } from '../theory/cases.ts';
import { shortened } from '../theory/run-length.ts';
import type { Check } from './check.ts';
import type { Figure } from './figure.ts';

/** Of the lengths that the tests run: twice their standard errors. */
const FIRST_LOOK = 1 / 4;

export function oracleChecks(cases: readonly OracleCase[] = oracleCases()): Check[] {
  return [...byRun(cases)].map(([id, together]) => ({
    id,
    deep: together[0]!.deep,
    run({ seed, full }) {
      const share = full ? 1 : FIRST_LOOK;
      const seeded = together.map((oracle) => ({
        ...shortened(oracle, share),
        seed: `${seed} ${oracle.seed}`,
      }));
      return estimateRun(seeded).map((estimate, i) => figureOf(seeded[i]!, estimate));
    },
  }));
}

export function figureOf(oracle: OracleCase, { simulated, standardError }: OracleEstimate): Figure {
  const { design, statistic, rank, exact: theory } = oracle;
  const name = rank === undefined ? statistic : `${statistic} ${rank}`;
  const figure = { name, theory, simulated };
  if (design.kind === 'exact') {
    return { ...figure, evidence: { kind: 'exact', tolerance: design.tolerance } };
  }
  const independent = design.kind === 'batches' ? design.batches : design.replications;
  if (statistic === 'oom-probability') {
    const hits = Math.round(simulated * independent);
    return { ...figure, evidence: { kind: 'share', hits, trials: independent } };
  }
  return { ...figure, evidence: { kind: 'mean', standardError, degrees: independent - 1 } };
}
