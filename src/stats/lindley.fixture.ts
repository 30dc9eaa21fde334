/**
 * Times in an M/M/1 queue by Lindley's recursion: the wait of the next customer is that of this one
 * plus its service less the gap, and never negative. In steady state the time in the system is
 * exponential with rate 1 - rho (services of mean 1).
 */
export function sojourns(rho: number, customers: number, next: () => number): Float64Array {
  const times = new Float64Array(customers);
  // Starts in steady state: the first wait is 0 with probability 1 - rho, and exponential else.
  let wait = next() < rho ? -Math.log1p(-next()) / (1 - rho) : 0;
  for (let i = 0; i < customers; i++) {
    const time = wait - Math.log1p(-next());
    times[i] = time;
    wait = Math.max(0, time + Math.log1p(-next()) / rho);
  }
  return times;
}

/** Uniforms on [0, 1) by sfc32 (Doty-Humphrey, PractRand): stats may not import random. */
export function sfc32(seed: number): () => number {
  let [a, b, c, counter] = [seed | 0, 0x9e3779b9 | 0, 0x243f6a88 | 0, 1];
  const word = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 20; i++) word();
  return () => (word() * 2 ** 21 + (word() >>> 11)) / 2 ** 53;
}
