/**
 * The backend of each replica: which server a request gets, where it waits for one, and whom a free
 * slot is for. Knows nothing of connections, clients or time-outs but `timeout queue`.
 */
import { NOBODY } from '../kernel/linked-queue.ts';
import type { Simulator } from '../kernel/simulator.ts';
import type { Streams } from '../random/streams.ts';
import type { Ending } from '../request/ending.ts';
import type { RequestTable } from '../request/table.ts';
import type { Termination } from '../request/termination.ts';
import type { Balance } from './balance.ts';
import { createBalance } from './create-balance.ts';
import type { HaproxyOptions } from './options.ts';
import type { ServerTable } from './server-table.ts';
import { QUEUED, type Sessions } from './sessions.ts';
import { Slots } from './slots.ts';
import { SlowStart } from './slow-start.ts';
import { traitsOf, type VersionTraits } from './version.ts';
import { WaitingRoom } from './waiting-room.ts';

export class Backend {
  readonly state;
  readonly slots: Slots;
  /** A request has a server, and a slot of it unless it came beyond the slots. */
  onAssign: (request: number) => void = () => undefined;
  /** A request waits. */
  onQueue: (request: number) => void = () => undefined;
  /** A request waits no longer, its patience apart. */
  onLeaveQueue: (request: number) => void = () => undefined;
  /** A request has waited for longer than `timeout queue`. */
  onExpiry: (request: number) => void = () => undefined;
  /** There is no server for a request. */
  onRefuse: (request: number, ending: Ending, termination: Termination) => void = () => undefined;
  readonly #table: RequestTable;
  readonly #sessions: Sessions;
  readonly #servers: ServerTable;
  readonly #waiting: WaitingRoom;
  readonly #slowStart: SlowStart;
  readonly #balance: Balance;
  readonly #redistributes: boolean;
  readonly #traits: VersionTraits;

  constructor(
    simulator: Simulator,
    table: RequestTable,
    streams: Streams,
    options: HaproxyOptions,
    { servers, sessions }: { servers: ServerTable; sessions: Sessions },
  ) {
    const { replicas } = options;
    this.#table = table;
    this.#sessions = sessions;
    this.#servers = servers;
    this.#traits = traitsOf(options.version);
    this.#redistributes = options.redispatch !== false && options.redispatch !== 0;
    this.#slowStart = new SlowStart(simulator, servers, options.slowstart);
    this.#slowStart.onStep = (server) => this.#warmUp(server);
    this.slots = new Slots(servers, replicas, slotOptions(options), this.#slowStart);
    this.#waiting = new WaitingRoom(simulator, servers, replicas, queuePatience(options));
    this.#waiting.onExpiry = (request) => this.onExpiry(request);
    this.#waiting.onRequeued = (server) => this.slots.touched(server);
    this.#balance = createBalance(options, this.slots, streams);
    this.state = {
      servers,
      slots: this.slots.state,
      waiting: this.#waiting.state,
      slowStart: this.#slowStart.state,
      balance: this.#balance.state,
      /** 1 while a server is being filled from the queues, by index into `servers`. */
      filling: new Uint8Array(servers.up.length),
    };
  }

  queued(): number {
    return this.#waiting.state.waiting;
  }

  heldSlots(): number {
    const { served, surplus } = this.#servers;
    return served.reduce((sum, held, server) => sum + held + surplus[server]!, 0);
  }

  enter(request: number): void {
    this.slots.state.inBackend[this.#table.state.proxy[request]!]!++;
  }

  /** A request is through with the backend, its slot included. */
  exit(request: number): void {
    this.slots.state.inBackend[this.#table.state.proxy[request]!]!--;
    this.free(request);
  }

  /** Finds a server for a request, or a queue. */
  place(request: number, avoid: number): void {
    const replica = this.#table.state.proxy[request]!;
    const { slots } = this;
    if (slots.state.usable[replica] === 0) {
      this.onRefuse(request, 'no_server', 'SC');
      return;
    }
    const yields = this.#balance.yieldsToQueue && this.#waiting.inBackend(replica) > 0;
    const server = yields ? NOBODY : this.#balance.pick(replica, avoid);
    if (server !== NOBODY && slots.isOpen(server)) {
      this.#take(request, server);
      return;
    }
    if (server !== NOBODY && slots.isQueueFull(server)) {
      this.onRefuse(request, 'no_server', 'SQ');
      return;
    }
    this.#sessions.state.phase[request] = QUEUED;
    if (server === NOBODY) this.#waiting.joinBackend(replica, request);
    else this.#waiting.joinServer(server, request);
    this.onQueue(request);
  }

  leaveQueue(request: number): void {
    this.#waiting.leave(request);
    this.onLeaveQueue(request);
  }

  /** Gives back the slot of a request, if it has one; `dequeue` is to follow. */
  free(request: number): void {
    const columns = this.#table.state;
    const server = columns.server[request]!;
    if (server === NOBODY) return;
    columns.server[request] = NOBODY;
    if (this.#sessions.state.surplus[request] === 1) this.#servers.surplus[server]!--;
    else this.slots.release(server);
  }

  /**
   * Late binding: a slot of a server was freed, and goes to whoever waits longest. A dead server
   * refuses them, which frees the slot again: the loop goes on instead of recursing.
   *
   * Requests beyond the slots put off the start (may_dequeue_tasks), and do not count in the loop.
   */
  dequeue(server: number): void {
    const { filling } = this.state;
    if (server === NOBODY || this.queued() === 0) return;
    if (filling[server] === 1 || !this.slots.mayTakeMore(server)) return;
    const replica = this.slots.replicaOf(server);
    filling[server] = 1;
    while (this.slots.hasFreeSlot(server)) {
      const request = this.#waiting.shiftFor(server, replica, this.slots.isUsable(server));
      if (request === NOBODY) break;
      this.onLeaveQueue(request);
      this.#take(request, server);
    }
    filling[server] = 0;
  }

  /** A server goes DOWN: requests it holds stay, those bound to it wait elsewhere or stay too. */
  down(server: number): void {
    const replica = this.slots.replicaOf(server);
    this.#slowStart.stop(server);
    this.slots.setUp(server, false);
    if (this.#redistributes) this.#redistribute(server);
    if (this.slots.state.usable[replica]! > 0 || !this.#traits.flushesQueueWithoutServer) return;
    for (let head = this.#waiting.shiftBackend(replica); head !== NOBODY; ) {
      this.onLeaveQueue(head);
      this.onRefuse(head, 'no_server', 'SC');
      head = this.#waiting.shiftBackend(replica);
    }
  }

  /** A server comes UP: since 3.2 its slots are filled, before it is handed that many uncounted. */
  up(server: number): void {
    this.#slowStart.begin(server);
    this.slots.setUp(server, true);
    this.#pull(server);
  }

  #take(request: number, server: number): void {
    this.slots.reserve(server);
    this.#table.state.server[request] = server;
    this.#sessions.state.surplus[request] = 0;
    this.onAssign(request);
  }

  #warmUp(server: number): void {
    this.slots.refreshWeight(server);
    this.#pull(server);
  }

  #pull(server: number): void {
    if (this.#traits.overshootsOnReturn) this.#grabSurplus(server);
    else this.dequeue(server);
  }

  /** Before 3.2 (pendconn_grab_from_px): as many as there are free slots, without counting them. */
  #grabSurplus(server: number): void {
    if (!this.slots.isUsable(server)) return;
    const replica = this.slots.replicaOf(server);
    const room = this.slots.limit(server) - this.#servers.served[server]!;
    const grabbed: number[] = [];
    while (grabbed.length < room) {
      const request = this.#waiting.shiftBackend(replica);
      if (request === NOBODY) break;
      this.onLeaveQueue(request);
      this.#table.state.server[request] = server;
      this.#sessions.state.surplus[request] = 1;
      this.#servers.surplus[server]!++;
      grabbed.push(request);
    }
    for (const request of grabbed) this.onAssign(request);
  }

  /** `option redispatch`: who waits at a server that goes DOWN is placed anew. */
  #redistribute(server: number): void {
    const waiting: number[] = [];
    for (let head = this.#waiting.shiftServer(server); head !== NOBODY; ) {
      this.onLeaveQueue(head);
      waiting.push(head);
      head = this.#waiting.shiftServer(server);
    }
    for (const request of waiting) this.place(request, NOBODY);
  }
}

/** `timeout queue`; unset, HAProxy takes `timeout connect` in its place. */
function queuePatience({ timeouts }: HaproxyOptions): number {
  return timeouts.queue < Number.POSITIVE_INFINITY ? timeouts.queue : timeouts.connect;
}

/** `fullconn` is a tenth of the connections its frontends accept (proxy_adjust_all_maxconn). */
function slotOptions(options: HaproxyOptions) {
  const accepted = Math.min(options.frontend.maxconn, options.global.maxconn);
  const fullconn = options.fullconn === 'auto' ? Math.ceil(accepted / 10) : options.fullconn;
  return { ...options, fullconn };
}
