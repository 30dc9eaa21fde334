/** `balance first` (lb_fas.c): the first server in the order of the file that has a free slot. */
import { NOBODY } from '../kernel/linked-queue.ts';
import type { TournamentState } from '../kernel/tournament.ts';
import type { Balance } from './balance.ts';
import { CLOSED, OpenServers } from './open-servers.ts';
import type { Slots } from './slots.ts';

export class FirstFit implements Balance {
  readonly yieldsToQueue = true;
  readonly state: { open: TournamentState[] };
  readonly #slots: Slots;
  readonly #open: OpenServers;

  constructor(slots: Slots) {
    this.#slots = slots;
    this.#open = new OpenServers(slots);
    this.state = { open: this.#open.state };
  }

  pick(replica: number, avoid: number): number {
    this.#slots.catchUp(replica);
    return avoid === NOBODY ? this.choose(replica) : this.#open.avoiding(avoid, this);
  }

  choose(replica: number): number {
    return this.#open.first(replica);
  }

  moved(server: number): void {
    const slots = this.#slots;
    const isOpen = slots.isUsable(server) && slots.isOpen(server);
    this.#open.place(server, isOpen ? 0 : CLOSED, server);
  }
}
