/** One run: (model, seed) -> observations. Pure: equal arguments give equal results, bit by bit. */
import type { Model } from '../config/config.ts';
import { samplesOf } from '../kernel/samples.ts';
import { AttemptRecorder } from '../observe/attempt-recorder.ts';
import { LoadRecorder } from '../observe/load-recorder.ts';
import type { Observations } from '../observe/observations.ts';
import type { TakeTimes } from '../observe/recorder.ts';
import { TimelineRecorder } from '../observe/timeline-recorder.ts';
import { TERMINATIONS } from '../request/termination.ts';
import { assertInvariants } from './invariants.ts';
import { peakPartsOf } from './memory-parts.ts';
import { Simulation } from './simulation.ts';

export interface SimulateOptions {
  /** Keep the course of the run for drawing. */
  readonly timeline?: boolean;
  /** Keep every attempt that ends. */
  readonly attempts?: boolean;
  /** Keep how long every operation and every wait took, by when it was sent. */
  readonly load?: boolean;
  /**
   * Takes over latencies and waits as they come, so that memory does not grow with the run; the
   * lists of the observations are what was not taken over.
   */
  readonly takeTimes?: TakeTimes;
}

/**
 * Runs until every request has ended, or the model's event budget is spent: what is in the system
 * then counts as `unfinished`.
 *
 * @throws SimulationError when an invariant is broken; its message names the seed
 */
export function simulate(
  model: Model,
  seed: string,
  { timeline = false, attempts = false, load = false, takeTimes }: SimulateOptions = {},
): Observations {
  const simulation = new Simulation(model, seed);
  simulation.recorder.onTimes = takeTimes ?? null;
  const recorder = timeline ? new TimelineRecorder(model.pod.replicas) : null;
  if (recorder !== null) simulation.record(recorder);
  const kept = attempts ? new AttemptRecorder(simulation.table) : null;
  if (kept !== null) {
    simulation.follow((request, ending) => kept.ended(simulation.simulator.now, request, ending));
  }
  const waited = load ? new LoadRecorder(simulation.table) : null;
  if (waited !== null) {
    simulation.follow((request) => waited.ended(request));
    simulation.followOperations((request, ending) =>
      waited.operationEnded(simulation.simulator.now, request, ending),
    );
  }
  let byHorizon: number[];
  try {
    simulation.begin();
    simulation.run(model.run.horizon);
    byHorizon = simulation.pods.memory.peaksBy(model.run.horizon);
    if (simulation.run()) assertInvariants(simulation);
  } catch (error) {
    if (error instanceof Error) error.message += `, seed ${seed}`;
    throw error;
  }
  return {
    ...observationsOf(simulation, model, seed, recorder),
    peakByHorizonBytes: byHorizon,
    attempts: kept?.attempts ?? null,
    load: waited?.load() ?? null,
  };
}

function observationsOf(
  simulation: Simulation,
  model: Model,
  seed: string,
  timeline: TimelineRecorder | null,
): Omit<Observations, 'attempts' | 'load' | 'peakByHorizonBytes'> {
  const { pods, recorder, table, simulator } = simulation;
  const seen = recorder.state;
  const endings = recorder.endings();
  const podIndexes = Array.from({ length: model.pod.replicas }, (_, pod) => pod);
  return {
    seed,
    trajectory: recorder.trajectory(),
    drewRandom: simulation.drewRandom(),
    requests: table.state.sent,
    operations: seen.operations,
    endings: { ...endings, unfinished: endings.unfinished + seen.inSystem },
    terminations: terminationsOf(seen.terminations),
    kills: seen.kills,
    lateKills: seen.lateKills,
    deaths: seen.deaths,
    livenessKills: seen.livenessKills,
    peakMemoryBytes: podIndexes.map((pod) => pods.memory.state.peak[pod]!),
    peakParts: podIndexes.map((pod) => peakPartsOf(pods.memory, pod)),
    peakInFlight: [...pods.state.peakInFlight],
    okByPod: [...seen.okByPod],
    peakQueue: seen.peakQueue,
    latencyOk: samplesOf(seen.latencyOk),
    operationLatencyOk: samplesOf(seen.operationLatencyOk),
    queueWait: samplesOf(seen.queueWait),
    queueWaitOk: samplesOf(seen.queueWaitOk),
    servedWithin60s: seen.servedWithin60s,
    endedAt: seen.endedAt,
    goodputBytes: seen.goodputBytes,
    podSecondsLost: pods.secondsLost(),
    events: simulator.state.ran,
    timeline: timeline?.timeline(seen.kills) ?? null,
  };
}

function terminationsOf(counts: Float64Array): Observations['terminations'] {
  const occurred = TERMINATIONS.map((state, code) => [state, counts[code]!] as const);
  return Object.fromEntries(occurred.filter(([, count]) => count > 0));
}
