import { poissonPmf } from './poisson.ts';

/** Service times after which only the slowest mode is left, the others being below e^-60 of it. */
const SETTLED = 60;

/**
 * P(the number present reaches `level` within `horizon`) in M/M/infinity from empty, with arrivals
 * at `arrivalRate` and mean service 1 (horizon in service times).
 *
 * Once settled, the chance of not having reached the level decays exponentially: the modes' rates
 * are the zeros of a Charlier polynomial, which are more than 1 apart (Keilson, Markov Chain
 * Models: Rarity and Exponentiality, 1979).
 */
export function reachesWithin(arrivalRate: number, level: number, horizon: number): number {
  if (horizon <= SETTLED) return uniformised(arrivalRate, level, horizon);
  const before = Math.log1p(-uniformised(arrivalRate, level, SETTLED - 1));
  const settled = Math.log1p(-uniformised(arrivalRate, level, SETTLED));
  return -Math.expm1(settled + (settled - before) * (horizon - SETTLED));
}

/**
 * The same by uniformisation (Jensen 1953) of the birth-death process stopped at `level`: all
 * terms are positive, so no digits cancel.
 */
function uniformised(arrivalRate: number, level: number, horizon: number): number {
  const pace = arrivalRate + level - 1;
  const jumps = pace * horizon;
  const last = Math.ceil(jumps + 10 * Math.sqrt(jumps) + 20);
  let state = new Float64Array(level);
  let next = new Float64Array(level);
  state[0] = 1;
  let reached = 0;
  let probability = 0;
  for (let step = 0; step <= last; step++) {
    probability += poissonPmf(step, jumps) * reached;
    reached += (state[level - 1]! * arrivalRate) / pace;
    for (let n = 0; n < level; n++) {
      const from = n > 0 ? state[n - 1]! * arrivalRate : 0;
      const down = n + 1 < level ? state[n + 1]! * (n + 1) : 0;
      next[n] = (from + down + state[n]! * (pace - arrivalRate - n)) / pace;
    }
    [state, next] = [next, state];
  }
  return probability;
}
