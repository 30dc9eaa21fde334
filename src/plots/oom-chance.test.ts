import { expect, it } from 'vitest';
import { noneSeenBound } from '../stats/proportion.ts';
import { intervalInWords, isSafe, oomCount, oomInterval } from './oom-chance.ts';

const row = (kills: number, replications: number, more = {}) => ({
  oom_probability: kills / replications,
  oom_probability_low: 0.02,
  oom_probability_high: 0.07,
  oom_probability_bound:
    kills === 0
      ? noneSeenBound(replications)
      : kills === replications
        ? 1 - noneSeenBound(replications)
        : null,
  replications,
  deterministic: false,
  ...more,
});

it('the interval is the one-sided bound after no kill or nothing else, and otherwise that of the row', () => {
  expect(oomInterval(row(0, 100))).toEqual({ low: 0, high: noneSeenBound(100) });
  expect(oomInterval(row(100, 100))).toEqual({ low: 1 - noneSeenBound(100), high: 1 });
  expect(oomInterval(row(4, 100))).toEqual({ low: 0.02, high: 0.07 });
  expect(oomInterval(row(0, 100, { deterministic: true }))).toBeNull();
});

it('no number of runs turns a bound into 0% or 100%', () => {
  expect([100, 1e4, 1e6].map((n) => intervalInWords(row(0, n)))).toEqual([
    '< 3%',
    '< 0.03%',
    '< 0.0003%',
  ]);
  expect([100, 1e4, 1e6].map((n) => intervalInWords(row(n, n)))).toEqual([
    '> 97%',
    '> 99.97%',
    '> 99.9997%',
  ]);
  expect(intervalInWords(row(9999, 1e4, { oom_probability_high: 0.99998 }))).toBe('2% to 99.998%');
});

it('safe is without any kill, however many the runs', () => {
  expect([row(0, 1e4), row(1, 1e4)].map(isSafe)).toEqual([true, false]);
  expect(oomCount(row(1, 1e4))).toBe(1);
});
