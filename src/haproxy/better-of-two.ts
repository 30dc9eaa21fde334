/**
 * `balance random(2)` (backend.c, get_server_rnd): of two servers drawn by weight, the one with
 * fewer requests for its weight. If that one is full the request queues, though others may not be.
 */
import { NOBODY } from '../kernel/linked-queue.ts';
import { SumTree, type SumTreeState } from '../kernel/sum-tree.ts';
import type { Stream } from '../random/stream.ts';
import type { Balance } from './balance.ts';
import type { Slots } from './slots.ts';

export class BetterOfTwo implements Balance {
  readonly yieldsToQueue = false;
  /** By replica: the weights in effect of the servers that may be drawn. */
  readonly state: SumTreeState[];
  readonly #slots: Slots;
  readonly #weights: readonly SumTree[];
  readonly #draws: Stream;

  constructor(slots: Slots, draws: Stream) {
    this.#slots = slots;
    this.#draws = draws;
    const replicas = slots.servers.up.length / slots.perReplica;
    this.#weights = Array.from({ length: replicas }, () => new SumTree(slots.perReplica));
    this.state = this.#weights.map((weights) => weights.state);
  }

  pick(replica: number, avoid: number): number {
    const slots = this.#slots;
    slots.catchUp(replica);
    const isAlone = slots.state.usable[replica]! <= 1;
    if (avoid === NOBODY || isAlone) return this.#pickAny(replica);
    this.#weigh(avoid, 0);
    const picked = this.#pickAny(replica);
    this.moved(avoid);
    return picked;
  }

  moved(server: number): void {
    const slots = this.#slots;
    this.#weigh(server, slots.isUsable(server) ? slots.effectiveWeight(server) : 0);
  }

  #pickAny(replica: number): number {
    const slots = this.#slots;
    const { served } = slots.servers;
    const one = this.#draw(replica);
    const other = this.#draw(replica);
    if (one === NOBODY || other === NOBODY) return NOBODY;
    const isWorse =
      served[other]! * slots.effectiveWeight(one) > served[one]! * slots.effectiveWeight(other);
    const chosen = isWorse ? one : other;
    return slots.isOpen(chosen) ? chosen : NOBODY;
  }

  #draw(replica: number): number {
    const weights = this.#weights[replica]!;
    const point = this.#draws.next() * weights.total();
    if (weights.total() === 0) return NOBODY;
    return replica * this.#slots.perReplica + weights.at(point);
  }

  /** Most moves of a server leave its weight as it is. */
  #weigh(server: number, weight: number): void {
    const replica = this.#slots.replicaOf(server);
    const member = server - replica * this.#slots.perReplica;
    const weights = this.#weights[replica]!;
    if (weights.weight(member) !== weight) weights.set(member, weight);
  }
}
