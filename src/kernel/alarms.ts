/**
 * Events of which at most one is to come, each with a handler of its own: the next arrival of a
 * stream. There may be one of them or thousands; a tournament says which is first.
 */
import { Tournament, type TournamentState } from './tournament.ts';

/** No alarm is set. */
export const NO_ALARM = -1;

/** An alarm that is not set. */
const NEVER = Number.POSITIVE_INFINITY;

export interface AlarmsState {
  /** By alarm: the instant it rings [s], or NEVER, and its rank among events of that instant. */
  order: TournamentState;
  /** The alarm that rings first, or NO_ALARM. */
  next: number;
}

export class Alarms {
  readonly state: AlarmsState;
  readonly #order = new Tournament(1);
  readonly #handlers: (() => void)[] = [];

  constructor() {
    this.state = { order: this.#order.state, next: NO_ALARM };
  }

  /** Registers a handler and returns its alarm. */
  add(handler: () => void): number {
    const alarm = this.#handlers.push(handler) - 1;
    if (alarm === this.#order.players()) this.#order.grow(2 * alarm);
    return alarm;
  }

  isSet(alarm: number): boolean {
    return this.state.order.key[alarm]! < NEVER;
  }

  /** Sets an alarm to an instant [s]. */
  set(alarm: number, at: number, rank: number): void {
    this.#order.set(alarm, at, rank);
    this.#findNext();
  }

  /**
   * Rings the alarm that is first: it is not set while its handler runs, which sets it again as a
   * rule. So which one is next is found once, when that is known.
   */
  ring(): void {
    const alarm = this.state.next;
    this.state.order.key[alarm] = NEVER;
    this.#handlers[alarm]!();
    if (!this.isSet(alarm)) this.set(alarm, NEVER, 0);
  }

  #findNext(): void {
    const first = this.#order.winner();
    this.state.next = this.isSet(first) ? first : NO_ALARM;
  }
}
