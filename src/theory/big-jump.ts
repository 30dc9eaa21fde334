/**
 * P(one body alone is too large): bodies lognormal with this median and sigma, held in so many
 * copies, `room` for all of them; sizes in one unit. Bodies admitted one at a time kill a pod this
 * often however few may be in flight.
 */
export function oneBodyKills(median: number, sigma: number, copies: number, room: number): number {
  return normalTail(Math.log(room / copies / median) / sigma);
}

/** P(at least one of n such bodies kills). */
export function anyBodyKills(n: number, oneKills: number): number {
  return -Math.expm1(n * Math.log1p(-oneKills));
}

/**
 * P(Z > z) for a standard normal Z and z >= 0: Craig's integral (IEEE MILCOM 1991) of a smooth
 * periodic function, for which the trapezoidal rule is exact to rounding.
 */
function normalTail(z: number): number {
  const steps = 200;
  let sum = 0.5 * Math.exp((-z * z) / 2);
  for (let i = 1; i < steps; i++) {
    const sine = Math.sin((Math.PI * i) / (2 * steps));
    sum += Math.exp((-z * z) / (2 * sine * sine));
  }
  return sum / (2 * steps);
}
