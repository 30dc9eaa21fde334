/** P(N = n) for N of Poisson(mean); keeps its digits for means of a million. */
export function poissonPmf(n: number, mean: number): number {
  if (n < 0) return 0;
  if (mean === 0) return n === 0 ? 1 : 0;
  if (n === 0) return Math.exp(-mean);
  // Loader (2000), "Fast and Accurate Computation of Binomial Probabilities": Stirling's formula
  // taken out of n!, so that no two large numbers cancel.
  const exponent = n * Math.log1p((mean - n) / n) + (n - mean) - stirlingError(n);
  return Math.exp(exponent) / Math.sqrt(2 * Math.PI * n);
}

/** P(N > n), summed from its largest term on, so that a small tail is as exact as a large one. */
export function poissonTail(n: number, mean: number): number {
  let sum = 0;
  for (let k = Math.max(0, n + 1); ; k++) {
    const term = poissonPmf(k, mean);
    sum += term;
    if (k > mean && term <= 1e-17 * sum) return sum;
  }
}

/** ln n! minus Stirling's approximation of it. */
function stirlingError(n: number): number {
  if (n >= 16)
    return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * n * n)) / (n * n)) / (n * n)) / n;
  let logFactorial = 0;
  for (let k = 2; k <= n; k++) logFactorial += Math.log(k);
  return logFactorial - ((n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI));
}
