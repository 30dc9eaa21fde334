import { expect, it } from 'vitest';
import { measuredCase } from './measured.fixture.ts';
import { STATISTICS } from './statistics.ts';

it('takes the mean over pods and cases, with the interval of Student', () => {
  const one = measuredCase('a', { measured: { idle_rss: [20, 24] } });
  const two = measuredCase('b', { measured: { idle_rss: [22] } });
  const { value, standardError, low, high, degrees } = STATISTICS['idle-memory'].read([one, two]);
  expect([value, degrees]).toEqual([22, 2]);
  // Standard deviation 2 of 3 values; t(0.975, 2) = 4.303.
  expect(standardError).toBeCloseTo(2 / Math.sqrt(3), 12);
  expect([low, high].map((x) => x!.toFixed(3))).toEqual(['17.032', '26.968']);
});

it('claims no error for what was measured once', () => {
  const once = measuredCase('a', {
    measured: { idle_rss: [10], peak_rss: [110], rss_after: [60] },
  });
  expect(STATISTICS['retained-share'].read([once])).toEqual({
    value: 0.5,
    standardError: null,
    low: null,
    high: null,
    degrees: 0,
  });
});

it('reads buffers by client, growth by request served, and time beyond the delay', () => {
  const one = measuredCase('a', {
    config: { workers: 10, s3_delay_s: 0.1 },
    measured: {
      peak_unread: [1000],
      peak_tcp: [5000],
      peak_rss: [300],
      idle_rss: [100],
      by_pod: [50],
      response_time: { p50: 0.1, mean: 0.101 },
    },
  });
  const read = (name: keyof typeof STATISTICS) => STATISTICS[name].read([one]).value;
  expect(read('unread-buffer')).toBe(100);
  expect(read('socket-memory')).toBe(500);
  expect(read('growth-per-request')).toBe(4);
  expect(read('beyond-delay')).toBeCloseTo(0.001, 12);
});

it('takes the age at load from the first death of each pod', () => {
  const death = { oom: true, in_flight: 1 };
  const one = measuredCase('a', {
    measured: {
      peak_rss: [1, 1],
      deaths: [
        { ...death, pod: 1, at: 3, age: 3.5 },
        { ...death, pod: 1, at: 9, age: 2 },
      ],
    },
  });
  expect(STATISTICS['age-at-load'].read([one]).value).toBe(0.5);
});

it('pools the spread of repeats, each configuration about its own mean', () => {
  const peaks = (id: string, peak: number) => measuredCase(id, { measured: { peak_rss: [peak] } });
  const cases = [peaks('a_r1', 99), peaks('a_r2', 101), peaks('b_r1', 990), peaks('b_r2', 1010)];
  const { value, low, high, degrees } = STATISTICS['spread-of-repeats'].read([
    ...cases,
    peaks('c_r1', 5),
  ]);
  expect(degrees).toBe(2);
  // Both have a cv of sqrt(2) %; chi-square quantiles of 2 degrees are 7.378 and 0.05064.
  expect(value).toBeCloseTo(Math.SQRT2 / 100, 12);
  expect(low! / value).toBeCloseTo(Math.sqrt(2 / 7.37776), 5);
  expect(high! / value).toBeCloseTo(Math.sqrt(2 / 0.0506356), 4);
});
