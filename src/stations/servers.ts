/**
 * Families of parallel servers with a FIFO: station k has `count` servers and a waiting room of
 * `room` places. The family says who holds a server; how long they hold it is the caller's affair.
 */
import { LinkedQueues, type LinkedQueuesState, NOBODY } from '../kernel/linked-queue.ts';

export type Admission = 'served' | 'queued' | 'blocked';

export interface ServersState {
  /** Servers in use, by station. */
  busy: Int32Array;
  queues: LinkedQueuesState;
}

export class Servers {
  readonly state: ServersState;
  readonly #queues: LinkedQueues;
  readonly #count: number;
  readonly #room: number;

  /**
   * @param stations how many stations
   * @param count servers in each (Infinity: nobody waits)
   * @param room places to wait in each; 0 makes a loss system
   */
  constructor(stations: number, count: number, room = Number.POSITIVE_INFINITY) {
    this.#queues = new LinkedQueues(stations);
    this.#count = count;
    this.#room = room;
    this.state = { busy: new Int32Array(stations), queues: this.#queues.state };
  }

  busy(station: number): number {
    return this.state.busy[station]!;
  }

  waiting(station: number): number {
    return this.#queues.length(station);
  }

  /** Asks for a server for `id`. */
  request(station: number, id: number): Admission {
    if (this.state.busy[station]! < this.#count) {
      this.state.busy[station]!++;
      return 'served';
    }
    if (this.#queues.length(station) >= this.#room) return 'blocked';
    this.#queues.push(station, id);
    return 'queued';
  }

  /** Frees a server; returns the id that takes it over from the queue, or NOBODY. */
  release(station: number): number {
    const next = this.#queues.shift(station);
    if (next === NOBODY) this.state.busy[station]!--;
    return next;
  }

  /** Takes a waiting id out of the queue. */
  leave(station: number, id: number): void {
    this.#queues.remove(station, id);
  }

  /** Empties the station, as when its machine dies. */
  clear(station: number): void {
    while (this.#queues.shift(station) !== NOBODY);
    this.state.busy[station] = 0;
  }
}
