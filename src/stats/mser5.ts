import { Moments } from './moments.ts';

const BATCH = 5;
/** The criterion means nothing where fewer batches than this are left. */
const LEAST_BATCHES = 5;

export interface WarmUp {
  /** Leading values to leave out. */
  readonly truncation: number;
  /** False where the best point to begin lies in the second half: the run is still on its way. */
  readonly settled: boolean;
}

/**
 * The warm-up by MSER-5: the truncation that makes the standard error of the mean of the rest,
 * taken as if its batches of 5 were independent, the least. White, "An effective truncation
 * heuristic for bias reduction in simulation output", Simulation 69 (1997); Spratt (1998) for 5.
 */
export function mser5(values: ArrayLike<number>): WarmUp {
  const batches = Math.floor(values.length / BATCH);
  const rest = new Moments();
  let best = Number.POSITIVE_INFINITY;
  let start = 0;
  for (let first = batches - 1; first >= 0; first--) {
    let sum = 0;
    for (let i = 0; i < BATCH; i++) sum += values[first * BATCH + i]!;
    rest.add(sum / BATCH);
    if (rest.count < LEAST_BATCHES) continue;
    const criterion = (rest.variance * (rest.count - 1)) / rest.count ** 2;
    // Of equal ones the earliest: a constant run has no warm-up.
    if (criterion <= best) {
      best = criterion;
      start = first;
    }
  }
  const settled = best < Number.POSITIVE_INFINITY && start <= batches / 2;
  return { truncation: start * BATCH, settled };
}
