/**
 * Events of which at most one is to come, each with a handler of its own: the next arrival of a
 * stream. There are a handful of them, so the first is found by looking at all, when one changes.
 */

/** No alarm is set. */
export const NO_ALARM = -1;

export interface AlarmsState {
  /** By alarm: instant it rings [s]; NaN while it is not set. */
  at: Float64Array;
  /** By alarm: its rank among events of the same instant. */
  rank: Float64Array;
  /** The alarm that rings first, or NO_ALARM. */
  next: number;
}

export class Alarms {
  readonly state: AlarmsState = {
    at: new Float64Array(0),
    rank: new Float64Array(0),
    next: NO_ALARM,
  };
  readonly #handlers: (() => void)[] = [];

  /** Registers a handler and returns its alarm. */
  add(handler: () => void): number {
    const s = this.state;
    s.at = Float64Array.of(...s.at, Number.NaN);
    s.rank = Float64Array.of(...s.rank, 0);
    return this.#handlers.push(handler) - 1;
  }

  /** Sets an alarm to an instant [s]. */
  set(alarm: number, at: number, rank: number): void {
    const s = this.state;
    s.at[alarm] = at;
    s.rank[alarm] = rank;
    this.#findNext();
  }

  /** Rings the alarm that is first: it is not set while its handler runs, which may set it. */
  ring(): void {
    const alarm = this.state.next;
    this.state.at[alarm] = Number.NaN;
    this.#findNext();
    this.#handlers[alarm]!();
  }

  #findNext(): void {
    const s = this.state;
    const { at, rank } = s;
    let next = NO_ALARM;
    for (let alarm = 0; alarm < at.length; alarm++) {
      const isSet = at[alarm]! >= 0;
      if (!isSet) continue;
      const isFirst =
        next === NO_ALARM ||
        at[alarm]! < at[next]! ||
        (at[alarm] === at[next] && rank[alarm]! < rank[next]!);
      if (isFirst) next = alarm;
    }
    s.next = next;
  }
}
