import { flowCases } from './flow-cases.ts';
import { lossCases } from './loss-cases.ts';
import { memoryCases } from './memory-cases.ts';
import type { OracleCase } from './oracle-case.ts';
import { queueCases } from './queue-cases.ts';
import { sharingCases } from './sharing-cases.ts';

export { byRun, type OracleCase } from './oracle-case.ts';

/** What makes cases, and the oracles they are of. */
const GROUPS: readonly { readonly create: () => OracleCase[]; readonly of: readonly string[] }[] = [
  { create: queueCases, of: ['O1', 'O3', 'O4', 'O6'] },
  { create: lossCases, of: ['O2'] },
  { create: sharingCases, of: ['O5', 'O6', 'O7', 'O8'] },
  { create: memoryCases, of: ['O9', 'O17', 'O20'] },
  { create: flowCases, of: ['O6', 'O14', 'O15', 'O16', 'O18', 'O19'] },
];

/** Solved when first asked for: all take a fifth of a second, which most commands need not wait. */
const solved = new Map<() => OracleCase[], readonly OracleCase[]>();

/** Every figure of the simulator that has a closed form: read by the tests and by `theory`. */
export function oracleCases(): readonly OracleCase[] {
  return GROUPS.flatMap(casesIn);
}

/** The same of one oracle; others are solved only where they come with it. */
export function casesOfOracle(oracle: string): readonly OracleCase[] {
  const groups = GROUPS.filter(({ of }) => of.includes(oracle));
  return groups.flatMap(casesIn).filter((each) => each.oracle === oracle);
}

function casesIn({ create }: (typeof GROUPS)[number]): readonly OracleCase[] {
  const cases = solved.get(create) ?? create();
  solved.set(create, cases);
  return cases;
}
