import type { Interval } from './interval.ts';
import { logGamma } from './log-gamma.ts';

/**
 * How often an interval for a proportion contains the truth p after n trials, by summing the
 * binomial probabilities of all outcomes where it does: no simulation, no error.
 */
export function exactCoverage(
  interval: (k: number, n: number) => Interval,
  n: number,
  p: number,
): number {
  let covered = 0;
  for (let k = 0; k <= n; k++) {
    const { low, high } = interval(k, n);
    if (low <= p && p <= high) covered += binomial(k, n, p);
  }
  return covered;
}

/** P(K = k) for 0 < p < 1. */
function binomial(k: number, n: number, p: number): number {
  const ways = logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
  return Math.exp(ways + k * Math.log(p) + (n - k) * Math.log1p(-p));
}
