/** Entry of a thread of the pool; bundled to dist/worker.js. */
import { estimateOracle } from '../simulation/oracle.ts';
import { simulate } from '../simulation/simulate.ts';
import type { Effort, Outcome } from '../verify/check.ts';
import { type Answer, runTask, type Task } from './task.ts';

export default function work(task: Task): Answer<Task> | Promise<Answer<Task>> {
  return runTask(task, { simulate, estimateOracle, check });
}

/** No other task should have to wait until the checks are loaded. */
async function check(id: string, effort: Effort): Promise<Outcome> {
  const { performCheck } = await import('../verify/checks.ts');
  return performCheck(id, effort);
}
