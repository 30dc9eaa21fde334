import type { Sampler } from './sampler.ts';

/**
 * Pareto's law with tail index `shape`, conditioned on [min, max], 0 < min <= max: the density
 * falls as x^(-shape-1) up to `max` and is zero beyond it.
 */
export function pareto(shape: number, min: number, max: number): Sampler {
  if (min === max) return point(min);
  const logRatio = Math.log(min / max);
  // The share of the unbounded law's mass that lies below `max`.
  const kept = -Math.expm1(shape * logRatio);
  const quantile = (u: number) => Math.min(max, min * (1 - u * kept) ** (-1 / shape));
  return {
    mean: ((shape * min) / kept) * powerIntegral(shape - 1, logRatio),
    max,
    random: true,
    sample: (stream) => quantile(stream.next()),
    quantile,
    cdf: (x) => {
      if (x <= min) return 0;
      return x >= max ? 1 : -Math.expm1(shape * Math.log(min / x)) / kept;
    },
  };
}

/** (1 - e^(a logRatio)) / a, which is -logRatio at a = 0: the mean does not jump at shape 1. */
function powerIntegral(a: number, logRatio: number): number {
  return a === 0 ? -logRatio : -Math.expm1(a * logRatio) / a;
}

/** The law without width; it still draws once, as it would with any other bounds. */
function point(value: number): Sampler {
  return {
    mean: value,
    max: value,
    random: false,
    sample: (stream) => {
      stream.next();
      return value;
    },
    quantile: () => value,
    cdf: (x) => (x < value ? 0 : 1),
  };
}
