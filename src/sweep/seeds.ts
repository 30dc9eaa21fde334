/** Seeds of runs: replication k has the same seed at every design point (common random numbers). */

/** The seed of replication `index` (from 0) under the experiment's seed. */
export function runSeed(seed: string, index: number): string {
  return `${seed}/${index}`;
}

/** The seeds of `count` replications, in order. */
export function runSeeds(seed: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => runSeed(seed, index));
}
