import { erlangB } from './erlang-b.ts';
import type { Mmc } from './mmc.ts';

/** What becomes of requests that wait at most a fixed time. */
interface PatienceFigures {
  /** Share of arrivals that give up unserved. */
  readonly timeoutShare: number;
  /** Share of arrivals that do not start at once. */
  readonly waitProbability: number;
  /** Mean wait of those served, zeros included [s]. */
  readonly servedWaitMean: number;
  /** Mean share of servers busy. */
  readonly utilisation: number;
}

/**
 * M/M/c+D: first come first served, and a request leaves once it has waited `patience` [s]. It need
 * not be stable without the time-out. Virtual wait: Barrer, Operations Research 5 (1957) 644-649;
 * Baccelli and Hebuterne (1981); in this form Boots and Tijms, Management Science 45 (1999).
 */
export function mmcPatience(queue: Mmc, patience: number): PatienceFigures {
  const { servers, arrivalRate, serviceRate } = queue;
  const capacity = servers * serviceRate;
  const spare = capacity - arrivalRate;
  // Mass of the virtual wait, relative to its density at 0+: below the patience, and beyond it.
  const below = patience * decay(spare * patience);
  const beyond = Math.exp(-spare * patience) / capacity;
  const load = arrivalRate / serviceRate;
  // P(servers - 1 requests present): the states below are those of the loss system.
  const oneFree = 1 / (1 / erlangB(servers - 1, load) + arrivalRate * (below + beyond));
  const density = arrivalRate * oneFree;
  const timeoutShare = density * beyond;
  const waited = density * patience * patience * decayMoment(spare * patience);
  return {
    timeoutShare,
    waitProbability: density * (below + beyond),
    servedWaitMean: waited / (1 - timeoutShare),
    utilisation: (arrivalRate * (1 - timeoutShare)) / capacity,
  };
}

/** The integral of e^(-x t) over t in [0, 1]. */
function decay(x: number): number {
  return x === 0 ? 1 : -Math.expm1(-x) / x;
}

/** The integral of t e^(-x t) over t in [0, 1]; by its series where the closed form cancels. */
function decayMoment(x: number): number {
  if (Math.abs(x) > 0.01) return (decay(x) - Math.exp(-x)) / x;
  return 1 / 2 - x / 3 + (x * x) / 8 - x ** 3 / 30 + x ** 4 / 144;
}
