/**
 * `balance roundrobin` (lb_fwrr.c): servers take turns in proportion to their weights. Each has a
 * next turn, and the earliest is taken; a server that was full is not owed the turns it missed.
 */
import { NOBODY } from '../kernel/linked-queue.ts';
import type { TournamentState } from '../kernel/tournament.ts';
import type { Balance } from './balance.ts';
import { CLOSED, OpenServers } from './open-servers.ts';
import type { Slots } from './slots.ts';

export class RoundRobin implements Balance {
  readonly yieldsToQueue = true;
  readonly state: {
    open: TournamentState[];
    /** By server: when it is its turn, in turns of a server of weight 1/16. */
    turn: Float64Array;
    /** By replica: the turn taken last. */
    clock: Float64Array;
  };
  readonly #slots: Slots;
  readonly #open: OpenServers;

  constructor(slots: Slots) {
    this.#slots = slots;
    this.#open = new OpenServers(slots);
    const servers = slots.servers.up.length;
    this.state = {
      open: this.#open.state,
      turn: new Float64Array(servers),
      clock: new Float64Array(servers / slots.perReplica),
    };
  }

  pick(replica: number, avoid: number): number {
    this.#slots.catchUp(replica);
    return avoid === NOBODY ? this.choose(replica) : this.#open.avoiding(avoid, this);
  }

  choose(replica: number): number {
    const first = this.#open.first(replica);
    if (first === NOBODY) return NOBODY;
    const { turn, clock } = this.state;
    clock[replica] = this.#due(first);
    turn[first] = clock[replica]! + 1 / this.#slots.effectiveWeight(first);
    this.moved(first);
    return first;
  }

  moved(server: number): void {
    const slots = this.#slots;
    const isOpen = slots.isUsable(server) && slots.isOpen(server);
    this.#open.place(server, isOpen ? this.#due(server) : CLOSED, server);
  }

  /** Its turn, or at once if it has missed that. */
  #due(server: number): number {
    const { turn, clock } = this.state;
    return Math.max(turn[server]!, clock[this.#slots.replicaOf(server)]!);
  }
}
