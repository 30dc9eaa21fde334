/** Numbers of the model that follow from the measurements by a formula, without a simulation. */
import { type MeasuredCase, repeatedId } from '../conformance/measured-case.ts';
import { chiSquareQuantile } from '../stats/chi-square.ts';
import { meanInterval } from '../stats/interval.ts';
import { Moments } from '../stats/moments.ts';

/** In base units. */
export interface Reading {
  readonly value: number;
  /** Null where one number was measured, whose scatter nobody knows. */
  readonly standardError: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Degrees of freedom behind the error. */
  readonly degrees: number;
}

interface Statistic {
  /** The formula in words, for the source of the number. */
  readonly says: string;
  readonly read: (cases: readonly MeasuredCase[]) => Reading;
}

const LEVEL = 0.95;

/** The mean of one number of each case or pod, with Student's interval. */
const mean = (says: string, numbers: (one: MeasuredCase) => readonly number[]): Statistic => ({
  says,
  read: (cases) => meanReading(cases.flatMap(numbers)),
});

export const STATISTICS = {
  'idle-memory': mean('resident memory before the load', ({ measured }) => measured.idle_rss),
  'unread-buffer': mean(
    "uvicorn's buffers at their highest, for each client",
    ({ config, measured }) => [measured.peak_unread[0]! / config.workers!],
  ),
  'socket-memory': mean('socket memory at its highest, for each client', ({ config, measured }) => [
    measured.peak_tcp[0]! / config.workers!,
  ]),
  'retained-share': mean(
    'growth still resident 6 s after the load, of the highest',
    ({ measured }) =>
      measured.peak_rss.map(
        (peak, pod) =>
          (measured.rss_after[pod]! - measured.idle_rss[pod]!) / (peak - measured.idle_rss[pod]!),
      ),
  ),
  'growth-per-request': mean('growth for each request served', ({ measured }) =>
    measured.peak_rss.map((peak, pod) => (peak - measured.idle_rss[pod]!) / measured.by_pod[pod]!),
  ),
  'beyond-delay': mean(
    "HAProxy's mean Tr beyond the delay of the handler",
    ({ config, measured }) => [measured.response_time!.mean - config.s3_delay_s],
  ),
  'age-at-load': mean('age of the process as the load begins, an upper bound', ({ measured }) =>
    measured.peak_rss.flatMap((_, pod) => {
      const death = measured.deaths!.find((each) => each.pod === pod);
      return death ? [death.age - death.at] : [];
    }),
  ),
  'spread-of-repeats': {
    says: 'pooled coefficient of variation of peak memory over repeats',
    read: pooledSpread,
  },
} satisfies Record<string, Statistic>;

export type StatisticName = keyof typeof STATISTICS;

function meanReading(values: readonly number[]): Reading {
  const { value, standardError, low, high } = meanInterval(values, LEVEL);
  const degrees = values.length - 1;
  if (degrees < 1) return { value, standardError: null, low: null, high: null, degrees: 0 };
  return { value, standardError, low, high, degrees };
}

/**
 * Each configuration scatters about a mean of its own, all by the same share of it; the interval
 * takes peaks for normal.
 */
function pooledSpread(cases: readonly MeasuredCase[]): Reading {
  const configurations = new Set(cases.map(repeatedId));
  let squares = 0;
  let degrees = 0;
  for (const configuration of configurations) {
    const repeats = cases.filter((one) => repeatedId(one) === configuration);
    const peaks = Moments.of(repeats.map(({ measured }) => Math.max(...measured.peak_rss)));
    if (peaks.count < 2) continue;
    squares += ((peaks.count - 1) * peaks.variance) / peaks.mean ** 2;
    degrees += peaks.count - 1;
  }
  const value = Math.sqrt(squares / degrees);
  const end = (p: number) => Math.sqrt(squares / chiSquareQuantile(p, degrees));
  return {
    value,
    standardError: value / Math.sqrt(2 * degrees),
    low: end((1 + LEVEL) / 2),
    high: end((1 - LEVEL) / 2),
    degrees,
  };
}
