import type { Mmc } from './mmc.ts';

/**
 * Erlang A, M/M/c+M: waiting requests give up at the rate `abandonment` [1/s] each. Palm (1957);
 * Garnett, Mandelbaum and Reiman, Manufacturing and Service Operations Management 4 (2002).
 */
export function erlangA(
  queue: Mmc,
  abandonment: number,
): { readonly abandonShare: number; readonly waitProbability: number } {
  const { servers, arrivalRate, serviceRate } = queue;
  // Weights of the states, relative to the empty one; the number present is a birth-death process.
  let weight = 1;
  let total = 0;
  let waiting = 0;
  let queued = 0;
  for (let n = 0; n <= servers || weight > 1e-18 * total; n++) {
    total += weight;
    if (n >= servers) {
      waiting += weight;
      queued += (n - servers) * weight;
    }
    const next = n + 1;
    const busy = Math.min(next, servers);
    weight *= arrivalRate / (busy * serviceRate + (next - busy) * abandonment);
  }
  return {
    abandonShare: (abandonment * queued) / total / arrivalRate,
    waitProbability: waiting / total,
  };
}
