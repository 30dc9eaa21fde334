/**
 * Where requests wait for a slot: each replica's backend queue, bound to no server, and each
 * server's own queue (`maxqueue`). All wait at most `timeout queue`, anew in each queue (queue.c).
 */
import { createColumns, growColumns } from '../kernel/columns.ts';
import { NOBODY } from '../kernel/linked-queue.ts';
import type { Simulator } from '../kernel/simulator.ts';
import { PatientQueue, type PatientQueueState } from '../stations/patient-queue.ts';
import type { ServerTable } from './server-table.ts';

/** HAProxy compares the age of requests by its clock of whole milliseconds. */
const TICKS_PER_SECOND = 1000;

/** By request. */
const columns = (capacity: number) => ({
  /** Queue it is in. */
  place: new Int32Array(capacity),
});

type WaitingRoomState = ReturnType<typeof columns> & {
  queues: PatientQueueState;
  /** Requests in all queues. */
  waiting: number;
};

export class WaitingRoom {
  readonly state: WaitingRoomState;
  /** A request has waited too long; it has left its queue. */
  onExpiry: (request: number) => void = () => undefined;
  /** A server's own queue has grown or shrunk. */
  onRequeued: (server: number) => void = () => undefined;
  readonly #queues: PatientQueue;
  readonly #servers: ServerTable;
  readonly #replicas: number;

  /** @param patience longest wait [s]; Infinity: no limit */
  constructor(simulator: Simulator, servers: ServerTable, replicas: number, patience: number) {
    this.#servers = servers;
    this.#replicas = replicas;
    this.#queues = new PatientQueue(simulator, replicas + servers.up.length, patience);
    this.#queues.onExpiry = (queue, request) => {
      this.#left(queue);
      this.onExpiry(request);
    };
    this.state = createColumns(columns, { queues: this.#queues.state, waiting: 0 });
  }

  /** Joins the backend queue of a replica, at its tail. */
  joinBackend(replica: number, request: number): void {
    this.#join(replica, request);
  }

  /** Joins a server's own queue, at its tail. */
  joinServer(server: number, request: number): void {
    this.#servers.queued[server]!++;
    this.#join(this.#replicas + server, request);
    this.onRequeued(server);
  }

  leave(request: number): void {
    const queue = this.state.place[request]!;
    this.#queues.remove(queue, request);
    this.#left(queue);
  }

  /** Requests in a replica's backend queue. */
  inBackend(replica: number): number {
    return this.#queues.length(replica);
  }

  /** Takes the request waiting longest in the backend queue, or NOBODY. */
  shiftBackend(replica: number): number {
    return this.#shift(replica);
  }

  /** Takes the request waiting longest in a server's own queue, or NOBODY. */
  shiftServer(server: number): number {
    return this.#servers.queued[server] === 0 ? NOBODY : this.#shift(this.#replicas + server);
  }

  /**
   * Takes the request a free slot of a server is for: the older of the heads of its own queue and,
   * if it may serve that, of the backend queue; its own in the same millisecond.
   */
  shiftFor(server: number, replica: number, servesBackend: boolean): number {
    const backend = servesBackend ? this.#queues.head(replica) : NOBODY;
    if (this.#servers.queued[server] === 0)
      return backend === NOBODY ? NOBODY : this.#shift(replica);
    const ownQueue = this.#replicas + server;
    const isOlder =
      backend !== NOBODY && this.#tick(backend) < this.#tick(this.#queues.head(ownQueue));
    return this.#shift(isOlder ? replica : ownQueue);
  }

  #tick(request: number): number {
    return Math.floor(this.state.queues.joinedAt[request]! * TICKS_PER_SECOND);
  }

  #join(queue: number, request: number): void {
    const s = this.state;
    if (request >= s.place.length) growColumns(s, columns, request);
    s.place[request] = queue;
    s.waiting++;
    this.#queues.push(queue, request);
  }

  #shift(queue: number): number {
    const request = this.#queues.shift(queue);
    if (request !== NOBODY) this.#left(queue);
    return request;
  }

  #left(queue: number): void {
    this.state.waiting--;
    if (queue < this.#replicas) return;
    const server = queue - this.#replicas;
    this.#servers.queued[server]!--;
    this.onRequeued(server);
  }
}
