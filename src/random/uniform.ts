import type { Sampler } from './sampler.ts';

/** Every value between `min` and `max` alike. */
export function uniform(min: number, max: number): Sampler {
  const quantile = (u: number) => min + u * (max - min);
  return {
    mean: min + (max - min) / 2,
    max,
    random: max > min,
    sample: (stream) => quantile(stream.next()),
    quantile,
    cdf: (x) => (x < min ? 0 : x >= max ? 1 : (x - min) / (max - min)),
  };
}
