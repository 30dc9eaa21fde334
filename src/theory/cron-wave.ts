/**
 * P(more than k of n uploads are in progress) at an instant t with duration <= t <= jitter, when
 * each starts at a uniform time in [0, jitter] and lasts `duration` [s]: each is in progress with
 * probability duration / jitter, independently.
 */
export function inFlightAbove(k: number, n: number, duration: number, jitter: number): number {
  const p = duration / jitter;
  let term = (1 - p) ** n;
  let tail = 0;
  for (let i = 0; i <= n; i++) {
    if (i > k) tail += term;
    term *= ((n - i) / (i + 1)) * (p / (1 - p));
  }
  return tail;
}
