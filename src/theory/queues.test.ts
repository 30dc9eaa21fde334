import { describe, expect, it } from 'vitest';
import { longRun } from './birth-death.ts';
import { erlangA } from './erlang-a.ts';
import { erlangB } from './erlang-b.ts';
import { mdcMeanWait } from './mdc.ts';
import { mg1MeanWait } from './mg1.ts';
import { type Mmc, meanWait, waitProbability } from './mmc.ts';
import { mmcPatience } from './mmc-patience.ts';

// References: numerical solutions of the Markov chains and published tables, to the digits shown.

const RHOS = [0.5, 0.8, 0.9, 0.95];
const mmc = (servers: number, arrivalRate: number, serviceRate = 1): Mmc => ({
  servers,
  arrivalRate,
  serviceRate,
});

describe('M/M/c', () => {
  it.each([
    [1, [0.5, 1], [0.8, 4], [0.9, 9], [0.95, 19]],
    [2, [0.333333, 0.333333], [0.711111, 1.777778], [0.852632, 4.263158], [0.925641, 9.25641]],
    [4, [0.173913, 0.086957], [0.596432, 0.745541], [0.787753, 1.969383], [0.891419, 4.457095]],
    [8, [0.059044, 0.014761], [0.457645, 0.286028], [0.701533, 0.876916], [0.844169, 2.110422]],
    [16, [0.009019, 0.001127], [0.304884, 0.095276], [0.591343, 0.36959], [0.780192, 0.975241]],
    [32, [0.000291, 0.000018], [0.160623, 0.025097], [0.458197, 0.143186], [0.69571, 0.434819]],
    [64, [0, 0], [0.056056, 0.004379], [0.310663, 0.048541], [0.588011, 0.183753]],
  ])('%i servers: probability and mean of the wait', (servers, ...rows) => {
    rows.forEach(([probability, wait], i) => {
      const queue = mmc(servers, servers * RHOS[i]!);
      expect(waitProbability(queue)).toBeCloseTo(probability!, 6);
      expect(meanWait(queue)).toBeCloseTo(wait!, 6);
    });
  });

  it('agrees with the model M/M/3 of the README of Ciw', () => {
    expect(meanWait(mmc(3, 0.2, 0.1))).toBeCloseTo(4.444444, 6);
  });
});

it.each([
  [30, 25, 0.05260317],
  [16, 12, 0.06041259],
  [64, 50, 0.00843943],
  [100, 100, 0.07570045],
])('Erlang B of %i servers at %i erlangs', (servers, load, blocked) => {
  expect(erlangB(servers, load)).toBeCloseTo(blocked, 8);
});

it.each([
  [1, [0.5, 2, 4.5, 9.5]],
  [2, [0.176741, 0.903284, 2.146923, 4.643948]],
  [4, [0.049652, 0.386095, 0.999966, 2.244684]],
  [8, [0.009321, 0.151954, 0.449973, 1.067929]],
  [16, [0.00081, 0.052548, 0.192467, 0.496693]],
  [32, [0.000015, 0.014664, 0.076222, 0.223509]],
])('M/D/c of %i servers: mean wait', (servers, waits) => {
  waits.forEach((wait, i) => {
    expect(mdcMeanWait(servers, servers * RHOS[i]!)).toBeCloseTo(wait, 6);
  });
});

describe('M/M/c with a queue time-out', () => {
  it.each([
    [1, 0.9, 1, 0.30490809, 0.62558272, 0.2268268, 0.62558272],
    [1, 1.5, 1, 0.45635168, 0.81547247, 0.35769776, 0.81547247],
    [4, 3.6, 1, 0.10062675, 0.59553397, 0.25684612, 0.80943592],
    [4, 5, 1, 0.24485035, 0.8639501, 0.47712614, 0.94393707],
    [16, 14.4, 0.5, 0.03492188, 0.46290387, 0.09624021, 0.8685703],
    [16, 16, 1, 0.04607391, 0.78325644, 0.38639394, 0.95392609],
    [64, 70, 0.5, 0.08753962, 0.97480657, 0.34960437, 0.99800354],
  ])('c = %i, lambda = %f, tau = %f', (servers, rate, patience, timeout, wait, served, busy) => {
    const figures = mmcPatience(mmc(servers, rate), patience);
    expect(figures.timeoutShare).toBeCloseTo(timeout, 8);
    expect(figures.waitProbability).toBeCloseTo(wait, 8);
    expect(figures.servedWaitMean).toBeCloseTo(served, 8);
    expect(figures.utilisation).toBeCloseTo(busy, 8);
  });

  it('is the loss system without patience and M/M/c with much', () => {
    expect(mmcPatience(mmc(8, 6), 0).timeoutShare).toBeCloseTo(erlangB(8, 6), 12);
    const patient = mmcPatience(mmc(8, 6), 200);
    expect(patient.waitProbability).toBeCloseTo(waitProbability(mmc(8, 6)), 12);
    expect(patient.servedWaitMean).toBeCloseTo(meanWait(mmc(8, 6)), 12);
  });

  it('passes smoothly through arrivals equal to the capacity', () => {
    const at = (rate: number) => mmcPatience(mmc(16, rate), 1).servedWaitMean;
    expect((at(16 + 1e-3) + at(16 - 1e-3)) / 2).toBeCloseTo(at(16), 6);
    // Both sides of the switch between the series and the closed form.
    expect(at(16 - 0.00999)).toBeCloseTo(at(16 - 0.01001), 5);
  });
});

describe('Erlang A', () => {
  it.each([
    [4, 3.6, 0.5, 0.1272363, 0.54470386],
    [16, 20, 1, 0.22034623, 0.84348687],
    [64, 70, 0.5, 0.09462698, 0.87698605],
    [100, 100, 1, 0.039861, 0.5132988],
    [100, 105, 0.1, 0.04973831, 0.96719195],
  ])('c = %i, lambda = %f, theta = %f', (servers, rate, abandonment, abandon, wait) => {
    const figures = erlangA(mmc(servers, rate), abandonment);
    expect(figures.abandonShare).toBeCloseTo(abandon, 8);
    expect(figures.waitProbability).toBeCloseTo(wait, 8);
  });
});

it('M/G/1: exponential and constant service give M/M/1 and M/D/1', () => {
  expect(mg1MeanWait(0.9, 1, 1)).toBeCloseTo(9, 12);
  expect(mg1MeanWait(0.9, 1, 0)).toBeCloseTo(4.5, 12);
});

describe('longRun', () => {
  const present = (rho: number) => ({ states: 2000, birth: () => rho, death: () => 1 });

  it('is the known variance of the number in M/M/1', () => {
    for (const [rho, variance] of [
      [0.5, 24],
      [0.8, 1800],
      [0.9, 34200],
    ] as const) {
      const figures = longRun(present(rho), (n) => n);
      expect(figures.mean).toBeCloseTo(rho / (1 - rho), 6);
      expect(figures.variance / variance).toBeCloseTo(1, 6);
      expect(variance).toBeCloseTo((2 * rho * (1 + rho)) / (1 - rho) ** 4, 6);
    }
  });

  it('is 2 a for the number in M/M/infinity, which forgets at rate 1', () => {
    const process = { states: 120, birth: () => 10, death: (n: number) => n };
    const figures = longRun(process, (n) => n);
    expect(figures.mean).toBeCloseTo(10, 9);
    expect(figures.variance).toBeCloseTo(20, 9);
  });
});
