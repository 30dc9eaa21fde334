/** What a quantile needs of sorted data: how many values there are, and the k-th smallest. */
interface Ordered {
  readonly count: number;
  at(rank: number): number;
}

/**
 * The p-quantile of ascending values by linear interpolation between order statistics: type 7 of
 * Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996),
 * the default of R and NumPy. NaN if there are no values.
 */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  return quantileWithFailures(sorted, 0, p);
}

/**
 * The same over successes and failures together, a failure being slower than any success: Infinity
 * as soon as a failure has a part in the quantile. Survivors alone would flatter the system that
 * fails most.
 */
export function quantileWithFailures(
  sortedOk: ArrayLike<number>,
  failures: number,
  p: number,
): number {
  return orderedQuantile({ count: sortedOk.length, at: (k) => sortedOk[k]! }, failures, p);
}

/** The same of anything that knows its order statistics. */
export function orderedQuantile(ok: Ordered, failures: number, p: number): number {
  const count = ok.count + failures;
  if (count === 0) return Number.NaN;
  const position = (count - 1) * p;
  const below = Math.floor(position);
  const fraction = position - below;
  const last = fraction > 0 ? below + 1 : below;
  if (last >= ok.count) return Infinity;
  const low = ok.at(below);
  return fraction > 0 ? low + fraction * (ok.at(last) - low) : low;
}
