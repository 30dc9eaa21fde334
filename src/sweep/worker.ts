/** What a thread of the pool runs; bundled to dist/task.js. */
import { setFlagsFromString } from 'node:v8';
import type { OracleEstimate } from '../simulation/oracle.ts';
import { simulate } from '../simulation/simulate.ts';
import type { OracleCase } from '../theory/cases.ts';
import type { Effort, Outcome } from '../verify/check.ts';
import { type Answer, runTask, type Task } from './task.ts';

/**
 * How much of what a function calls V8 may compile into it [B of bytecode]. A simulator is small
 * functions in deep chains: at V8's own 920 most of them are called, and a double handed over to a
 * function that is called is allocated. Twice that is as quick, and has the compiler work longer
 * beside the threads.
 */
setFlagsFromString('--max-inlined-bytecode-size-cumulative=2000');

export default function work(task: Task): Answer<Task> | Promise<Answer<Task>> {
  return runTask(task, { simulate, estimateOracle, check });
}

// Both bring the schemas of a model with them: no other task should have to wait for these.

async function estimateOracle(oracle: OracleCase): Promise<OracleEstimate> {
  const { estimateOracle: estimate } = await import('../simulation/oracle.ts');
  return estimate(oracle);
}

async function check(id: string, effort: Effort): Promise<Outcome> {
  const { performCheck } = await import('../verify/checks.ts');
  return performCheck(id, effort);
}
