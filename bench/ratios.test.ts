import { expect, it } from 'vitest';
import { laneOf, race } from './race.ts';
import { ratiosOf, reasonsFor } from './ratios.ts';
import { slopeOf } from './scaling.ts';

const lane = (name: string, ...rates: number[]) =>
  laneOf(
    name,
    rates.map((rate) => ({ amount: rate, wall: 1, cpu: 0.5 })),
  );

const PARTS = {
  full: {
    name: 'bytes and memory',
    unit: 'requests/s',
    lanes: [lane('spillway', 1, 3, 2), lane('cpp', 10, 12, 5)],
  },
  workers: {
    name: 'two at once',
    unit: 'requests/s',
    lanes: [
      lane('spillway, 1 worker', 100),
      lane('spillway, 2 workers', 180),
      lane('cpp, 1 process', 1000),
      lane('cpp, 2 processes', 1900),
    ],
  },
  memory: [
    { requests: 1e6, peakResident: 100, wall: 1, failure: null },
    { requests: 1e8, peakResident: 110, wall: 100, failure: null },
  ],
};

it('compares best with best and median with median', () => {
  expect(ratiosOf(PARTS, 'best').full_vs_cpp).toBe(3 / 12);
  expect(ratiosOf(PARTS, 'median').full_vs_cpp).toBe(2 / 10);
});

it('relates the gain of a second worker to that of a second process', () => {
  expect(ratiosOf(PARTS, 'best').parallel_efficiency_2).toBeCloseTo(1.8 / 1.9, 12);
});

it('relates the memory of a hundred times as many requests', () => {
  expect(ratiosOf(PARTS, 'best').rss_1e8_over_1e6).toBeCloseTo(1.1, 12);
});

it('says why a ratio is missing', () => {
  const ratios = ratiosOf({}, 'best');
  const reasons = reasonsFor(ratios, {
    cpp: 'no g++',
    simpy: null,
    longRun: 'the measured process died: SIGKILL',
    cores: 1,
  });
  expect(reasons.core_vs_cpp).toBe('no g++');
  expect(reasons.core_vs_simpy).toBe('not measured in this run');
  expect(reasons.parallel_efficiency_2).toBe('one core');
  expect(reasons.rss_1e8_over_1e6).toBe('the measured process died: SIGKILL');
});

it('begins each round with another contender', async () => {
  const order: string[] = [];
  const contender = (name: string) => ({
    name,
    measure: async () => {
      order.push(name);
      return { amount: 1, wall: 1, cpu: 1 };
    },
  });
  await race([contender('a'), contender('b'), contender('c')], 3);
  expect(order.join('')).toBe('abcbcacab');
});

it('takes a slope from the last two decades alone', () => {
  const curve = [1, 10, 100, 1000, 10_000].map((x) => ({
    x,
    requests: 1,
    perRequest: x < 100 ? 5 : x / 100,
  }));
  expect(slopeOf(curve)).toBeCloseTo(1, 12);
});
