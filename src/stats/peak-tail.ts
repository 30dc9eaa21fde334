import type { Interval } from './interval.ts';
import { clopperPearson } from './proportion.ts';

/**
 * How often runs exceed a level, from runs of which some were cut short at a limit: of those it is
 * known that they exceed the limit, and for some of them, run again without it, by how much.
 */
export class PeakTail {
  readonly #exact: Float64Array;
  readonly #cut: number;
  readonly #limit: number;
  readonly #beyond: Float64Array;
  /** By count and runs: few differ, and each takes a while. */
  readonly #intervals = new Map<string, Interval>();

  /**
   * @param exact peaks of runs that were not cut
   * @param cut how many were, at `limit`
   * @param beyond peaks of some of these without the limit; without any, all count as endless
   */
  constructor(
    exact: readonly number[],
    { cut = 0, limit = 0, beyond = [] as readonly number[] } = {},
  ) {
    this.#exact = Float64Array.from(exact).sort();
    this.#cut = cut;
    this.#limit = limit;
    this.#beyond = Float64Array.from(beyond).sort();
  }

  /** The share of runs that exceed a level. */
  above(level: number): number {
    const runs = this.#exact.length + this.#cut;
    const again = this.#beyond.length;
    const isKnown = level <= this.#limit || again === 0;
    const cut = isKnown ? this.#cut : (this.#cut * countAbove(this.#beyond, level)) / again;
    return (countAbove(this.#exact, level) + cut) / runs;
  }

  /** Its exact 95% interval: with as many runs as say something about this level. */
  interval(level: number): Interval {
    const runs = this.#exact.length + this.#cut;
    const again = this.#beyond.length;
    const known = level <= this.#limit || again === 0 ? 1 : again / Math.max(again, this.#cut);
    const count = this.above(level) * runs * known;
    const key = `${count}/${known}`;
    const interval = this.#intervals.get(key) ?? clopperPearson(count, runs * known);
    this.#intervals.set(key, interval);
    return interval;
  }

  /** The known peaks, those without the limit among them. */
  peaks(): Float64Array {
    return Float64Array.from([...this.#exact, ...this.#beyond]).sort();
  }
}

/** How many of ascending values are above a level. */
function countAbove(sorted: Float64Array, level: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! > level) high = middle;
    else low = middle + 1;
  }
  return sorted.length - low;
}
