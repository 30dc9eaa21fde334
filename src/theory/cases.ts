import { FLOW_CASES } from './flow-cases.ts';
import { LOSS_CASES } from './loss-cases.ts';
import { MEMORY_CASES } from './memory-cases.ts';
import type { OracleCase } from './oracle-case.ts';
import { QUEUE_CASES } from './queue-cases.ts';
import { SHARING_CASES } from './sharing-cases.ts';

export { byRun, type OracleCase } from './oracle-case.ts';

/** Every figure of the simulator that has a closed form: read by the tests and by `theory`. */
export const ORACLE_CASES: readonly OracleCase[] = [
  ...QUEUE_CASES,
  ...LOSS_CASES,
  ...SHARING_CASES,
  ...MEMORY_CASES,
  ...FLOW_CASES,
];
