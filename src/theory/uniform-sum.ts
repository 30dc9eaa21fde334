/**
 * P(U_1 + ... + U_n > x) for independent uniforms on [0, 1] (Irwin 1927, Hall 1927). The formula's
 * alternating sum loses all digits in floating point from n = 20 on; every double is a fraction of
 * whole numbers, so it is summed exactly and rounded at the end, to an error below 2^-100.
 */
export function uniformSumTail(n: number, x: number): number {
  if (x < 0) return 1;
  if (x >= n) return 0;
  // x = numerator / 2^shift.
  let shift = 0;
  let scaled = x;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    shift++;
  }
  const numerator = BigInt(scaled);
  const order = BigInt(n);
  let below = 0n;
  let choose = 1n;
  let factorial = 1n;
  for (let k = 0n; k < order; k++) {
    const rest = numerator - (k << BigInt(shift));
    if (rest > 0n) below += (k % 2n === 0n ? choose : -choose) * rest ** order;
    choose = (choose * (order - k)) / (k + 1n);
    factorial *= k + 1n;
  }
  const whole = factorial << (BigInt(shift) * order);
  return Number(((whole - below) << 100n) / whole) * 2 ** -100;
}
