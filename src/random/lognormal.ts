import { normalCdf } from './normal-cdf.ts';
import { normalQuantile } from './normal-quantile.ts';
import type { Sampler } from './sampler.ts';

/** The exponential of a normal variate with mean `mu` and standard deviation `sigma`. */
export function lognormal(mu: number, sigma: number): Sampler {
  // A spread of zero is asked for apart: 0 x infinity is no number.
  const degenerate = sigma === 0;
  const median = Math.exp(mu);
  const quantile = (u: number) => (degenerate ? median : Math.exp(mu + sigma * normalQuantile(u)));
  return {
    mean: Math.exp(mu + 0.5 * sigma * sigma),
    max: degenerate ? median : Infinity,
    random: !degenerate,
    sample: (stream) => quantile(stream.next()),
    quantile,
    cdf: (x) => {
      if (degenerate) return x < median ? 0 : 1;
      return x <= 0 ? 0 : normalCdf((Math.log(x) - mu) / sigma);
    },
  };
}
