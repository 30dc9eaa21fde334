import type { Ending } from '../request/ending.ts';

/** How a population reaches the rest of the simulation. */
export interface PopulationPorts {
  /** Sends an attempt, its columns filled in. */
  send(request: number): void;
  /** The client of an attempt stops waiting and closes its connection; `answered` follows. */
  giveUp(request: number): void;
  /** An operation has its final answer; `request` is one of its attempts, still in the table. */
  operationEnded(request: number, ending: Ending): void;
}

/** What every population offers to the rest of the simulation. */
export interface Population {
  /** Sends its first requests, or schedules them. */
  begin(): void;
  /** Draws again the times that are drawn and have not come. */
  redraw(): void;
  /** One of its requests has ended; the request is still in the table. */
  answered(request: number, ending: Ending): void;
  /** Plain run state, for snapshots. */
  readonly state: object;
}

/** What tells the kinds of populations apart: when a client begins an operation. */
export interface Crowd {
  begin(): void;
  /** Draws again when its next clients come, given that they have not come yet. */
  redraw(): void;
  /** An operation of a worker has its final answer. */
  ended(worker: number, ending: Ending): void;
  readonly state: object;
}
