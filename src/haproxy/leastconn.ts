/**
 * `balance leastconn` (lb_fwlc.c, fwlc_get_next_server): among the servers that are not full, the
 * one with the smallest key. Equal servers take turns, oldest first, or one of them is drawn.
 */
import { NOBODY } from '../kernel/linked-queue.ts';
import type { TournamentState } from '../kernel/tournament.ts';
import type { Stream } from '../random/stream.ts';
import type { Balance } from './balance.ts';
import { CLOSED, OpenServers } from './open-servers.ts';
import type { Slots } from './slots.ts';

/** Requests by which a key may lag behind since 3.2 before it is made anew. */
const STALENESS = 2;

export class LeastConn implements Balance {
  readonly yieldsToQueue = false;
  readonly state: {
    open: TournamentState[];
    /** By replica: servers whose keys may lag too far behind. */
    stale: number[][];
  };
  readonly #slots: Slots;
  readonly #open: OpenServers;
  readonly #ties: Stream | null;
  readonly #mayLag: boolean;

  /** @param ties null: equal servers take turns, oldest first; else one is drawn */
  constructor(slots: Slots, ties: Stream | null) {
    this.#slots = slots;
    this.#open = new OpenServers(slots);
    this.#ties = ties;
    this.#mayLag = ties !== null && slots.bindsEarly;
    this.state = { open: this.#open.state, stale: this.#open.state.map(() => []) };
  }

  pick(replica: number, avoid: number): number {
    this.#slots.catchUp(replica);
    if (this.#mayLag) this.#refreshStale(replica);
    return avoid === NOBODY ? this.choose(replica) : this.#open.avoiding(avoid, this);
  }

  choose(replica: number): number {
    const first = this.#open.first(replica);
    if (this.#ties === null || first === NOBODY) return first;
    const equals = this.#open.equals(replica);
    if (equals === 1) return first;
    return this.#open.nth(replica, Math.floor(this.#ties.next() * equals));
  }

  moved(server: number): void {
    const { key, rank } = this.#slots.servers;
    const openKey = this.#slots.hasRoom(server) ? key[server]! : CLOSED;
    this.#open.place(server, openKey, rank[server]!);
    if (this.#mayLag && this.#lag(server) > STALENESS) this.#noteStale(server);
  }

  /** A request in a server's own queue does not move the server at once: its key lags behind. */
  #lag(server: number): number {
    const { served, queued, keyed } = this.#slots.servers;
    return served[server]! + queued[server]! - keyed[server]!;
  }

  #noteStale(server: number): void {
    const stale = this.state.stale[this.#slots.replicaOf(server)]!;
    if (!stale.includes(server)) stale.push(server);
  }

  /** A key that lags too far behind is made anew as its replica looks for a server. */
  #refreshStale(replica: number): void {
    for (const server of this.state.stale[replica]!.splice(0)) {
      if (this.#lag(server) <= STALENESS) continue;
      this.#slots.reposition(server);
      this.moved(server);
    }
  }
}
