/**
 * Mean wait in the queue of M/D/c with unit service [in service times], by Crommelin's roots: the
 * z_k inside the unit circle with z^c = e^(a(z-1)). Crommelin, Post Office Electrical Engineers'
 * Journal 25 (1932) 41-50.
 */
export function mdcMeanWait(servers: number, load: number): number {
  const c = servers;
  let present = load / (2 * (c - load)) + load / 2 - (c - 1) / 2;
  for (let k = 1; k < c; k++) present += inverseOfOneMinusRoot(c, load, k);
  return (present - load) / load;
}

/** The real part of 1 / (1 - z_k); the imaginary parts of conjugate roots cancel. */
function inverseOfOneMinusRoot(c: number, load: number, k: number): number {
  // z -> w e^(load (z - 1) / c), w a c-th root of unity, maps the disc into itself and contracts.
  const turn = (2 * Math.PI * k) / c;
  let re = 0;
  let im = 0;
  for (;;) {
    const size = Math.exp((load * (re - 1)) / c);
    const angle = turn + (load * im) / c;
    const step = Math.hypot(size * Math.cos(angle) - re, size * Math.sin(angle) - im);
    re = size * Math.cos(angle);
    im = size * Math.sin(angle);
    if (step < 1e-14) break;
  }
  return (1 - re) / ((1 - re) ** 2 + im ** 2);
}
