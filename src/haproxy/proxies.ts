/**
 * The HAProxy replicas: each places requests on servers by leastconn within its own `maxconn`,
 * keeps its own backend queue with late binding, and meets dead pods with retries, redispatch and
 * health checks. A server is a pod, in every replica alike.
 *
 * Follows queue.c, backend.c and stream.c of HAProxy 2.6 to 3.2; version.ts has what differs.
 */
import { NOBODY } from '../kernel/linked-queue.ts';
import type { Simulator } from '../kernel/simulator.ts';
import type { Stream } from '../random/stream.ts';
import type { Streams } from '../random/streams.ts';
import type { Ending } from '../request/ending.ts';
import type { RequestTable } from '../request/table.ts';
import { PatientQueue, type PatientQueueState } from '../stations/patient-queue.ts';
import type { Front } from './front.ts';
import { HealthChecks } from './health-checks.ts';
import { leastconn } from './leastconn.ts';
import type { HaproxyOptions } from './options.ts';
import { createServerTable, type ServerTable } from './server-table.ts';
import { traitsOf, type VersionTraits } from './version.ts';

/** Longest pause before a refused server is tried again [s] (stream.c, SF_ERR turn-around). */
const TURN_AROUND = 1;

interface ProxiesState {
  servers: ServerTable;
  queue: PatientQueueState;
  /** Servers UP, by replica. */
  usable: Int32Array;
  /** 1 while a server is being filled from the queue, by index into `servers`. */
  filling: Uint8Array;
  checks: { checking: Uint8Array };
  /** Repositionings so far: the next rank. */
  ranks: number;
  /** By request: 1 if it was handed over beyond the slots and holds none. */
  surplus: Uint8Array;
}

export class Proxies implements Front {
  readonly state: ProxiesState;
  onConnect: (request: number, pod: number) => boolean = () => false;
  onQueue: (request: number) => void = () => undefined;
  onRefuse: (request: number, ending: Ending) => void = () => undefined;
  onCut: (request: number) => void = () => undefined;
  isListening: (pod: number) => boolean = () => true;
  probe: (pod: number) => number = () => 0;
  readonly #simulator: Simulator;
  readonly #table: RequestTable;
  readonly #options: HaproxyOptions;
  readonly #pods: number;
  readonly #traits: VersionTraits;
  readonly #queue: PatientQueue;
  readonly #checks: HealthChecks;
  readonly #replicaChoices: Stream;
  readonly #ties: Stream | null;
  readonly #reconnect: number;
  readonly #replace: number;

  constructor(
    simulator: Simulator,
    table: RequestTable,
    streams: Streams,
    options: HaproxyOptions,
    pods: number,
  ) {
    this.#simulator = simulator;
    this.#table = table;
    this.#options = options;
    this.#pods = pods;
    this.#traits = traitsOf(options.version);
    this.#replicaChoices = streams.get('haproxy/replicas');
    this.#ties = this.#traits.ties === 'random' ? streams.get('haproxy/ties') : null;
    const servers = createServerTable(options.replicas * pods, HealthChecks.best(options.check));
    this.#queue = new PatientQueue(simulator, options.replicas, queuePatience(options));
    this.#queue.onExpiry = (_, request) => this.#refuse(request, 'queue_timeout');
    this.#checks = new HealthChecks(simulator, options.check, servers, streams.get('checks'));
    this.#checks.passes = (server) => this.isListening(server % pods);
    this.#checks.onDown = (server) => this.#down(server);
    this.#checks.onUp = (server) => this.#up(server);
    this.#reconnect = simulator.on((request) => this.#connect(request));
    this.#replace = simulator.on((request) => this.#place(request, NOBODY));
    this.state = {
      servers,
      queue: this.#queue.state,
      usable: new Int32Array(options.replicas).fill(pods),
      filling: new Uint8Array(servers.up.length),
      checks: this.#checks.state,
      ranks: servers.up.length,
      surplus: new Uint8Array(64),
    };
  }

  queued(): number {
    let waiting = 0;
    for (let replica = 0; replica < this.#options.replicas; replica++) {
      waiting += this.#queue.length(replica);
    }
    return waiting;
  }

  heldSlots(): number {
    const { served, surplus } = this.state.servers;
    return served.reduce((sum, held, server) => sum + held + surplus[server]!, 0);
  }

  arrive(request: number): void {
    const { replicas } = this.#options;
    const replica = replicas === 1 ? 0 : Math.floor(this.#replicaChoices.next() * replicas);
    this.#table.state.proxy[request] = replica;
    this.#table.hold(request);
    this.#place(request, NOBODY);
  }

  /** The slot of a request is free again: the server takes the head of the queue. */
  finished(request: number): boolean {
    const server = this.#table.state.server[request]!;
    this.#freeSlot(request, server);
    this.#fill(server);
    this.#table.drop(request);
    return false;
  }

  progressed(): void {}

  clientLeft(): void {}

  answered(): void {}

  podDied(pod: number): void {
    for (let replica = 0; replica < this.#options.replicas; replica++) {
      this.#checks.watch(replica * this.#pods + pod);
    }
  }

  #place(request: number, avoid: number): void {
    const replica = this.#table.state.proxy[request]!;
    if (this.state.usable[replica] === 0) {
      this.#refuse(request, 'no_server');
      return;
    }
    const first = replica * this.#pods;
    const { maxconn } = this.#options;
    const { servers } = this.state;
    const server = leastconn(servers, first, this.#pods, maxconn, avoid, this.#ties);
    if (server !== NOBODY) {
      this.#take(request, server);
      return;
    }
    this.#queue.push(replica, request);
    this.onQueue(request);
  }

  #take(request: number, server: number): void {
    const s = this.state;
    s.servers.served[server]!++;
    s.servers.rank[server] = s.ranks++;
    this.#table.state.server[request] = server;
    this.#setSurplus(request, 0);
    this.#connect(request);
  }

  #connect(request: number): void {
    const pod = this.#table.state.server[request]! % this.#pods;
    if (!this.onConnect(request, pod)) this.#refused(request);
  }

  /** A refused connect (back_handle_st_cer): retry on the same server, redispatch, or give up. */
  #refused(request: number): void {
    const columns = this.#table.state;
    const server = columns.server[request]!;
    const replica = columns.proxy[request]!;
    const { retries, redispatch, timeouts } = this.#options;
    if (columns.tries[request]! >= retries) {
      this.#freeSlot(request, server);
      this.#refuse(request, 'no_server');
      this.#fill(server);
      return;
    }
    columns.tries[request]!++;
    const pause = Math.min(TURN_AROUND, timeouts.connect);
    const isAlone = this.state.usable[replica]! <= 1;
    const isLastTry = columns.tries[request] === retries;
    const isDown = this.state.servers.up[server] === 0;
    if (!redispatch || (isAlone && !isDown && !isLastTry)) {
      this.#simulator.schedule(this.#simulator.now + pause, this.#reconnect, request);
      return;
    }
    this.#freeSlot(request, server);
    this.#fill(server);
    if (isAlone) this.#simulator.schedule(this.#simulator.now + pause, this.#replace, request);
    else this.#place(request, server);
  }

  #refuse(request: number, ending: Ending): void {
    this.onRefuse(request, ending);
    this.#table.drop(request);
  }

  #freeSlot(request: number, server: number): void {
    const { servers, surplus } = this.state;
    this.#table.state.server[request] = NOBODY;
    if (surplus[request] === 1) {
      servers.surplus[server]!--;
      return;
    }
    servers.served[server]!--;
    servers.rank[server] = this.state.ranks++;
  }

  /**
   * Late binding: a server with free slots takes requests from the head of its replica's queue.
   * A dead server refuses them, which frees the slot again: the loop goes on instead of recursing.
   */
  #fill(server: number): void {
    const s = this.state;
    if (s.filling[server] === 1 || s.servers.up[server] === 0) return;
    const replica = Math.floor(server / this.#pods);
    s.filling[server] = 1;
    while (s.servers.served[server]! + s.servers.surplus[server]! < this.#options.maxconn) {
      const request = this.#queue.shift(replica);
      if (request === NOBODY) break;
      this.#take(request, server);
    }
    s.filling[server] = 0;
  }

  #down(server: number): void {
    const replica = Math.floor(server / this.#pods);
    this.state.servers.up[server] = 0;
    this.state.usable[replica]!--;
    if (this.state.usable[replica]! > 0 || !this.#traits.flushesQueueWithoutServer) return;
    for (let head = this.#queue.shift(replica); head !== NOBODY; ) {
      this.#refuse(head, 'no_server');
      head = this.#queue.shift(replica);
    }
  }

  #up(server: number): void {
    const s = this.state;
    const replica = Math.floor(server / this.#pods);
    s.servers.up[server] = 1;
    s.servers.rank[server] = s.ranks++;
    s.usable[replica]!++;
    const surplus = this.#traits.overshootsOnReturn ? this.#grabSurplus(server, replica) : [];
    this.#fill(server);
    for (const request of surplus) this.#connect(request);
  }

  /** Before 3.2 (pendconn_grab_from_px): as many as there are slots, without counting them. */
  #grabSurplus(server: number, replica: number): number[] {
    const { servers } = this.state;
    const room = this.#options.maxconn - servers.served[server]!;
    const grabbed: number[] = [];
    while (grabbed.length < room) {
      const request = this.#queue.shift(replica);
      if (request === NOBODY) break;
      this.#table.state.server[request] = server;
      this.#setSurplus(request, 1);
      grabbed.push(request);
    }
    // Counted as surplus only once the slots are filled, as the two steps ignore each other.
    this.#fill(server);
    servers.surplus[server]! += grabbed.length;
    return grabbed;
  }

  #setSurplus(request: number, surplus: 0 | 1): void {
    const s = this.state;
    if (request >= s.surplus.length) {
      const larger = new Uint8Array(Math.max(request + 1, s.surplus.length * 2));
      larger.set(s.surplus);
      s.surplus = larger;
    }
    s.surplus[request] = surplus;
  }
}

/** `timeout queue`; unset, HAProxy takes `timeout connect` in its place. */
function queuePatience({ timeouts }: HaproxyOptions): number {
  return timeouts.queue < Number.POSITIVE_INFINITY ? timeouts.queue : timeouts.connect;
}
