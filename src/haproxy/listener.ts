/**
 * The front door (listener.c): at the frontend's or the process's `maxconn` HAProxy stops accepting,
 * and further connections wait in the kernel's backlog, first come, first served, in no timer and
 * no log. A connection counts from its acceptance until client and HAProxy are both through with it;
 * one whose client has left keeps its place in the backlog, and is accepted all the same (seen on
 * 2.6.12). A process at its limit looks again within a second; here, at once.
 */
import { createColumns, growColumns } from '../kernel/columns.ts';
import { LinkedQueues, type LinkedQueuesState } from '../kernel/linked-queue.ts';
import type { Simulator } from '../kernel/simulator.ts';
import type { RequestTable } from '../request/table.ts';
import type { HaproxyOptions } from './options.ts';

/** What Linux lets wait on one listening socket (net.core.somaxconn, since Linux 5.4). */
const LARGEST_BACKLOG = 4096;
/** What HAProxy asks for where nothing is configured (listen(2) in proto_tcp.c). */
const USUAL_BACKLOG = 1024;

/** Where a connection is. */
const OUTSIDE = 0;
const IN_BACKLOG = 1;
const ACCEPTED = 2;

/** By request. */
const columns = (capacity: number) => ({
  /** OUTSIDE, IN_BACKLOG or ACCEPTED. */
  place: new Uint8Array(capacity),
});

type ListenerState = ReturnType<typeof columns> & {
  backlog: LinkedQueuesState;
  /** By replica: connections accepted. */
  accepted: Int32Array;
  /** By replica: 1 while it is about to look at its backlog, or does. */
  looking: Uint8Array;
};

export class Listener {
  readonly state: ListenerState;
  /** A connection is accepted: HAProxy has the request. */
  onAccept: (request: number) => void = () => undefined;
  /** The backlog is full: the client does not get through. */
  onReject: (request: number) => void = () => undefined;
  readonly #simulator: Simulator;
  readonly #table: RequestTable;
  readonly #look: number;
  readonly #backlog: LinkedQueues;
  readonly #maxconn: number;
  readonly #capacity: number;

  constructor(simulator: Simulator, table: RequestTable, options: ListenerOptions) {
    const { frontend, global, replicas } = options;
    this.#simulator = simulator;
    this.#table = table;
    this.#look = simulator.on((replica) => this.#acceptMore(replica));
    this.#backlog = new LinkedQueues(replicas);
    this.#maxconn = Math.min(frontend.maxconn, global.maxconn);
    this.#capacity = backlogOf(frontend);
    this.state = createColumns(columns, {
      backlog: this.#backlog.state,
      accepted: new Int32Array(replicas),
      looking: new Uint8Array(replicas),
    });
  }

  /** A request's client connects to the replica that the request names. */
  arrive(request: number): void {
    if (this.#maxconn === Number.POSITIVE_INFINITY) {
      this.onAccept(request);
      return;
    }
    const s = this.state;
    const replica = this.#table.state.proxy[request]!;
    if (s.accepted[replica]! < this.#maxconn && this.#backlog.length(replica) === 0) {
      this.#accept(replica, request);
    } else if (this.#backlog.length(replica) < this.#capacity) {
      this.#setPlace(request, IN_BACKLOG);
      this.#backlog.push(replica, request);
    } else this.onReject(request);
  }

  /** A connection that was accepted is closed: HAProxy looks for the next one. */
  closed(request: number): void {
    const s = this.state;
    if (s.place[request] !== ACCEPTED) return;
    const replica = this.#table.state.proxy[request]!;
    s.place[request] = OUTSIDE;
    s.accepted[replica]!--;
    this.#lookSoon(replica);
  }

  /** Connections in the kernel's backlogs, all replicas together. */
  waiting(): number {
    return this.state.backlog.length.reduce((sum, length) => sum + length, 0);
  }

  #accept(replica: number, request: number): void {
    this.state.accepted[replica]!++;
    this.#setPlace(request, ACCEPTED);
    this.onAccept(request);
  }

  /** Whoever waits for a slot comes before whoever waits outside: HAProxy looks afterwards. */
  #lookSoon(replica: number): void {
    const { looking } = this.state;
    if (looking[replica] === 1 || this.#backlog.length(replica) === 0) return;
    looking[replica] = 1;
    this.#simulator.schedule(this.#simulator.now, this.#look, replica);
  }

  /** A request may end as it is accepted: the loop goes on with the next. */
  #acceptMore(replica: number): void {
    const s = this.state;
    while (s.accepted[replica]! < this.#maxconn && this.#backlog.length(replica) > 0) {
      this.#accept(replica, this.#backlog.shift(replica));
    }
    s.looking[replica] = 0;
  }

  #setPlace(request: number, place: number): void {
    const s = this.state;
    if (request >= s.place.length) growColumns(s, columns, request);
    s.place[request] = place;
  }
}

type ListenerOptions = Pick<HaproxyOptions, 'frontend' | 'global' | 'replicas'>;

function backlogOf({ maxconn, backlog }: HaproxyOptions['frontend']): number {
  const usual = maxconn < Number.POSITIVE_INFINITY ? maxconn : USUAL_BACKLOG;
  return Math.min(backlog === 'auto' ? usual : backlog, LARGEST_BACKLOG);
}
