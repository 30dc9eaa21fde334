import type { Interval } from './interval.ts';
import { logGamma } from './log-gamma.ts';

/** How often an interval does what it says, computed and not simulated. */
export interface ExactCoverage {
  /** P(low <= p <= high). */
  readonly both: number;
  /** P(p <= high): what counts where a risk must not be understated. */
  readonly upper: number;
  /** Trials it takes on average. */
  readonly trials: number;
}

type ProportionInterval = (k: number, n: number) => Interval;

/**
 * How often an interval for a proportion contains the truth p after n trials, by summing the
 * binomial probabilities of all outcomes where it does: no simulation, no error.
 */
export function exactCoverage(n: number, p: number, interval: ProportionInterval): number {
  return exactSequentialCoverage([n], p, interval, () => false).both;
}

/**
 * The same where trials go on from one checkpoint to the next until `enough` says stop, at the
 * last one in any case. The number of successes at a checkpoint is all the rule may look at, so
 * its probabilities are carried from checkpoint to checkpoint exactly.
 */
export function exactSequentialCoverage(
  checkpoints: readonly number[],
  p: number,
  interval: ProportionInterval,
  enough: (k: number, n: number) => boolean,
): ExactCoverage {
  let running = new Float64Array([1]);
  let [both, upper, trials, before] = [0, 0, 0, 0];
  for (const [look, n] of checkpoints.entries()) {
    running = convolve(running, binomials(n - before, p));
    before = n;
    for (const [k, probability] of running.entries()) {
      if (probability === 0) continue;
      if (look < checkpoints.length - 1 && !enough(k, n)) continue;
      const { low, high } = interval(k, n);
      if (low <= p && p <= high) both += probability;
      if (p <= high) upper += probability;
      trials += n * probability;
      running[k] = 0;
    }
  }
  return { both, upper, trials };
}

/** P(K = k) for k from 0 on, as far as it matters, and 0 < p < 1. */
function binomials(n: number, p: number): Float64Array {
  const spread = Math.sqrt(n * p * (1 - p));
  const last = Math.min(n, Math.ceil(n * p + 12 * spread + 40));
  return Float64Array.from({ length: last + 1 }, (_, k) => {
    const ways = logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
    return Math.exp(ways + k * Math.log(p) + (n - k) * Math.log1p(-p));
  });
}

function convolve(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  const sum = new Float64Array(a.length + b.length - 1);
  for (let i = 0; i < a.length; i++) {
    if (a[i]! < 1e-18) continue;
    for (let j = 0; j < b.length; j++) sum[i + j]! += a[i]! * b[j]!;
  }
  return sum;
}
