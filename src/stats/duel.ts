/**
 * Whether a challenger's mean is smaller than a champion's by enough to be worth a change, from
 * paired values, in as few pairs as the difference takes. The continuation region is that of Kim
 * and Nelson, "A fully sequential procedure for indifference-zone selection in simulation", ACM
 * Transactions on Modeling and Computer Simulation 11 (2001) 251-273, section 3 (c = 1), about half
 * of what a change must be worth: a challenger that gains `worth` or more wins, and one that gains
 * nothing loses, each but for a chance of `error`. Differences are taken to be normal; common
 * random numbers make their variance, and with it the number of pairs, small.
 */
import { Moments } from './moments.ts';

export interface DuelOptions {
  /** What a change must gain, above 0. */
  readonly worth: number;
  readonly error: number;
  /** Pairs from which the variance is estimated, at least 2. */
  readonly first: number;
}

export class Duel {
  /** null as long as more pairs are needed. */
  winner: 'challenger' | 'champion' | null = null;
  readonly #half: number;
  readonly #first: number;
  /** h^2 of the paper. */
  readonly #scale: number;
  readonly #moments = new Moments();
  #reach = 0;

  constructor({ worth, error, first }: DuelOptions) {
    this.#half = worth / 2;
    this.#first = first;
    this.#scale = (first - 1) * ((2 * error) ** (-2 / (first - 1)) - 1);
  }

  /** @param difference challenger less champion, of one pair */
  add(difference: number): void {
    if (this.winner !== null) return;
    const moments = this.#moments;
    moments.add(difference + this.#half);
    if (moments.count < this.#first) return;
    if (moments.count === this.#first) this.#reach = this.#scale * moments.variance;
    const half = this.#half;
    // (h^2 S^2 / d^2 - r) d / 2r: 0 from where on the sign decides.
    const width = Math.max(0, this.#reach / (half * 2 * moments.count) - half / 2);
    if (moments.mean < -width) this.winner = 'challenger';
    else if (moments.mean > width || width === 0) this.winner = 'champion';
  }
}
