/**
 * Distribution function of the standard normal law, relative error below 1e-13 in both tails.
 * Power series about 0 (Marsaglia, "Evaluating the Normal Distribution", Journal of Statistical
 * Software 11(4), 2004) in the middle, Laplace's continued fraction (Abramowitz and Stegun
 * 26.2.14) beyond two standard deviations.
 */
export function normalCdf(x: number): number {
  if (x < -2) return upperTail(-x);
  if (x > 2) return 1 - upperTail(x);
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + sum * density(x);
}

function upperTail(x: number): number {
  // From the inside out; at x = 2, the slowest, 200 levels leave less than 1e-16.
  let fraction = x;
  for (let k = 200; k >= 1; k--) fraction = x + k / fraction;
  return density(x) / fraction;
}

function density(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}
