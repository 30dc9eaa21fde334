import { flowCases } from './flow-cases.ts';
import { lossCases } from './loss-cases.ts';
import { memoryCases } from './memory-cases.ts';
import type { OracleCase } from './oracle-case.ts';
import { queueCases } from './queue-cases.ts';
import { sharingCases } from './sharing-cases.ts';

export { byRun, type OracleCase } from './oracle-case.ts';

let cases: readonly OracleCase[] | null = null;

/**
 * Every figure of the simulator that has a closed form: read by the tests and by `theory`. Solved
 * when first asked for: it takes a fifth of a second, which most commands need not wait.
 */
export function oracleCases(): readonly OracleCase[] {
  cases ??= [...queueCases(), ...lossCases(), ...sharingCases(), ...memoryCases(), ...flowCases()];
  return cases;
}
