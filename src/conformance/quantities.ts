/** The numbers that are compared: where each stands in a measured case and in a prediction. */
import type { MeasuredCase } from './measured-case.ts';
import type { Prediction } from './prediction.ts';
import type { QuantityName, QuantityUnit } from './results.ts';

export interface Compared {
  readonly name: QuantityName;
  readonly unit: QuantityUnit;
  /** Null: the case has no such number. */
  readonly measured: (one: MeasuredCase) => number | null;
  readonly predicted: (prediction: Prediction) => number | null;
  /** Largest error that meets the target; null: for information only. */
  readonly tolerance: number | null;
  /** The target's words. */
  readonly target: string;
  /** Whether its error is relative, or a difference of shares. */
  readonly relative: boolean;
  /** A difference too small for the rig to tell from none. */
  readonly resolution: number;
  /** What the median error may be; null: anything. */
  readonly medianTolerance?: number;
}

/** HAProxy logs whole milliseconds, and so does a wake-up on a busy machine [s]. */
const MILLISECONDS = 0.002;

/** The rig sampled memory every 25 ms and counts whole pages: a difference of no account [B]. */
const SAMPLING = 2 ** 20;

const time = (name: QuantityName, tolerance: number | null, target: string) =>
  ({ name, unit: 's', tolerance, target, relative: true, resolution: MILLISECONDS }) as const;

const ending = (name: QuantityName) =>
  ({
    name,
    unit: 'share',
    tolerance: 0.03,
    target: 'within 3 points',
    relative: false,
    resolution: 0,
  }) as const;

/** With HAProxy an ending has a code; without, a client only knows served or not. */
const coded = (one: MeasuredCase, count: number) =>
  one.config.haproxy ? count / one.measured.requests : null;

export const COMPARED: readonly Compared[] = [
  {
    name: 'peak_memory',
    unit: 'B',
    measured: ({ measured }) => Math.max(...measured.peak_rss),
    predicted: ({ peak }) => peak,
    tolerance: 0.2,
    medianTolerance: 0.08,
    target: 'median error at most 8%, none above 20%',
    relative: true,
    resolution: SAMPLING,
  },
  {
    ...time('latency_p50', 0.15, 'within 15%'),
    measured: ({ measured }) => measured.latency?.p50 ?? null,
    predicted: ({ latencyP50 }) => latencyP50,
  },
  {
    ...time('latency_p99', 0.25, 'within 25%'),
    measured: ({ measured }) => measured.latency?.p99 ?? null,
    predicted: ({ latencyP99 }) => latencyP99,
  },
  {
    ...time('queue_wait_p50', 0.15, 'within 15%'),
    measured: ({ measured }) => measured.queue_wait?.p50 ?? null,
    predicted: ({ waitP50 }) => waitP50,
  },
  {
    ...time('queue_wait_p99', null, 'for information'),
    measured: ({ measured }) => measured.queue_wait?.p99 ?? null,
    predicted: ({ waitP99 }) => waitP99,
  },
  {
    ...time('queue_wait_mean', null, 'for information'),
    measured: ({ measured }) => measured.queue_wait?.mean ?? null,
    predicted: ({ waitMean }) => waitMean,
  },
  {
    ...ending('ok_share'),
    measured: ({ measured }) => measured[200] / measured.requests,
    predicted: ({ ok }) => ok,
  },
  {
    ...ending('queue_timeout_share'),
    measured: (one) => coded(one, one.measured.queue_timeouts ?? 0),
    predicted: ({ queueTimeout }) => queueTimeout,
  },
  {
    ...ending('no_server_share'),
    measured: (one) => coded(one, one.measured[503] - (one.measured.queue_timeouts ?? 0)),
    predicted: ({ noServer }) => noServer,
  },
  {
    ...ending('cut_share'),
    measured: (one) => {
      const { measured } = one;
      return coded(one, measured.requests - measured[200] - measured[503] - measured[504]);
    },
    predicted: ({ cut }) => cut,
  },
];
