/**
 * P(Z > z) for a standard normal Z: Craig's integral (IEEE MILCOM 1991) of a smooth periodic
 * function, for which the trapezoidal rule is exact to rounding, far into the tail too.
 */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const steps = 200;
  let sum = 0.5 * Math.exp((-z * z) / 2);
  for (let i = 1; i < steps; i++) {
    const sine = Math.sin((Math.PI * i) / (2 * steps));
    sum += Math.exp((-z * z) / (2 * sine * sine));
  }
  return sum / (2 * steps);
}
