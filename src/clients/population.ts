import type { Ending } from '../request/ending.ts';

/** What every kind of population offers to the rest of the simulation. */
export interface Population {
  /** Sends its first requests, or schedules them. */
  begin(): void;
  /** One of its requests has ended; the request is still in the table. */
  answered(request: number, ending: Ending): void;
  /** Plain run state, for snapshots. */
  readonly state: object;
}
