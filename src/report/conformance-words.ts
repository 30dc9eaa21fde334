/** Names, values and errors of the measured quantities as a person reads them. */
import type {
  ConformanceCase,
  ConformanceQuantity,
  ConformanceResults,
  QuantityName,
  QuantityUnit,
} from '../conformance/results.ts';
import { percent, readableBytes, readableDuration } from '../units/readable.ts';

const NAMES: Readonly<Record<'oom' | QuantityName, string>> = {
  oom: 'OOM or not',
  peak_memory: 'peak memory',
  peak_with_sockets: 'peak memory with sockets',
  latency_p50: 'p50 latency',
  latency_p99: 'p99 latency',
  queue_wait_p50: 'p50 queue wait',
  queue_wait_p99: 'p99 queue wait',
  queue_wait_mean: 'mean queue wait',
  ok_share: 'share served',
  queue_timeout_share: 'share 503 after the queue time-out',
  no_server_share: 'share 503 without a server',
  cut_share: 'share cut short',
  pod_requests: 'share of a pod',
};

export function quantityInWords(name: 'oom' | QuantityName): string {
  return NAMES[name];
}

export function valueInWords(value: number, unit: QuantityUnit): string {
  if (!Number.isFinite(value)) return 'none';
  if (unit === 'B') return readableBytes(value);
  // Shares are compared by points: all with a digit behind them.
  return unit === 's' ? readableDuration(value) : `${(value * 100).toFixed(1)}%`;
}

/** `89 MiB to 97 MiB`; empty without a spread. */
export function spreadInWords(low: number | null, high: number | null, unit: QuantityUnit): string {
  if (low === null || high === null || low === high) return '';
  return `${valueInWords(low, unit)} to ${valueInWords(high, unit)}`;
}

/** `+12%`, or `−3.1 points` where shares are compared. */
export function errorInWords(error: number, name: 'oom' | QuantityName): string {
  if (!Number.isFinite(error)) return 'no ratio: one of them is 0';
  const sign = error > 0 ? '+' : error < 0 ? '−' : '';
  return `${sign}${sizeInWords(error, name)}`;
}

/** The size of an error without its sign. */
export function sizeInWords(error: number, name: 'oom' | QuantityName): string {
  if (!Number.isFinite(error)) return 'without bound';
  if (!name.endsWith('_share')) return percent(Math.abs(error));
  return `${Number((Math.abs(error) * 100).toPrecision(2))} points`;
}

/** One way in which a case differs from its prediction: a quantity, or null for the kills. */
export interface Disagreement {
  readonly case: ConformanceCase;
  readonly quantity: ConformanceQuantity | null;
}

/** Everything that counts for a target and misses it, in the order of the cases. */
export function disagreements({ cases }: ConformanceResults): Disagreement[] {
  return cases.flatMap((one) => [
    ...(one.oom.scored && !one.oom.met ? [{ case: one, quantity: null }] : []),
    ...one.quantities
      .filter(({ scored, met }) => scored && !met)
      .map((quantity) => ({ case: one, quantity })),
  ]);
}
