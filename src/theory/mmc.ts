import { erlangB } from './erlang-b.ts';

/** A queue with one line: arrivals [1/s], service of each server [1/s]. */
export interface Mmc {
  readonly servers: number;
  readonly arrivalRate: number;
  readonly serviceRate: number;
}

/** Erlang's delay formula: the share of arrivals that wait in a stable M/M/c (Erlang 1917). */
export function waitProbability({ servers, arrivalRate, serviceRate }: Mmc): number {
  const load = arrivalRate / serviceRate;
  const blocked = erlangB(servers, load);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

/** Mean wait in the queue [s]. */
export function meanWait(queue: Mmc): number {
  return waitProbability(queue) / spareRate(queue);
}

function spareRate({ servers, arrivalRate, serviceRate }: Mmc): number {
  return servers * serviceRate - arrivalRate;
}
