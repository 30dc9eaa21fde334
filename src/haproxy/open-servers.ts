/**
 * The servers of each replica that may be given a request, in the order in which a balance takes
 * them: the one with the least key first, of equal keys the one with the least rank.
 */
import { NOBODY } from '../kernel/linked-queue.ts';
import { Tournament, type TournamentState } from '../kernel/tournament.ts';
import type { Slots } from './slots.ts';

/** The key of a server that may not be given any. */
export const CLOSED = Number.POSITIVE_INFINITY;

/** A balance that keeps such an order. */
interface Chooser {
  /** The server that comes first in its replica, or NOBODY. */
  choose(replica: number): number;
  /** Gives a server the place it belongs to. */
  moved(server: number): void;
}

export class OpenServers {
  /** By replica. */
  readonly state: TournamentState[];
  readonly #slots: Slots;
  readonly #orders: readonly Tournament[];

  constructor(slots: Slots) {
    this.#slots = slots;
    const replicas = slots.servers.up.length / slots.perReplica;
    this.#orders = Array.from({ length: replicas }, () => new Tournament(slots.perReplica));
    this.state = this.#orders.map((order) => order.state);
  }

  place(server: number, key: number, rank: number): void {
    const { perReplica } = this.#slots;
    const replica = this.#slots.replicaOf(server);
    this.#orders[replica]!.set(server - replica * perReplica, key, rank);
  }

  /** The first server of a replica, or NOBODY. */
  first(replica: number): number {
    const order = this.#orders[replica]!;
    if (order.least() === CLOSED) return NOBODY;
    return replica * this.#slots.perReplica + order.winner();
  }

  /** How many have the key of the first. */
  equals(replica: number): number {
    return this.#orders[replica]!.equals();
  }

  /** The n-th, from 0, of those that have the key of the first, in the order of the file. */
  nth(replica: number, n: number): number {
    return replica * this.#slots.perReplica + this.#orders[replica]!.nth(n);
  }

  /** A server to avoid is left out of the choice, and taken if no other will do. */
  avoiding(server: number, chooser: Chooser): number {
    const replica = this.#slots.replicaOf(server);
    this.place(server, CLOSED, 0);
    const other = chooser.choose(replica);
    chooser.moved(server);
    return other === NOBODY ? chooser.choose(replica) : other;
  }
}
