import type { Sampler } from './sampler.ts';

/** Always the same value; draws nothing. */
export function constant(value: number): Sampler {
  return {
    mean: value,
    max: value,
    random: false,
    sample: () => value,
    quantile: () => value,
    cdf: (x) => (x < value ? 0 : 1),
  };
}
