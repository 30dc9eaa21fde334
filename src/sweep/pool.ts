/** A pool of threads that run tasks: the only file of the project that knows of threads. */
import { setMaxListeners } from 'node:events';
import { Piscina } from 'piscina';
import { FirstCome } from './first-come.ts';
import type { Answer, Execute, Task } from './task.ts';

export interface Pool {
  readonly execute: Execute;
  /** Stops the threads at once; tasks still running are lost. */
  close(): Promise<void>;
}

interface PoolOptions {
  /** Threads, at least 1. */
  readonly workers: number;
  /** File URL of the bundled sweep/worker.ts. */
  readonly workerUrl: string;
  /** Rejects every task, started or not, at once. */
  readonly signal?: AbortSignal;
}

/** A second task lies ready at each thread while the first runs. */
const TASKS_PER_WORKER = 2;

/**
 * Answers are copied between threads, not transferred: some kilobytes for each second of
 * simulating, and a copy leaves nobody wondering who owns the memory.
 */
export function createPool(options: PoolOptions): Pool {
  const { workers, workerUrl, signal } = options;
  const piscina = new Piscina({
    filename: workerUrl,
    minThreads: workers,
    maxThreads: workers,
    concurrentTasksPerWorker: TASKS_PER_WORKER,
    recordTiming: false,
  });
  // The pool's own queue keeps no order, and a point is only stored once all its tasks are done.
  const line = new FirstCome(workers * TASKS_PER_WORKER);
  // Every waiting task listens to the one signal: no leak, so no warning.
  if (signal) setMaxListeners(0, signal);
  return {
    execute: <T extends Task>(task: T) =>
      line.run<Answer<T>>(() => piscina.run(task, signal ? { signal } : {})),
    close: () => piscina.destroy(),
  };
}
