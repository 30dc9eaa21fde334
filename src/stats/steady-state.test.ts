import { describe, expect, it } from 'vitest';
import { effectiveSampleSize } from './effective-sample-size.ts';
import { sfc32 } from './lindley.fixture.ts';
import { mser5 } from './mser5.ts';
import { quantileInterval } from './quantile-interval.ts';
import { steadyState } from './steady-state.ts';

/** A first-order autoregression about a level that starts far away. */
function series(n: number, memory: number, start: number, seed: number): number[] {
  const next = sfc32(seed);
  let value = start;
  return Array.from({ length: n }, () => {
    value = memory * value + (next() - 0.5) * Math.sqrt(12 * (1 - memory * memory));
    return value;
  });
}

describe('MSER-5', () => {
  it('leaves out a start far from the rest, and nothing of a settled run', () => {
    const late = mser5(series(2000, 0.98, 40, 1));
    expect(late.settled).toBe(true);
    expect(late.truncation).toBeGreaterThan(100);
    expect(late.truncation).toBeLessThan(400);
    expect(mser5(new Float64Array(100).fill(3))).toEqual({ truncation: 0, settled: true });
  });

  it('says so where the run has not settled by half', () => {
    expect(mser5(Array.from({ length: 500 }, (_, i) => i)).settled).toBe(false);
    expect(mser5([1, 2, 3]).settled).toBe(false);
  });
});

describe('effective sample size', () => {
  it('is n (1 - a) / (1 + a) for a first-order autoregression', () => {
    for (const memory of [0, 0.5, 0.9]) {
      const sizes = Array.from({ length: 20 }, (_, seed) =>
        effectiveSampleSize(series(5000, memory, 0, seed)),
      );
      const mean = sizes.reduce((a, b) => a + b) / sizes.length;
      expect(mean / ((5000 * (1 - memory)) / (1 + memory))).toBeGreaterThan(0.85);
      expect(mean / ((5000 * (1 - memory)) / (1 + memory))).toBeLessThan(1.15);
    }
  });

  it('of a long series is that of its parts put together', () => {
    const long = series(200_000, 0.9, 0, 5);
    expect(effectiveSampleSize(long) / ((200_000 * 0.1) / 1.9)).toBeGreaterThan(0.85);
    expect(effectiveSampleSize(long) / ((200_000 * 0.1) / 1.9)).toBeLessThan(1.15);
  });

  it('has its ends', () => {
    expect(effectiveSampleSize([1])).toBeNaN();
    expect(effectiveSampleSize([4, 4, 4])).toBe(3);
  });
});

describe('steady state', () => {
  it('has the mean of the settled part alone', () => {
    const { mean, truncation } = steadyState(series(8000, 0.9, 100, 3));
    expect(truncation).toBeGreaterThan(10);
    expect(mean!.low).toBeLessThan(0);
    expect(mean!.high).toBeGreaterThan(0);
    expect(mean!.high - mean!.low).toBeLessThan(0.5);
  });

  it('flags a run that is too short to say', () => {
    expect(steadyState(series(300, 0.95, 0, 5)).mean).toBeNull();
  });

  it('takes a warm-up that is known already', () => {
    const values = [...new Array<number>(100).fill(9), ...new Array<number>(900).fill(2)];
    const known = steadyState(values, { warmUp: { truncation: 100, settled: true } });
    expect([known.mean!.value, known.truncation, known.effectiveSize]).toEqual([2, 100, 900]);
  });

  it('of nothing is nothing, and says so', () => {
    const { mean, notStationary } = steadyState([], { warmUp: { truncation: 0, settled: true } });
    expect([mean, notStationary]).toEqual([null, 'it is worth 0 independent values, too few']);
  });
});

describe('interval of a quantile', () => {
  it('of independent values is about that of the order statistics', () => {
    const next = sfc32(11);
    const values = Float64Array.from({ length: 40_000 }, next);
    const { value, low, high, beyond } = quantileInterval(values, 0.9);
    expect(value).toBeCloseTo(0.9, 2);
    // The share below the quantile has a standard error of sqrt(p (1 - p) / n).
    const half = 2.262 * Math.sqrt((0.9 * 0.1) / 40_000);
    expect((high - low) / (2 * half)).toBeGreaterThan(0.5);
    expect((high - low) / (2 * half)).toBeLessThan(2);
    expect(beyond).toBeGreaterThan(3500);
    expect(beyond).toBeLessThanOrEqual(4000);
  });

  it('ends among the infinite values where too many are', () => {
    const values = Array.from({ length: 1000 }, (_, i) => (i % 50 === 0 ? Infinity : i % 7));
    expect(quantileInterval(values, 0.99).value).toBe(Infinity);
    expect(quantileInterval(values, 0.5)).toMatchObject({ value: 3 });
  });
});
