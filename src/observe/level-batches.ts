/**
 * A functional of a level over time, summed batch by batch after a warm-up. The level is linear
 * between its changes and may jump at them: report the value before the jump, then the one after.
 */
export class LevelBatches {
  /** Integral of the functional over each batch [s x functional]. */
  readonly sums: Float64Array;
  readonly #warmUp: number;
  readonly #batch: number;
  readonly #measure: (from: number, to: number) => number;
  #at = 0;
  #value: number;

  /**
   * @param warmUp time before the first batch [s]
   * @param batch length of a batch [s]
   * @param measure mean of the functional over a straight line from one value to another
   */
  constructor(
    warmUp: number,
    batch: number,
    batches: number,
    initial: number,
    measure: (from: number, to: number) => number,
  ) {
    this.#warmUp = warmUp;
    this.#batch = batch;
    this.#value = initial;
    this.#measure = measure;
    this.sums = new Float64Array(batches);
  }

  /** The level has come to `value` at `at` [s], in a straight line if time has passed. */
  change(at: number, value: number): void {
    while (this.#at < at) {
      const index = Math.max(0, Math.floor((this.#at - this.#warmUp) / this.#batch + 1e-9));
      const inWarmUp = this.#at < this.#warmUp;
      const boundary = inWarmUp ? this.#warmUp : this.#warmUp + (index + 1) * this.#batch;
      const until = Math.min(at, boundary);
      const share = (until - this.#at) / (at - this.#at);
      const reached = this.#value + share * (value - this.#value);
      if (!inWarmUp && index < this.sums.length) {
        this.sums[index]! += this.#measure(this.#value, reached) * (until - this.#at);
      }
      this.#at = until;
      this.#value = reached;
    }
    this.#value = value;
  }
}

/** Share of a straight line from one value to another that lies above a threshold. */
export function shareAbove(threshold: number): (from: number, to: number) => number {
  return (from, to) => {
    const a = from - threshold;
    const b = to - threshold;
    if (a > 0 && b > 0) return 1;
    if (a <= 0 && b <= 0) return 0;
    return Math.max(a, b) / Math.abs(b - a);
  };
}

/** Mean of a straight line. */
export function lineMean(from: number, to: number): number {
  return (from + to) / 2;
}
