/** One run reduced to what a row needs, small enough to cross threads. */
import type { MemoryParts, Observations } from '../observe/observations.ts';
import type { Times } from '../observe/recorder.ts';
import type { Ending } from '../request/ending.ts';
import { Tally, type TallyState } from '../stats/tally.ts';

export interface Replication {
  /** Whether any random number was drawn. */
  readonly drewRandom: boolean;
  readonly requests: number;
  readonly operations: number;
  readonly endings: Readonly<Record<Ending, number>>;
  /** Attempts by HAProxy's termination state; those that occurred. */
  readonly terminations: Observations['terminations'];
  readonly killCount: number;
  /** OOM kills after the horizon, which do not count. */
  readonly lateKills: number;
  /** Pods killed by their liveness probe. */
  readonly livenessKills: number;
  /** [s]; null without a kill. */
  readonly firstKillAt: number | null;
  /** A pod was killed while another was out. */
  readonly cascade: boolean;
  /** A pod died, by whatever cause. */
  readonly podDied: boolean;
  /** Highest memory of any pod [B]. */
  readonly peakMemoryBytes: number;
  /** The same up to the horizon: what is above a limit only later makes no kill that counts. */
  readonly peakByHorizonBytes: number;
  /** Where the bytes of that pod sat at that moment. */
  readonly peakParts: MemoryParts;
  readonly peakInFlight: number;
  readonly peakQueue: number;
  readonly servedWithin60s: number;
  /** [s] */
  readonly endedAt: number;
  readonly goodputBytes: number;
  readonly podSecondsLost: number;
  readonly events: number;
}

/** The same with the operations that ended ok and the sum of their latencies [s]. */
export interface AnsweredRun extends Replication {
  readonly answered: number;
  readonly answerSeconds: number;
  /** Of the first pod that the model kills, see there; null where it kills none. */
  readonly isHandedAfterReturn: boolean | null;
}

/** Consecutive replications of one design point, as they cross threads. */
export interface Block {
  readonly replications: readonly Replication[];
  /** Latency of operations that ended ok, back-offs included [s]. */
  readonly operationLatencyOk: TallyState;
  /** Latency of ok attempts [s]. */
  readonly latencyOk: TallyState;
  /** Wait of attempts that reached a pod [s]. */
  readonly queueWait: TallyState;
}

/** All replications of a design point, in order, and their times pooled. */
export interface Pooled {
  readonly replications: readonly Replication[];
  readonly operationLatencyOk: Tally;
  readonly latencyOk: Tally;
  readonly queueWait: Tally;
}

/**
 * Of a run whose latencies nobody has taken while it was under way.
 * @param killed the first pod that the model kills; null where it kills none
 */
export function answeredRun(observations: Observations, killed: number | null): AnsweredRun {
  const latencies = observations.operationLatencyOk;
  return {
    ...reduceRun(observations),
    answered: latencies.length,
    answerSeconds: latencies.reduce((sum, each) => sum + each, 0),
    isHandedAfterReturn: killed === null ? null : isHandedAfterReturn(observations, killed),
  };
}

/** Whether a pod, dead once and ready again, was handed a request; of a run with its attempts. */
export function isHandedAfterReturn(
  { deaths, attempts }: Pick<Observations, 'deaths' | 'attempts'>,
  killed: number,
): boolean {
  const death = deaths.find(({ podIndex }) => podIndex === killed);
  return (
    death !== undefined &&
    attempts!.some(
      ({ pod, assignedAt }) => pod === killed && assignedAt !== null && assignedAt >= death.readyAt,
    )
  );
}

function reduceRun(observations: Observations): Replication {
  const peaks = observations.peakMemoryBytes;
  const highest = peaks.reduce((best, peak, index) => (peak > peaks[best]! ? index : best), 0);
  return {
    drewRandom: observations.drewRandom,
    requests: observations.requests,
    operations: observations.operations,
    endings: { ...observations.endings },
    terminations: { ...observations.terminations },
    killCount: observations.kills.length,
    lateKills: observations.lateKills,
    livenessKills: observations.livenessKills,
    firstKillAt: observations.kills[0]?.at ?? null,
    cascade: isCascade(observations),
    podDied: observations.deaths.length > 0,
    peakMemoryBytes: peaks[highest]!,
    peakByHorizonBytes: Math.max(...observations.peakByHorizonBytes),
    peakParts: { ...observations.peakParts[highest]! },
    peakInFlight: Math.max(...observations.peakInFlight),
    peakQueue: observations.peakQueue,
    servedWithin60s: observations.servedWithin60s,
    endedAt: observations.endedAt,
    goodputBytes: observations.goodputBytes,
    podSecondsLost: observations.podSecondsLost,
    events: observations.events,
  };
}

/** Runs of one design point, given in replication order. */
export function blockOf(runs: readonly Observations[]): Block {
  const block = new BlockUnderWay();
  for (const run of runs) block.add(run);
  return block.state();
}

/** Takes in the runs of one design point, in replication order, their times as they come. */
export class BlockUnderWay {
  readonly #replications: Replication[] = [];
  readonly #operationLatencyOk = new Tally();
  readonly #latencyOk = new Tally();
  readonly #queueWait = new Tally();

  /** Times of the run under way [s]. */
  take(of: Times, values: Float64Array): void {
    if (of === 'operationLatencyOk') addAll(this.#operationLatencyOk, values);
    if (of === 'latencyOk') addAll(this.#latencyOk, values);
    if (of === 'queueWait') addAll(this.#queueWait, values);
  }

  /** A run that is over, with the times that were not taken in. */
  add(run: Observations): void {
    this.#replications.push(reduceRun(run));
    addAll(this.#operationLatencyOk, run.operationLatencyOk);
    addAll(this.#latencyOk, run.latencyOk);
    addAll(this.#queueWait, run.queueWait);
  }

  state(): Block {
    return {
      replications: this.#replications,
      operationLatencyOk: this.#operationLatencyOk.state(),
      latencyOk: this.#latencyOk.state(),
      queueWait: this.#queueWait.state(),
    };
  }
}

/** Blocks given in replication order. */
export function pool(blocks: readonly Block[]): Pooled {
  return {
    replications: blocks.flatMap((block) => block.replications),
    operationLatencyOk: merge(blocks.map((block) => block.operationLatencyOk)),
    latencyOk: merge(blocks.map((block) => block.latencyOk)),
    queueWait: merge(blocks.map((block) => block.queueWait)),
  };
}

/** Whether any pod was OOMKilled while another, dead by whatever cause, was not ready again. */
function isCascade({ kills, deaths }: Observations): boolean {
  return kills.some(({ at, podIndex }) =>
    deaths.some((death) => death.podIndex !== podIndex && death.at <= at && at < death.readyAt),
  );
}

function addAll(tally: Tally, values: Float64Array): void {
  for (let i = 0; i < values.length; i++) tally.add(values[i]!);
}

function merge(states: readonly TallyState[]): Tally {
  const all = new Tally();
  for (const state of states) all.merge(Tally.from(state));
  return all;
}
