import { expect, it } from 'vitest';
import { pairedDifference, pairedProportions } from './paired-difference.ts';

it('what both runs of a pair share cancels', () => {
  const noise = [5, -3, 8, 1, 0];
  const a = noise.map((x) => x + 100);
  const b = noise.map((x, i) => x + 102 + 0.1 * i);
  const { value, low, high } = pairedDifference(a, b);
  expect(value).toBeCloseTo(2.2, 12);
  expect(high - low).toBeLessThan(0.5);
  expect(() => pairedDifference([1], [1, 2])).toThrow('1 values cannot pair with 2');
});

it('a difference of probabilities has an interval where no pair disagrees, too', () => {
  const { value, low, high } = pairedProportions({ both: 0, first: 0, second: 0, neither: 100 });
  expect(value).toBe(0);
  expect(low).toBeLessThan(-0.02);
  expect(high).toBeGreaterThan(0.02);
  expect(pairedProportions({ both: 5, first: 10, second: 0, neither: 5 }).high).toBeLessThan(0);
});

it('covers 95% of the time, by enumeration of all outcomes of 40 pairs', () => {
  const n = 40;
  const logFactorial = [0];
  for (let k = 1; k <= n; k++) logFactorial.push(logFactorial[k - 1]! + Math.log(k));
  for (const [p11, p10, p01] of [
    [0.05, 0.1, 0.02],
    [0.2, 0.2, 0.05],
    [0.3, 0.1, 0.1],
    [0.01, 0.15, 0.01],
  ] as const) {
    const p00 = 1 - p11 - p10 - p01;
    let covered = 0;
    for (let both = 0; both <= n; both++) {
      for (let first = 0; both + first <= n; first++) {
        for (let second = 0; both + first + second <= n; second++) {
          const neither = n - both - first - second;
          const { low, high } = pairedProportions({ both, first, second, neither });
          if (low > p01 - p10 || high < p01 - p10) continue;
          covered += Math.exp(
            logFactorial[n]! -
              logFactorial[both]! -
              logFactorial[first]! -
              logFactorial[second]! -
              logFactorial[neither]! +
              both * Math.log(p11) +
              first * Math.log(p10) +
              second * Math.log(p01) +
              neither * Math.log(p00),
          );
        }
      }
    }
    expect(covered).toBeGreaterThan(0.93);
    expect(covered).toBeLessThan(0.99);
  }
});
