import type { Sampler } from './sampler.ts';

/**
 * Memoryless with this mean, which is positive. A uniform of 0 gives 0; the largest there is,
 * 1 - 2^-53, gives 36.7 means.
 */
export function exponential(mean: number): Sampler {
  // log1p(-u) keeps all the bits of a small u, and is finite because u < 1.
  const quantile = (u: number) => -mean * Math.log1p(-u);
  return {
    mean,
    max: Infinity,
    random: true,
    sample: (stream) => quantile(stream.next()),
    quantile,
    cdf: (x) => (x <= 0 ? 0 : -Math.expm1(-x / mean)),
  };
}
