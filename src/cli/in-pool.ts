/** Threads and a line of progress for as long as something takes, however it ends. */
import { formatIssue, InputError } from '../schema/issue.ts';
import { createPool, type Pool } from '../sweep/pool.ts';
import { Interrupted, UserError } from './errors.ts';
import type { Io } from './io.ts';
import { WORKER_URL } from './package-root.ts';
import { Progress } from './progress.ts';

/**
 * @param remark what becomes of the work so far if it is interrupted
 * @throws Interrupted after Ctrl-C, whatever else went wrong by then
 */
export async function inPool<T>(
  { workers }: { readonly workers: number },
  io: Io,
  work: (pool: Pool, progress: Progress) => Promise<T>,
  remark = '',
): Promise<T> {
  const progress = new Progress(io);
  const pool = createPool({ workers, workerUrl: WORKER_URL, signal: io.signal });
  try {
    return await work(pool, progress);
  } catch (error) {
    if (io.signal.aborted) throw new Interrupted(remark);
    throw error instanceof InputError ? new UserError(error.issues.map(formatIssue)) : error;
  } finally {
    progress.clear();
    await pool.close();
  }
}
