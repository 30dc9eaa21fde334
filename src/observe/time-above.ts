/** How long a level that is linear between its changes stays above a threshold. */
export class TimeAbove {
  readonly #threshold: number;
  #at = 0;
  #value: number;
  #above = 0;

  constructor(threshold: number, initial: number) {
    this.#threshold = threshold;
    this.#value = initial;
  }

  /** The level has reached `value` at `at` [s], on a straight line from its last change. */
  change(at: number, value: number): void {
    this.#above += this.#share(value) * (at - this.#at);
    this.#at = at;
    this.#value = value;
  }

  /** Time above the threshold so far [s]. */
  total(): number {
    return this.#above;
  }

  /** Share of the line from the last value to this one that lies above the threshold. */
  #share(value: number): number {
    const from = this.#value - this.#threshold;
    const to = value - this.#threshold;
    if (from > 0 && to > 0) return 1;
    if (from <= 0 && to <= 0) return 0;
    return Math.max(from, to) / Math.abs(to - from);
  }
}
