import type { Sampler } from './sampler.ts';

/** One part of a mixture, compiled; weights need not sum to 1. */
interface Part {
  readonly weight: number;
  readonly of: Sampler;
}

/**
 * A variate of one of the parts, chosen in proportion to the weights. One draw serves twice: it
 * picks the part, and where it fell within the part's share is the uniform for the part's law,
 * which leaves 53 + log2(share) random bits. So `sample` is not `quantile` of the draw, as it is
 * for every other law, but has the same distribution.
 */
export function mixture(parts: readonly Part[]): Sampler {
  const total = parts.reduce((sum, part) => sum + part.weight, 0);
  if (!(total > 0)) throw new RangeError('a mixture needs a part of positive weight');
  const laws = parts.filter((part) => part.weight > 0);
  const shares = laws.map((part) => part.weight / total);
  const starts = shares.map((_, i) => shares.slice(0, i).reduce((sum, share) => sum + share, 0));
  const samplers = laws.map((part) => part.of);
  const weigh = (figure: (sampler: Sampler) => number) =>
    samplers.reduce((sum, sampler, i) => sum + shares[i]! * figure(sampler), 0);
  const cdf = (x: number) =>
    Math.min(
      1,
      weigh((sampler) => sampler.cdf(x)),
    );
  const max = Math.max(...samplers.map((sampler) => sampler.max));
  return {
    mean: weigh((sampler) => sampler.mean),
    max,
    random:
      samplers.some((sampler) => sampler.random) || samplers.some((sampler) => sampler.max !== max),
    sample: (stream) => {
      const u = stream.next();
      let i = samplers.length - 1;
      while (u < starts[i]!) i--;
      // Rounding must not carry the rescaled uniform to 1, where unbounded laws are infinite.
      const within = Math.min((u - starts[i]!) / shares[i]!, BELOW_ONE);
      return samplers[i]!.quantile(within);
    },
    quantile: (u) => {
      const bounds = samplers.map((sampler) => sampler.quantile(u));
      return leastReaching(cdf, u, Math.min(...bounds), Math.max(...bounds));
    },
    cdf,
  };
}

/** The largest double below 1. */
const BELOW_ONE = 1 - 2 ** -53;

/** The least x in [low, high] with cdf(x) >= u, to the last bit, by bisection. */
function leastReaching(cdf: (x: number) => number, u: number, low: number, high: number): number {
  if (high === Infinity || cdf(low) >= u) return high === Infinity ? high : low;
  let below = low;
  let reached = high;
  for (;;) {
    const middle = below + (reached - below) / 2;
    if (middle <= below || middle >= reached) return reached;
    if (cdf(middle) >= u) reached = middle;
    else below = middle;
  }
}
