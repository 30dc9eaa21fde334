/** What `spillway run --json` prints: one run in base units. */
import type { Model } from '../config/config.ts';
import type { Observations } from '../observe/observations.ts';
import { quantile } from '../stats/quantile.ts';
import { finiteOrNull } from '../units/finite-or-null.ts';

/** Of times [s]; null where there are none. */
export interface Spread {
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly max: number | null;
  readonly mean: number | null;
}

export type RunSummary = ReturnType<typeof summariseRun>;

export function summariseRun(model: Model, run: Observations) {
  return {
    model: model.name,
    seed: run.seed,
    trajectory: run.trajectory,
    requests: run.requests,
    operations: run.operations,
    endings: run.endings,
    // HAProxy's view of the same.
    terminations: run.terminations,
    attemptsPerOperation: run.operations === 0 ? null : run.requests / run.operations,
    oomKills: run.kills.length,
    livenessKills: run.livenessKills,
    kills: run.kills.map((kill) => ({ ...kill, readyAt: finiteOrNull(kill.readyAt) })),
    memoryLimitBytes: finiteOrNull(model.pod.memoryLimit),
    peakMemoryBytes: run.peakMemoryBytes,
    peakParts: run.peakParts,
    peakInFlight: run.peakInFlight,
    peakQueue: run.peakQueue,
    latencySeconds: spreadOf(run.latencyOk),
    queueWaitSeconds: spreadOf(run.queueWait),
    // From the first send to the final answer, back-offs included.
    operationLatencySeconds: spreadOf(run.operationLatencyOk),
    servedWithin60s: run.servedWithin60s,
    servedWithin60sShare: run.operations === 0 ? null : run.servedWithin60s / run.operations,
    endedAtSeconds: run.endedAt,
    goodputBytesPerSecond: run.endedAt === 0 ? null : run.goodputBytes / run.endedAt,
    podSecondsLost: run.podSecondsLost,
    events: run.events,
  };
}

function spreadOf(times: Float64Array): Spread {
  if (times.length === 0) return { p50: null, p90: null, p99: null, max: null, mean: null };
  const sorted = times.toSorted();
  return {
    p50: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    p99: quantile(sorted, 0.99),
    max: sorted[sorted.length - 1]!,
    mean: sorted.reduce((sum, time) => sum + time, 0) / sorted.length,
  };
}
