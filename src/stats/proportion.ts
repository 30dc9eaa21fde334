import { betaQuantile } from './beta.ts';
import type { Interval } from './interval.ts';
import { normalScore } from './normal-score.ts';

/**
 * Wilson's score interval for a probability after k successes in n trials: its coverage is right
 * on average over p. Wilson, Journal of the American Statistical Association 22 (1927) 209-212.
 */
export function wilson(k: number, n: number, level = 0.95): Interval {
  if (n === 0) return { low: 0, high: 1 };
  const z = normalScore(level);
  const p = k / n;
  const centre = p + (z * z) / (2 * n);
  const spread = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  // At the ends the formula is exact only without rounding.
  return {
    low: k === 0 ? 0 : (centre - spread) / scale,
    high: k === n ? 1 : (centre + spread) / scale,
  };
}

/**
 * What n equal outcomes leave possible for the probability of the other one: the exact one-sided
 * upper bound after 0 of n, at 95% about 3/n. NaN without trials.
 */
export function noneSeenBound(n: number, level = 0.95): number {
  return n === 0 ? Number.NaN : 1 - (1 - level) ** (1 / n);
}

/**
 * The exact interval of Clopper and Pearson, Biometrika 26 (1934) 404-413: covers at least as often
 * as it says at every p, mostly more often.
 */
export function clopperPearson(k: number, n: number, level = 0.95): Interval {
  const tail = (1 - level) / 2;
  return {
    low: k === 0 ? 0 : betaQuantile(tail, k, n - k + 1),
    high: k === n ? 1 : betaQuantile(1 - tail, k + 1, n - k),
  };
}
