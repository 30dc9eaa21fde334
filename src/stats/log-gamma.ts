/**
 * Natural logarithm of the gamma function for x > 0, relative error about 1e-15.
 * Lanczos, SIAM Journal on Numerical Analysis 1 (1964), with Godfrey's coefficients (g = 7, n = 9).
 */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const z = x - 1;
  let series = 0.9999999999998099;
  for (let i = 0; i < COEFFICIENTS.length; i++) series += COEFFICIENTS[i]! / (z + i + 1);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(series);
}

const COEFFICIENTS = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];
