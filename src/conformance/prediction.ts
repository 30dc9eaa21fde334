/** What one run predicts of a case, and what several seeds agree on. */
import type { Observations } from '../observe/observations.ts';
import { quantile } from '../stats/quantile.ts';

/** Of one seed; null where no request was served. */
export interface Prediction {
  /** OOM kills, all pods together. */
  readonly kills: number;
  /** Of the pod with the most [B]. */
  readonly peak: number;
  readonly latencyP50: number | null;
  readonly latencyP99: number | null;
  readonly waitP50: number | null;
  readonly waitP99: number | null;
  readonly waitMean: number | null;
  /** Shares of all requests. */
  readonly ok: number;
  readonly queueTimeout: number;
  readonly noServer: number;
  readonly cut: number;
  /** By pod: share of the requests served. */
  readonly byPod: readonly number[];
}

/** The numbers of a run that the rig has too. */
export function predictionOf(run: Observations): Prediction {
  const { endings, requests, okByPod } = run;
  const latency = Float64Array.from(run.latencyOk).sort();
  const waits = Float64Array.from(run.queueWaitOk).sort();
  const served = endings.ok > 0;
  const share = (ended: number) => (requests === 0 ? 0 : ended / requests);
  return {
    kills: run.kills.length,
    peak: Math.max(...run.peakMemoryBytes),
    latencyP50: served ? nearestRank(latency, 0.5) : null,
    latencyP99: served ? nearestRank(latency, 0.99) : null,
    waitP50: served ? nearestRank(waits, 0.5) : null,
    waitP99: served ? nearestRank(waits, 0.99) : null,
    waitMean: served ? waits.reduce((sum, wait) => sum + wait, 0) / waits.length : null,
    ok: share(endings.ok),
    queueTimeout: share(endings.queue_timeout),
    noServer: share(endings.no_server + endings.limiter_rejected),
    cut: share(endings.killed),
    byPod: okByPod.map((count) => (served ? count / endings.ok : 0)),
  };
}

/** The quantile as the rig took it: the smallest value that a share p does not exceed. */
function nearestRank(sorted: Float64Array, p: number): number {
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)]!;
}

export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Over the seeds that have a number; null where most have none. */
export function spreadOf(
  predictions: readonly Prediction[],
  number: (prediction: Prediction) => number | null,
): Spread | null {
  const values = predictions.map(number).filter((value) => value !== null);
  if (values.length * 2 <= predictions.length) return null;
  const sorted = values.sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), low: sorted[0]!, high: sorted.at(-1)! };
}
