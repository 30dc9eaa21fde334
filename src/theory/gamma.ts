import { poissonPmf } from './poisson.ts';

/**
 * The regularised incomplete gamma function Q(n, x) of whole order n >= 0: the probability that n
 * exponentials of mean 1 add up to more than x, or that Poisson(x) is below n (DLMF 8.4.10).
 */
export function gammaTail(n: number, x: number): number {
  let sum = 0;
  for (let k = n - 1; k >= 0; k--) {
    const term = poissonPmf(k, x);
    sum += term;
    if (k < x && term < 1e-17 * sum) break;
  }
  return Math.min(1, sum);
}
