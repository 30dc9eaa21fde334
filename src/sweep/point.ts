/** One design point: its replications summed up as the statistics of a row. */
import { ANSWERED_503, ENDINGS, type Ending } from '../request/ending.ts';
import { TERMINATIONS } from '../request/termination.ts';
import { Moments } from '../stats/moments.ts';
import { noneSeenBound, wilson } from '../stats/proportion.ts';
import { quantile } from '../stats/quantile.ts';
import { riskInterval } from '../stats/risk-interval.ts';
import { finiteOrNull } from '../units/finite-or-null.ts';
import type { Bound } from './bound.ts';
import type { Pooled, Replication } from './replication.ts';
import type { Cell } from './row.ts';
import { servedShare } from './served-share.ts';
import { warnings } from './warnings.ts';

export interface PointContext {
  readonly grid: string;
  readonly bound: Bound;
  /** Event budget of one run: `run.maxEvents`. */
  readonly maxEvents: number;
  /** Pods in which each request leaves `pod.residue`; null: it leaves nothing. */
  readonly leakingPods: number | null;
  /** What ended the replications. */
  readonly stoppedOn: StoppedOn;
}

/** `replications`: there were to be exactly so many. */
export type StoppedOn = 'replications' | 'precise' | 'budget' | 'deterministic';

/** Every column of STATISTICS, in that order. */
export function summarise(pooled: Pooled, context: PointContext): Record<string, Cell> {
  const { replications } = pooled;
  const killed = replications.filter((run) => run.killCount > 0);
  const deterministic = isDeterministic(replications);
  return {
    ...oomProbability(killed.length, replications.length, deterministic, context.stoppedOn),
    ...service(pooled, deterministic),
    ...endingShares(replications),
    ...peakMemory(replications.map((run) => run.peakMemoryBytes)),
    oom_kills_mean: mean(replications.map((run) => run.killCount)),
    liveness_kills_mean: mean(replications.map((run) => run.livenessKills)),
    ...cascadeProbability(replications, deterministic),
    first_oom_p50_s: median(killed.map((run) => run.firstKillAt!)),
    pod_seconds_lost_mean: mean(replications.map((run) => run.podSecondsLost)),
    goodput_bytes_per_s: ratio(
      sum(replications, (run) => run.goodputBytes),
      sum(replications, (run) => run.endedAt),
    ),
    makespan_p50_s: median(replications.map((run) => run.endedAt)),
    peak_in_flight_max: largest(replications, (run) => run.peakInFlight),
    peak_queue_max: largest(replications, (run) => run.peakQueue),
    ...peakParts(replications),
    bound_bytes: context.bound.bytes,
    bound_note: context.bound.note,
    deterministic,
    replications: replications.length,
    stopped_on: context.stoppedOn,
    requests: sum(replications, (run) => run.requests),
    events: sum(replications, (run) => run.events),
    terminations: terminations(replications),
    grid: context.grid,
    warnings: warnings({
      kills: killed.length,
      replications: replications.length,
      deterministic,
      unfinished: sum(replications, (run) => run.endings.unfinished),
      killedLate: replications.filter((run) => run.lateKills > 0).length,
      outOfEvents: replications.filter((run) => run.events >= context.maxEvents).length,
      leaks: leaksOf(replications, context),
    }),
  };
}

/**
 * Whether all seeds give one and the same run. That runs agree is no sign of it: they may agree by
 * luck where the rare one is the one that matters.
 */
export function isDeterministic(replications: readonly Replication[]): boolean {
  return replications.every((run) => !run.drewRandom);
}

/**
 * P(OOM) with its 95% interval, and the exact bound where all replications agree; a deterministic
 * row has neither.
 */
export function oomProbability(
  kills: number,
  replications: number,
  deterministic: boolean,
  stoppedOn: StoppedOn,
): Record<string, Cell> {
  const looked = stoppedOn === 'precise' || stoppedOn === 'budget';
  const interval = deterministic ? null : riskInterval(kills, replications, looked);
  return {
    oom_probability: kills / replications,
    oom_probability_low: interval?.low ?? null,
    oom_probability_high: interval?.high ?? null,
    oom_interval: interval?.method ?? null,
    oom_probability_bound: deterministic ? null : oneSidedBound(kills, replications),
  };
}

/** The upper bound after none of n, the lower one after all of n; null in between. */
function oneSidedBound(kills: number, replications: number): number | null {
  if (kills === 0) return noneSeenBound(replications);
  return kills === replications ? 1 - noneSeenBound(replications) : null;
}

/** Of the replications with a kill; its Wilson 95% interval where chance has a part. */
function cascadeProbability(
  replications: readonly Replication[],
  deterministic: boolean,
): Record<string, Cell> {
  const cascades = replications.filter((run) => run.cascade).length;
  const died = replications.filter((run) => run.podDied).length;
  const interval = deterministic || died === 0 ? null : wilson(cascades, died, 0.95);
  return {
    cascade_probability: ratio(cascades, died),
    cascade_probability_low: interval?.low ?? null,
    cascade_probability_high: interval?.high ?? null,
  };
}

/** Quantiles over replications of the highest pod's peak [B]. */
export function peakMemory(peaks: readonly number[]): Record<string, Cell> {
  const sorted = Float64Array.from(peaks).sort();
  return {
    peak_memory_p50_bytes: quantile(sorted, 0.5),
    peak_memory_p05_bytes: quantile(sorted, 0.05),
    peak_memory_p95_bytes: quantile(sorted, 0.95),
    peak_memory_max_bytes: sorted[sorted.length - 1]!,
  };
}

function service(pooled: Pooled, deterministic: boolean): Record<string, Cell> {
  const { replications, operationLatencyOk, latencyOk, queueWait } = pooled;
  const served = servedShare(replications);
  const failures = sum(replications, (run) => run.operations) - operationLatencyOk.count;
  return {
    served_within_60s_share: served.share,
    served_within_60s_low: deterministic ? null : served.low,
    served_within_60s_high: deterministic ? null : served.high,
    latency_p50_s: finiteOrNull(operationLatencyOk.quantile(0.5, failures)),
    latency_p99_s: finiteOrNull(operationLatencyOk.quantile(0.99, failures)),
    latency_ok_p50_s: finiteOrNull(latencyOk.quantile(0.5)),
    latency_ok_p99_s: finiteOrNull(latencyOk.quantile(0.99)),
    queue_wait_p50_s: finiteOrNull(queueWait.quantile(0.5)),
    queue_wait_p99_s: finiteOrNull(queueWait.quantile(0.99)),
  };
}

function endingShares(replications: readonly Replication[]): Record<string, Cell> {
  const requests = sum(replications, (run) => run.requests);
  const count = (ending: Ending) => sum(replications, (run) => run.endings[ending]);
  return {
    ...Object.fromEntries(
      ENDINGS.map((ending) => [`${ending}_share`, ratio(count(ending), requests)]),
    ),
    answered_503_share: ratio(
      ANSWERED_503.reduce((total, ending) => total + count(ending), 0),
      requests,
    ),
    attempts_per_operation: ratio(
      requests,
      sum(replications, (run) => run.operations),
    ),
  };
}

/** `--:90 sQ:10`: those that occurred, in the order of the closed list. */
function terminations(replications: readonly Replication[]): string {
  const counts = TERMINATIONS.map((state) => {
    return [state, sum(replications, (run) => run.terminations[state] ?? 0)] as const;
  });
  return counts
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${state}:${count}`)
    .join(' ');
}

function peakParts(replications: readonly Replication[]): Record<string, Cell> {
  const part = (key: keyof Replication['peakParts']) =>
    mean(replications.map((run) => run.peakParts[key]));
  return {
    peak_base_bytes: part('base'),
    peak_handler_bytes: part('handler'),
    peak_unread_bytes: part('unread'),
    peak_write_buffer_bytes: part('writeBuffer'),
    peak_kernel_receive_bytes: part('kernelReceive'),
    peak_kernel_send_bytes: part('kernelSend'),
    peak_retained_bytes: part('retained'),
  };
}

/** Most requests of one run that reached a pod, a pod, where they leave something behind; else 0. */
export function leaksOf(
  replications: readonly Replication[],
  { leakingPods }: Pick<PointContext, 'leakingPods'>,
): number {
  if (leakingPods === null) return 0;
  const inPods = ({ requests, endings }: Replication) =>
    requests - endings.queue_timeout - endings.no_server - endings.not_accepted;
  return largest(replications, inPods) / leakingPods;
}

function sum(replications: readonly Replication[], of: (run: Replication) => number): number {
  return replications.reduce((total, run) => total + of(run), 0);
}

/** Without spreading: a row may have more replications than a call has room for arguments. */
function largest(replications: readonly Replication[], of: (run: Replication) => number): number {
  return replications.reduce((most, run) => Math.max(most, of(run)), 0);
}

function ratio(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}

function mean(values: readonly number[]): number {
  return Moments.of(values).mean;
}

function median(values: readonly number[]): number | null {
  return finiteOrNull(quantile(Float64Array.from(values).sort(), 0.5));
}
