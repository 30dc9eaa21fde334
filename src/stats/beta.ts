import { logGamma } from './log-gamma.ts';

/** The regularised incomplete beta function: P(X <= x) for X of Beta(a, b), a and b > 0. */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return lowerTail(x, 1 - x, a, b);
}

/** The x with betaCdf(x, a, b) = p; both it and 1 - x keep their digits. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  return 1 / (1 + Math.exp(-betaLogit(p, a, b)));
}

/**
 * The logit, ln(x / (1 - x)), of that quantile, by bisection: on this scale no digits are lost at
 * either end, and Student's t needs the odds themselves.
 */
export function betaLogit(p: number, a: number, b: number): number {
  let below = -700;
  let above = 700;
  for (;;) {
    const logit = below + (above - below) / 2;
    if (logit <= below || logit >= above || above - below < 1e-15) return logit;
    const x = 1 / (1 + Math.exp(-logit));
    const y = 1 / (1 + Math.exp(logit));
    if (lowerTail(x, y, a, b) < p) below = logit;
    else above = logit;
  }
}

/** With y = 1 - x given apart, since it may be too small to be recovered from x. */
function lowerTail(x: number, y: number, a: number, b: number): number {
  const scale = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(y),
  );
  // The fraction converges fast only below the mean; above it, the other tail does.
  if (x < (a + 1) / (a + b + 2)) return (scale * fraction(x, a, b)) / a;
  return 1 - (scale * fraction(y, b, a)) / b;
}

/**
 * The continued fraction of the incomplete beta function (DLMF 8.17.22) by the modified Lentz
 * method (Thompson and Barnett, Journal of Computational Physics 64, 1986).
 */
function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const step = d * c;
    value *= step;
    if (Math.abs(step - 1) < 1e-16) return value;
  }
  throw new Error(`incomplete beta fraction did not converge at x=${x}, a=${a}, b=${b}`);
}
