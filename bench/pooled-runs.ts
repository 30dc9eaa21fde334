/** Replications in a sweep's own pool of threads, timed together. */
import type { Model } from '../src/config/config.ts';
import { createPool } from '../src/sweep/pool.ts';
import type { Timing } from './race.ts';
import { startWatch } from './watch.ts';

export interface PooledRunsOptions {
  readonly workers: number;
  readonly model: Model;
  /** One run each. */
  readonly seeds: readonly string[];
}

export async function pooledRuns(
  workerUrl: string,
  { workers, model, seeds }: PooledRunsOptions,
): Promise<Timing> {
  const pool = createPool({ workers, workerUrl });
  const runAll = (names: readonly string[]) =>
    Promise.all(names.map((seed) => pool.execute({ kind: 'block', model, seeds: [seed] })));
  // One task would warm up one thread only.
  await runAll(Array.from({ length: workers }, (_, worker) => `warm-up/${worker}`));
  const stop = startWatch();
  const blocks = await runAll(seeds);
  const elapsed = stop();
  await pool.close();
  const amount = blocks.reduce((sum, block) => sum + block.replications[0]!.requests, 0);
  return { amount, ...elapsed };
}
