/**
 * Slots: how many requests each server holds, how many it may hold now, and where that puts it
 * among its peers (queue.c, srv_dynamic_maxconn; lb_fwlc.c, fwlc_srv_reposition).
 */

import { Tournament, type TournamentState } from '../kernel/tournament.ts';
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
    /** By replica: servers that are not full, by key; none where that cannot be kept up. */
    open: TournamentState[];
  };
  readonly #options: SlotOptions;
  readonly #slowStart: SlowStart;
  readonly #maxconn: number;
  readonly #maxqueue: number;
  readonly #isStatic: boolean;
  readonly #open: readonly Tournament[];

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
    // Slots that move with the load or the clock open and close with nobody being repositioned.
    const keepsOpen = this.#isStatic && !this.bindsEarly;
    this.#open = Array.from({ length: keepsOpen ? replicas : 0 }, () => {
      return new Tournament(this.perReplica);
    });
    this.state = {
      inBackend: new Int32Array(replicas),
      usable: new Int32Array(replicas).fill(weighted.length),
      ranks: servers.up.length,
      open: this.#open.map((tournament) => tournament.state),
    };
    if (keepsOpen) for (let server = 0; server < servers.up.length; server++) this.#enter(server);
  }

  replicaOf(server: number): number {
    return Math.floor(server / this.perReplica);
  }

  /** The servers of a replica that are not full, by key; null where nobody keeps that up. */
  open(replica: number): Tournament | null {
    return this.#open[replica] ?? null;
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
    const { maxconn, minconn, fullconn } = this.#options;
    const load = this.state.inBackend[this.replicaOf(server)]!;
    const dynamic = Math.max(minconn, Math.floor((load * maxconn) / fullconn));
    const limit = minconn < maxconn && load < fullconn ? dynamic : maxconn;
    return rampedLimit(limit, this.#slowStart.elapsed(server), this.#slowStart.duration);
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
    if (this.#open.length > 0) this.#enter(server);
  }

  #enter(server: number): void {
    const { key, rank } = this.servers;
    const replica = this.replicaOf(server);
    const openKey = this.hasRoom(server) ? key[server]! : Number.POSITIVE_INFINITY;
    this.#open[replica]!.set(server - replica * this.perReplica, openKey, rank[server]!);
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
