/**
 * The z with P(|Z| <= z) = level for a standard normal Z: 1.96 at 0.95. Newton's method from 0,
 * which only ever approaches from below because the distribution function is concave there; the
 * function is summed by Marsaglia's series (Journal of Statistical Software 11(4), 2004).
 */
export function normalScore(level: number): number {
  let z = 0;
  for (;;) {
    const density = Math.sqrt(2 / Math.PI) * Math.exp((-z * z) / 2);
    const next = z + (level - density * series(z)) / density;
    if (!(next > z)) return z;
    z = next;
  }
}

/** z + z^3/3 + z^5/(3 5) + z^7/(3 5 7) + ... */
function series(z: number): number {
  let term = z;
  let sum = z;
  for (let k = 3; term > 1e-17 * sum; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return sum;
}
