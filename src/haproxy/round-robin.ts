/**
 * `balance roundrobin` (lb_fwrr.c): servers take turns in proportion to their weights. Each has a
 * next turn, and the earliest is taken; a server that was full is not owed the turns it missed.
 */
import { NOBODY } from '../kernel/linked-queue.ts';
import type { Slots } from './slots.ts';

export class RoundRobin {
  readonly state: {
    /** By server: when it is its turn, in turns of a server of weight 1/16. */
    turn: Float64Array;
    /** By replica: the turn taken last. */
    clock: Float64Array;
  };
  readonly #slots: Slots;

  constructor(slots: Slots) {
    this.#slots = slots;
    const servers = slots.servers.up.length;
    this.state = {
      turn: new Float64Array(servers),
      clock: new Float64Array(servers / slots.perReplica),
    };
  }

  /** A server of the replica, or NOBODY when all are full. */
  pick(replica: number, avoid: number): number {
    const slots = this.#slots;
    const { turn, clock } = this.state;
    const first = replica * slots.perReplica;
    let best = NOBODY;
    for (let server = first; server < first + slots.perReplica; server++) {
      if (server === avoid || !slots.isUsable(server) || !slots.isOpen(server)) continue;
      turn[server] = Math.max(turn[server]!, clock[replica]!);
      if (best === NOBODY || turn[server]! < turn[best]!) best = server;
    }
    if (best === NOBODY) {
      if (avoid === NOBODY || !slots.isUsable(avoid) || !slots.isOpen(avoid)) return NOBODY;
      best = avoid;
    }
    clock[replica] = Math.max(turn[best]!, clock[replica]!);
    turn[best] = clock[replica]! + 1 / slots.effectiveWeight(best);
    return best;
  }
}
