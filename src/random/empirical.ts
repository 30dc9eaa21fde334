import type { Sampler } from './sampler.ts';

/** Each of the values alike; a value listed twice counts twice. */
export function empirical(values: readonly number[]): Sampler {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  if (n === 0) throw new RangeError('an empirical law needs at least one value');
  /** The least value x with cdf(x) >= u. */
  const quantile = (u: number) => {
    let i = Math.min(n - 1, Math.max(0, Math.ceil(u * n) - 1));
    // u * n may round up past an integer when u is itself some k / n.
    if (i > 0 && i / n >= u) i--;
    return sorted[i]!;
  };
  return {
    mean: sorted.reduce((sum, value) => sum + value, 0) / n,
    max: sorted[n - 1]!,
    random: sorted[0] !== sorted[n - 1],
    sample: (stream) => quantile(stream.next()),
    quantile,
    cdf: (x) => countAtMost(sorted, x) / n,
  };
}

/** How many of the sorted values are <= x, by bisection. */
function countAtMost(sorted: Float64Array, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}
