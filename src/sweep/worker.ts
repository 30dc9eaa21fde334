/** Entry of a thread of the pool; bundled to dist/worker.js. */
import { estimateOracle } from '../simulation/oracle.ts';
import { simulate } from '../simulation/simulate.ts';
import { type Answer, runTask, type Task } from './task.ts';

export default function work(task: Task): Answer<Task> {
  return runTask(task, { simulate, estimateOracle });
}
