/** The exact test of a chance against a bound, after a number of runs fixed beforehand. */
import { betaCdf } from '../stats/beta.ts';

export interface CountLimits {
  /** So many successes or fewer refute "at least the bound"; -1 where no count does. */
  readonly atMost: number;
  /** So many or more refute "at most the bound"; n + 1 where no count does. */
  readonly atLeast: number;
}

/** Each side is wrong with a chance of at most `tail` where the truth is the bound itself. */
export function countLimits(n: number, bound: number, tail: number): CountLimits {
  const atMost = lastWhere(-1, n, (k) => k < 0 || below(k, n, bound) <= tail);
  const notYet = lastWhere(0, n, (k) => k === 0 || above(k, n, bound) > tail);
  return { atMost, atLeast: notYet + 1 };
}

/** The chance that a count between the limits is seen where the truth is the bound itself. */
export function coverageOf(n: number, bound: number, { atMost, atLeast }: CountLimits): number {
  const low = atMost < 0 ? 0 : below(atMost, n, bound);
  const high = atLeast > n ? 0 : above(atLeast, n, bound);
  return 1 - low - high;
}

/** Fewer runs than this never show that a chance is below the bound, or above it. */
export function fewestRuns(bound: number, tail: number): number {
  return Math.ceil(Math.log(tail) / Math.log(Math.max(bound, 1 - bound)));
}

/** So many sizes are tried; neighbours differ by little. */
const SIZES = 200;

/**
 * A number of runs from 0.9 `most` to `most` whose test errs as often as it may. Counts are whole,
 * so a test mostly errs less often than its level says; the size is what is free to choose.
 */
export function calibratedSize(bound: number, tail: number, most: number): number {
  const first = Math.max(fewestRuns(bound, tail), Math.ceil(0.9 * most));
  const step = Math.max(1, Math.floor((most - first) / SIZES));
  let best = { n: most, coverage: 1 };
  for (let n = most; n >= first; n -= step) {
    const coverage = coverageOf(n, bound, countLimits(n, bound, tail));
    if (coverage < best.coverage) best = { n, coverage };
  }
  return best.n;
}

/** P(K <= k) for K of Binomial(n, p). */
function below(k: number, n: number, p: number): number {
  return k >= n ? 1 : betaCdf(1 - p, n - k, k + 1);
}

/** P(K >= k). */
function above(k: number, n: number, p: number): number {
  return k <= 0 ? 1 : betaCdf(p, k, n - k + 1);
}

/** The last whole number from `first` to `last` that satisfies; `first` does, and it changes once. */
function lastWhere(first: number, last: number, satisfies: (k: number) => boolean): number {
  let [yes, no] = [first, last + 1];
  while (no - yes > 1) {
    const middle = Math.floor((yes + no) / 2);
    if (satisfies(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}
