import type { Ending } from '../request/ending.ts';

/** How a population reaches the rest of the simulation. */
export interface PopulationPorts {
  /** Sends an attempt, its columns filled in. */
  send(request: number): void;
  /** The client of an attempt stops waiting and closes its connection; `answered` follows. */
  giveUp(request: number): void;
  /** An operation has its final answer: that of this attempt. */
  operationEnded(request: number, ending: Ending): void;
}

/** What every kind of population offers to the rest of the simulation. */
export interface Population {
  /** Sends its first requests, or schedules them. */
  begin(): void;
  /** One of its requests has ended; the request is still in the table. */
  answered(request: number, ending: Ending): void;
  /** Plain run state, for snapshots. */
  readonly state: object;
}
