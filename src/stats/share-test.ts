/**
 * A sequential test of the mean of something between 0 and 1: below a bound, or not below a part of
 * it. One bets at each value against "the mean is at least the bound" and against "at most the
 * part"; a bet that is fair where its hypothesis holds multiplies a fortune by more than 1 / error
 * with at most the chance `error`, however often one looks and whatever the law of the values
 * (Ville's inequality; Waudby-Smith and Ramdas, "Estimating means of bounded random variables by
 * betting", Journal of the Royal Statistical Society B 86 (2024) 1-27). For values 0 and 1 it is
 * the sequential probability ratio test (Wald, Annals of Mathematical Statistics 16 (1945)
 * 117-186).
 */
export interface ShareTestOptions {
  /** Above 0 and below 1. */
  readonly bound: number;
  /** In between, from `room` x bound to the bound, either answer is right. Above 0, below 1. */
  readonly room: number;
  /** Chance of `holds` where the mean is the bound or more. */
  readonly accept: number;
  /** Chance of `fails` where the mean is `room` x bound or less. */
  readonly reject: number;
}

export class ShareTest {
  /** null as long as more values are needed. */
  verdict: 'holds' | 'fails' | null = null;
  /** Values seen until it was decided. */
  count = 0;
  readonly #bound: number;
  readonly #part: number;
  readonly #stakes: { readonly below: number; readonly above: number };
  readonly #wanted: { readonly below: number; readonly above: number };
  /** Logarithms of the fortunes. */
  #below = 0;
  #above = 0;

  constructor({ bound, room, accept, reject }: ShareTestOptions) {
    const part = room * bound;
    this.#bound = bound;
    this.#part = part;
    this.#stakes = {
      below: (bound - part) / (bound * (1 - bound)),
      above: (bound - part) / (part * (1 - part)),
    };
    this.#wanted = { below: -Math.log(accept), above: -Math.log(reject) };
  }

  /**
   * @param high the value, or more than it where it is not known
   * @param low the value, or less than it
   */
  add(high: number, low = high): void {
    if (this.verdict !== null) return;
    this.count++;
    this.#below += Math.log1p(this.#stakes.below * (this.#bound - high));
    this.#above += Math.log1p(this.#stakes.above * (low - this.#part));
    if (this.#below >= this.#wanted.below) this.verdict = 'holds';
    else if (this.#above >= this.#wanted.above) this.verdict = 'fails';
  }

  /** Where chance has no part one value is all there is to know. */
  settle(value: number): void {
    if (this.verdict !== null) return;
    this.count++;
    this.verdict = value < this.#bound ? 'holds' : 'fails';
  }
}
