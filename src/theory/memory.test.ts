import { describe, expect, it } from 'vitest';
import { anyBodyKills, oneBodyKills } from './big-jump.ts';
import { closedLoop } from './closed-loop.ts';
import { exponentialSumTail, uniformAndFinishedTail, uniformTail } from './compound-poisson.ts';
import { inFlightAbove } from './cron-wave.ts';
import { crossingTime } from './crossing.ts';
import { gammaTail } from './gamma.ts';
import { reachesWithin } from './mminf-first-passage.ts';
import { limitedPeak, partsPeak, wholeBodiesPeak } from './peaks.ts';
import { poissonPmf, poissonTail } from './poisson.ts';
import { uploadEnds } from './ps-uploads.ts';
import { uniformSumTail } from './uniform-sum.ts';

const MIB = 2 ** 20;

/** Equal to so many significant digits. */
function expectDigits(value: number, printed: number, digits: number): void {
  expect(Number(value.toPrecision(digits))).toBe(printed);
}

describe('Poisson and gamma tails', () => {
  it.each([
    [10, 20, 1.588261e-3],
    [10, 25, 1.768027e-5],
    [10, 30, 7.983795e-8],
    [50, 75, 3.719692e-4],
    [50, 90, 1.244509e-7],
    [200, 260, 2.09325e-5],
  ])('bodies held for their stay: P(Poisson(%i) > %i)', (mean, k, tail) => {
    expectDigits(poissonTail(k, mean), tail, 7);
  });

  it.each([
    [8, 16, 9.999781e-3],
    [16, 32, 6.599276e-4],
    [32, 50, 2.686283e-3],
    [64, 96, 2.167988e-4],
  ])('all slots full of exponential bodies: Q(%i, %i)', (n, x, tail) => {
    expectDigits(gammaTail(n, x), tail, 7);
  });

  it('the incomplete gamma function agrees with mpmath to 1e-14', () => {
    for (const [n, x, tail] of [
      [1, 1, 0.36787944117144233],
      [8, 16, 0.009999780953104791],
      [64, 96, 0.00021679882127867436],
      [10, 3, 0.9988975118698845],
      [100, 100, 0.48670120172085135],
      [30, 60, 6.876264968732097e-6],
    ] as const) {
      expect(Math.abs(gammaTail(n, x) / tail - 1)).toBeLessThan(1e-14 * Math.max(1, x / 3));
    }
    expect([gammaTail(0, 1), gammaTail(5, 0)]).toEqual([0, 1]);
  });

  it('Poisson probabilities sum to 1, for large means too', () => {
    for (const mean of [0, 0.3, 15.5, 4e5]) {
      expect(poissonPmf(0, mean) + poissonTail(0, mean)).toBeCloseTo(1, 11);
    }
  });
});

it.each([
  [10, 20, 2.579437e-2],
  [10, 40, 2.682523e-6],
  [50, 80, 3.535034e-3],
  [200, 280, 1.133305e-4],
])('streaming uploads, exponential bodies: Poisson(%i) hold more than %i', (mean, x, tail) => {
  expectDigits(exponentialSumTail(mean, x), tail, 7);
});

it.each([
  [10, 20, 100, 0.80361334],
  [10, 25, 1000, 0.3389063],
  [10, 30, 10000, 0.03270818],
  [50, 80, 1000, 0.46284417],
  [50, 90, 1000, 0.00402383],
])('M/M/infinity from empty at load %i reaches %i within %i', (load, level, horizon, p) => {
  expect(reachesWithin(load, level, horizon)).toBeCloseTo(p, 8);
});

it('first passage: level 1 is the first arrival, and level 2 a chain of two states', () => {
  expect(reachesWithin(3, 1, 0.5)).toBeCloseTo(1 - Math.exp(-1.5), 12);
  expect(reachesWithin(0.01, 1, 500)).toBeCloseTo(1 - Math.exp(-5), 12);
  // From empty: rate a to one, from there a to the level or 1 back; eigenvalues of the 2 x 2 matrix.
  const twoLevels = (a: number, t: number) => {
    const root = Math.sqrt(4 * a + 1);
    const [slow, fast] = [(2 * a + 1 - root) / 2, (2 * a + 1 + root) / 2];
    return 1 - (fast * Math.exp(-slow * t) - slow * Math.exp(-fast * t)) / (fast - slow);
  };
  for (const t of [1, 59, 61, 1000]) {
    expect(reachesWithin(0.05, 2, t)).toBeCloseTo(twoLevels(0.05, t), 11);
  }
});

describe('uploads of one size', () => {
  it('hold more than so many sizes as often as mpmath says', () => {
    expectDigits(uniformTail(10, 8), 0.06034736, 7);
    // 6.105011e-4 in mpmath.
    expectDigits(uniformTail(10, 12), 6.105011e-4, 7);
    expectDigits(uniformAndFinishedTail(10, 5, 3, 40), 5.672162e-3, 7);
  });

  it('are sums of uniforms, exactly, many of them and at any point', () => {
    expect(uniformSumTail(1, 0.25)).toBe(0.75);
    expect(uniformSumTail(2, 1.5)).toBe(0.125);
    expect(uniformSumTail(3, 1.5)).toBe(0.5);
    expect(uniformSumTail(60, 30)).toBe(0.5);
    expect([uniformSumTail(4, -1), uniformSumTail(4, 4), uniformSumTail(0, 0)]).toEqual([1, 0, 0]);
    // Symmetry about n / 2, where x is no whole number.
    expect(uniformSumTail(30, 11.3) + uniformSumTail(30, 18.7)).toBeCloseTo(1, 14);
  });
});

describe('uploads that share a link', () => {
  const sizes = [4e6, 8e6, 16e6, 32e6];

  it('end when processor sharing says, with and without a pace of their own', () => {
    const rounded = (times: number[]) => times.map((t) => Number(t.toFixed(10)));
    expect(rounded(uploadEnds(sizes, 100e6))).toEqual([0.16, 0.28, 0.44, 0.6]);
    expect(rounded(uploadEnds(sizes, 100e6, 40e6))).toEqual([0.16, 0.28, 0.48, 0.88]);
  });

  it('cross the limit when the link has brought as much', () => {
    expect(crossingTime(488 * MIB, 125e6)).toBeCloseTo(4.093640704, 12);
  });
});

describe('peaks of overlapping bodies of 16 MB [MiB]', () => {
  const overlap = (bodies: number) => ({ idle: 24, bodies, size: 16e6 / MIB });

  it('are the printed ones', () => {
    expect(wholeBodiesPeak(overlap(10), 3)).toBeCloseTo(481.76, 2);
    expect(wholeBodiesPeak(overlap(11), 3)).toBeCloseTo(527.54, 2);
    expect(wholeBodiesPeak(overlap(10), 1)).toBeCloseTo(24 + 152.588, 2);
    expect(partsPeak(overlap(40), 8)).toBe(360);
    expect(partsPeak(overlap(128), 8)).toBe(1064);
    expect(limitedPeak(overlap(40), 3, 4, 0.12)).toBeCloseTo(211.4, 1);
    expect(limitedPeak(overlap(128), 3, 4, 0.12)).toBeCloseTo(222, 1);
    expect(limitedPeak(overlap(3), 3, 4, 0.12)).toBe(wholeBodiesPeak(overlap(3), 3));
  });
});

describe('a closed loop with constant service', () => {
  const incident = { workers: 128, requests: 256, slots: 40, patience: 30 };

  it('just fits its queue time-out, or just does not', () => {
    const fits = closedLoop({ ...incident, service: 9.99 });
    expect(fits).toMatchObject({ ok: 256, timeouts: 0 });
    expect(fits.longestWait).toBeCloseTo(29.97, 9);
    expect(fits.makespan).toBeCloseTo(69.93, 9);
    expect(closedLoop({ ...incident, service: 10.01 })).toMatchObject({ ok: 240, timeouts: 16 });
  });

  it('without waiting is as many rounds as it takes', () => {
    const figures = closedLoop({ workers: 4, requests: 10, slots: 4, service: 2, patience: 1 });
    expect(figures).toEqual({ ok: 10, timeouts: 0, longestWait: 0, makespan: 6 });
  });
});

it('a cron wave has more than half of its uploads in progress this often', () => {
  expectDigits(inFlightAbove(64, 128, 0.4, 1), 8.68e-3, 4);
  expect(inFlightAbove(-1, 128, 0.4, 1)).toBeCloseTo(1, 12);
});

it('one large body kills, whatever the cap on concurrency', () => {
  const one = oneBodyKills(16e6, 1, 3, 488 * MIB);
  expectDigits(one, 8.9774e-3, 5);
  expectDigits(anyBodyKills(256, one), 0.9006, 4);
});
