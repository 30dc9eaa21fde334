/**
 * Whether a failed request is tried again, and after how long: exponential back-off with or
 * without full jitter, within a budget that all clients of a population share.
 *
 * The budget is a bucket of retries. Every operation begun puts a share of a retry into it, every
 * retry takes one out, so that retries stay a share of the load however many operations fail.
 */
import type { Stream } from '../random/stream.ts';
import type { Streams } from '../random/streams.ts';
import type { Ending } from '../request/ending.ts';
import type { Manner } from './options.ts';

/** What a sum of shares may lack of a whole: ten tenths are one retry. */
const ROUNDING = 1e-9;

/** Enough for any cap, and short of Infinity, which makes no product with a base of 0. */
const MOST_DOUBLINGS = 1000;

export class RetryPolicy {
  /** Retries in the bucket. */
  readonly state: { left: number };
  readonly #options: Manner['retry'];
  readonly #backOffs: Stream;

  constructor(streams: Streams, population: number, options: Manner['retry']) {
    this.#options = options;
    this.#backOffs = streams.get(`clients[${population}]/retries`);
    this.state = { left: options.reserve };
  }

  /** An operation begins: its share goes into the bucket. */
  deposit(): void {
    const { budget, reserve } = this.#options;
    this.state.left = Math.min(reserve, this.state.left + budget);
  }

  /**
   * Decides on one more attempt, and takes it out of the bucket.
   *
   * @param repeats how often the request was tried again already
   */
  withdraw(ending: Ending, repeats: number): boolean {
    const { attempts, on, budget } = this.#options;
    if (repeats + 1 >= attempts || !on.some((each) => each === ending)) return false;
    if (budget === Number.POSITIVE_INFINITY) return true;
    if (this.state.left < 1 - ROUNDING) return false;
    this.state.left = Math.max(0, this.state.left - 1);
    return true;
  }

  /** Draws the time from a failure to the next attempt [s]. */
  drawBackOff(repeats: number): number {
    const { base, cap, jitter } = this.#options;
    const longest = Math.min(cap, base * 2 ** Math.min(repeats, MOST_DOUBLINGS));
    return jitter === 'full' ? longest * this.#backOffs.next() : longest;
  }
}
