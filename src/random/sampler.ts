import { constant } from './constant.ts';
import { empirical } from './empirical.ts';
import { exponential } from './exponential.ts';
import type { Law } from './law.ts';
import { lognormal } from './lognormal.ts';
import { mixture } from './mixture.ts';
import { pareto } from './pareto.ts';
import type { Stream } from './stream.ts';
import { uniform } from './uniform.ts';

/** A law made ready to draw from. All figures are in the law's own unit. */
export interface Sampler {
  readonly mean: number;
  /** The largest value possible; Infinity if there is none. */
  readonly max: number;
  /** False if all variates are equal. */
  readonly random: boolean;
  /** One variate for exactly one draw; `constant` draws nothing. */
  sample(stream: Stream): number;
  /** The least x with cdf(x) >= u, for u in [0, 1]. */
  quantile(u: number): number;
  /** The probability of a value <= x. */
  cdf(x: number): number;
}

/** All laws are drawn by inversion, so that common random numbers stay common. */
export function compileLaw(law: Law): Sampler {
  switch (law.law) {
    case 'constant':
      return constant(law.value);
    case 'exponential':
      return exponential(law.mean);
    case 'lognormal':
      return lognormal(law.mu, law.sigma);
    case 'pareto':
      return pareto(law.shape, law.min, law.max);
    case 'uniform':
      return uniform(law.min, law.max);
    case 'mixture':
      // A mixture within a mixture is sampled through its quantile: right, but slower.
      return mixture(law.parts.map((part) => ({ weight: part.weight, of: compileLaw(part.of) })));
    case 'empirical':
      return empirical(law.values);
  }
}
