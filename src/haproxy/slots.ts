/**
 * Slots: how many requests each server holds, how many it may hold now, and where that puts it
 * among its peers (queue.c, srv_dynamic_maxconn; lb_fwlc.c, fwlc_srv_reposition).
 */

import type { ServerTable } from './server-table.ts';
import { rampedLimit, type SlowStart, WEIGHT_SCALE, weightFactor } from './slow-start.ts';

/** Fixed-point scale of a key (SRV_EWGHT_MAX). */
const KEY_SCALE = 4096;

export interface SlotOptions {
  /** Slots of a server; Infinity: no limit. */
  readonly maxconn: number;
  /** Its slots while the backend is idle; Infinity: maxconn at any load. */
  readonly minconn: number;
  /** Requests in the backend from which on a server has all its slots. */
  readonly fullconn: number;
  /** Requests that may wait at a server itself; 0: none does. */
  readonly maxqueue: number;
}

/** Who has to know where servers stand among their peers. */
interface Follower {
  /** A server has moved, or may have room or none where it was otherwise before. */
  moved(server: number): void;
}

export class Slots {
  readonly servers: ServerTable;
  /** Servers of each replica. */
  readonly perReplica: number;
  /** Whether requests may wait bound to a server (`maxqueue`). */
  readonly bindsEarly: boolean;
  readonly state: {
    /** By replica: requests in the backend, waiting ones included (beconn). */
    inBackend: Int32Array;
    /** By replica: servers that may be chosen (srv_act). */
    usable: Int32Array;
    /** Repositionings so far: the next rank. */
    ranks: number;
    /** By replica: slots of a server at full speed, and the second of the clock, when last told. */
    toldLimit: Float64Array;
    toldSecond: Float64Array;
    /** By replica: servers that have moved and are not told of yet; by server: 1 if it is one. */
    untold: number[][];
    isUntold: Uint8Array;
  };
  readonly #options: SlotOptions;
  readonly #slowStart: SlowStart;
  readonly #maxconn: number;
  readonly #maxqueue: number;
  /** Whether a server has its slots at any time and load, and its weight too. */
  readonly #isStatic: boolean;
  readonly #isStill: boolean;
  #follower: Follower = { moved: () => undefined };

  constructor(servers: ServerTable, replicas: number, options: SlotOptions, slowStart: SlowStart) {
    this.servers = servers;
    this.perReplica = servers.up.length / replicas;
    this.bindsEarly = options.maxqueue > 0;
    this.#options = options;
    this.#slowStart = slowStart;
    const { maxconn, minconn } = options;
    this.#maxconn = maxconn;
    this.#maxqueue = options.maxqueue;
    this.#isStatic =
      maxconn === Number.POSITIVE_INFINITY || (minconn >= maxconn && slowStart.duration === 0);
    const weighted = servers.weight.subarray(0, this.perReplica).filter((weight) => weight > 0);
    this.#isStill = this.#isStatic && slowStart.duration === 0;
    this.state = {
      inBackend: new Int32Array(replicas),
      usable: new Int32Array(replicas).fill(weighted.length),
      ranks: servers.up.length,
      toldLimit: new Float64Array(replicas),
      toldSecond: new Float64Array(replicas),
      untold: Array.from({ length: replicas }, () => []),
      isUntold: new Uint8Array(servers.up.length),
    };
  }

  /** Tells somebody where all servers stand, and of whatever moves from now on. */
  tell(follower: Follower): void {
    this.#follower = follower;
    for (const replica of this.state.usable.keys()) this.#tellAll(replica);
  }

  /**
   * Slots that follow the load of the backend (`minconn`) or the clock (`slowstart`) open and close
   * with nobody touching the server. There, what has moved is told before a server is chosen: all
   * servers if the load or the clock has moved on, else those that were touched.
   */
  catchUp(replica: number): void {
    if (this.#isStill) return;
    const { toldLimit, toldSecond, untold, isUntold } = this.state;
    const limit = this.#limitAtFullSpeed(replica);
    const second = this.#slowStart.second();
    const isNew = limit !== toldLimit[replica] || second !== toldSecond[replica];
    toldLimit[replica] = limit;
    toldSecond[replica] = second;
    const touched = untold[replica]!;
    for (const server of touched) {
      isUntold[server] = 0;
      if (!isNew) this.#follower.moved(server);
    }
    touched.length = 0;
    if (isNew) this.#tellAll(replica);
  }

  replicaOf(server: number): number {
    return Math.floor(server / this.perReplica);
  }

  /** UP, with a weight. */
  isUsable(server: number): boolean {
    return this.servers.up[server] === 1 && this.servers.weight[server]! > 0;
  }

  /** UP and at full speed. */
  isRunning(server: number): boolean {
    return this.servers.up[server] === 1 && Number.isNaN(this.servers.startedAt[server]!);
  }

  /** Slots a server has now. */
  limit(server: number): number {
    if (this.#isStatic) return this.#maxconn;
    const limit = this.#limitAtFullSpeed(this.replicaOf(server));
    return rampedLimit(limit, this.#slowStart.elapsed(server), this.#slowStart.duration);
  }

  #limitAtFullSpeed(replica: number): number {
    const { maxconn, minconn, fullconn } = this.#options;
    const load = this.state.inBackend[replica]!;
    if (minconn >= maxconn || load >= fullconn) return maxconn;
    return Math.max(minconn, Math.floor((load * maxconn) / fullconn));
  }

  hasFreeSlot(server: number): boolean {
    return this.servers.served[server]! < this.limit(server);
  }

  /** A free slot, and nobody of its own waiting for one. */
  isOpen(server: number): boolean {
    return this.servers.queued[server] === 0 && this.hasFreeSlot(server);
  }

  /** Not full, its own queue included: what leastconn asks for. */
  hasRoom(server: number): boolean {
    const { served, queued } = this.servers;
    return served[server]! + queued[server]! < this.limit(server) + this.#maxqueue;
  }

  /** Its own queue is full. */
  isQueueFull(server: number): boolean {
    const { maxqueue } = this.#options;
    return maxqueue > 0 && this.servers.queued[server]! >= maxqueue;
  }

  /** Whether it holds so few requests, uncounted ones included, that a release brings the next. */
  mayTakeMore(server: number): boolean {
    const { served, surplus } = this.servers;
    return served[server]! + surplus[server]! < this.limit(server);
  }

  reserve(server: number): void {
    this.servers.served[server]!++;
    this.reposition(server);
  }

  release(server: number): void {
    this.servers.served[server]!--;
    this.reposition(server);
  }

  setUp(server: number, isUp: boolean): void {
    const wasUsable = this.isUsable(server);
    this.servers.up[server] = isUp ? 1 : 0;
    const change = Number(this.isUsable(server)) - Number(wasUsable);
    this.state.usable[this.replicaOf(server)]! += change;
    this.reposition(server);
  }

  /** Puts a server where its load belongs, behind its equals. */
  reposition(server: number): void {
    const { servers } = this;
    const load = servers.served[server]! + servers.queued[server]!;
    servers.keyed[server] = load;
    servers.key[server] = this.#key(server, load);
    servers.rank[server] = this.state.ranks++;
    this.touched(server);
  }

  /** A server has moved, or its own queue has grown or shrunk. */
  touched(server: number): void {
    const { untold, isUntold } = this.state;
    if (this.#isStill) this.#follower.moved(server);
    else if (isUntold[server] === 0) {
      isUntold[server] = 1;
      untold[this.replicaOf(server)]!.push(server);
    }
  }

  #tellAll(replica: number): void {
    const first = replica * this.perReplica;
    const behind = first + this.perReplica;
    for (let server = first; server < behind; server++) this.#follower.moved(server);
  }

  /** Its weight in effect has changed: it moves if that changes its key. */
  refreshWeight(server: number): void {
    const { key, keyed } = this.servers;
    if (this.#key(server, keyed[server]!) !== key[server]) this.reposition(server);
  }

  /** Weight in effect: 16 times the configured one at full speed. */
  effectiveWeight(server: number): number {
    const { duration } = this.#slowStart;
    const factor =
      duration === 0 ? WEIGHT_SCALE : weightFactor(this.#slowStart.elapsed(server), duration);
    return this.servers.weight[server]! * factor;
  }

  #key(server: number, load: number): number {
    if (!this.isUsable(server)) return Number.POSITIVE_INFINITY;
    if (load === 0) return 0;
    return Math.floor(((load + 1) * KEY_SCALE) / this.effectiveWeight(server));
  }
}
