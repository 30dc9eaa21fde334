import { gammaTail } from './gamma.ts';
import { poissonPmf } from './poisson.ts';
import { uniformSumTail } from './uniform-sum.ts';

/**
 * P(S > x) where S is the sum of Poisson(mean) exponentials of mean 1. Streaming uploads of
 * exponential bodies at constant rate hold this much: an upload found in progress is a
 * length-biased body, received up to a uniform point, which is exponential again.
 */
export function exponentialSumTail(mean: number, x: number): number {
  return poissonMixture(mean, (n) => gammaTail(n, x));
}

/**
 * P(S > x) where S is the sum of Poisson(mean) uniforms on [0, 1]: uploads of one size at constant
 * rate, each found at a uniform point.
 */
export function uniformTail(mean: number, x: number): number {
  return poissonMixture(mean, (n) => uniformSumTail(n, x));
}

/**
 * The same with Poisson(finished) bodies beside them that count `copies` each: bodies received and
 * held while they are passed on.
 */
export function uniformAndFinishedTail(
  uploading: number,
  finished: number,
  copies: number,
  x: number,
): number {
  return poissonMixture(finished, (n) => uniformTail(uploading, x - copies * n));
}

/** The mean of f(N) for N of Poisson(mean) and f between 0 and 1. */
function poissonMixture(mean: number, f: (n: number) => number): number {
  let sum = 0;
  for (let n = 0; ; n++) {
    const probability = poissonPmf(n, mean);
    // What is left beyond n is of the order of this term.
    if (n > mean && probability < 1e-18) return sum;
    sum += probability * f(n);
  }
}
