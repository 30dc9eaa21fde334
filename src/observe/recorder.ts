/** Writes down what happens to requests and pods during a run; decides nothing. */
import { createSamples, pushSample, type Samples } from '../kernel/samples.ts';
import { ENDINGS, type Ending, endingCode } from '../request/ending.ts';
import type { RequestTable } from '../request/table.ts';
import { TERMINATIONS } from '../request/termination.ts';
import type { Kill } from './observations.ts';
import { Trajectory } from './trajectory.ts';

/** Latency that still counts as served [s]. */
const SERVED_WITHIN = 60;

/** What a run has one time of for each attempt or operation. */
export type Times = 'latencyOk' | 'operationLatencyOk' | 'queueWait' | 'queueWaitOk';

/** Takes over the next times [s], in the order of writing; the array is written over afterwards. */
export type TakeTimes = (of: Times, values: Float64Array) => void;

/** Times handed over at once: they stay in the cache. */
const HANDFUL = 2048;

/** Transitions, as the trajectory numbers them; endings follow from ENDED on. */
const SENT = 1;
const QUEUED = 2;
const ASSIGNED = 3;
const KILLED_POD = 4;
const ENDED = 16;

interface RecorderState {
  trajectory: { a: number; b: number };
  /** Attempts by how they ended, in the order of ENDINGS. */
  endings: Float64Array;
  /** Attempts by HAProxy's termination state, in the order of TERMINATIONS. */
  terminations: Float64Array;
  kills: Kill[];
  /** OOM kills after the horizon, which do not count. */
  lateKills: number;
  /** Deaths of pods by any cause. */
  deaths: Kill[];
  /** Pods killed by their liveness probe. */
  livenessKills: number;
  latencyOk: Samples;
  queueWait: Samples;
  queueWaitOk: Samples;
  /** Operations begun, and the latency of those that ended ok, retries included [s]. */
  operations: number;
  operationLatencyOk: Samples;
  servedWithin60s: number;
  /** Sum over ended requests of their time in the system [s]. */
  sojourn: number;
  /** Time integral of the number in the system [s], kept apart to check the sum against. */
  inSystemIntegral: number;
  inSystem: number;
  changedAt: number;
  endedAt: number;
  peakQueue: number;
  goodputBytes: number;
  /** By pod: attempts it answered ok. */
  okByPod: Float64Array;
}

export class Recorder {
  readonly state: RecorderState;
  /** Takes times over as they come: without, the state keeps all and grows with the run. */
  onTimes: TakeTimes | null = null;
  readonly #table: RequestTable;
  readonly #trajectory = new Trajectory();
  readonly #horizon: number;

  /**
   * @param horizon kills after this instant do not count [s]
   * @param pods how many there are
   */
  constructor(table: RequestTable, horizon: number, pods: number) {
    this.#table = table;
    this.#horizon = horizon;
    this.state = {
      trajectory: this.#trajectory.state,
      endings: new Float64Array(ENDINGS.length),
      terminations: new Float64Array(TERMINATIONS.length),
      kills: [],
      lateKills: 0,
      deaths: [],
      livenessKills: 0,
      latencyOk: createSamples(),
      queueWait: createSamples(),
      queueWaitOk: createSamples(),
      operations: 0,
      operationLatencyOk: createSamples(),
      servedWithin60s: 0,
      sojourn: 0,
      inSystemIntegral: 0,
      inSystem: 0,
      changedAt: 0,
      endedAt: 0,
      peakQueue: 0,
      goodputBytes: 0,
      okByPod: new Float64Array(pods),
    };
  }

  sent(at: number, request: number): void {
    this.#changeInSystem(at, 1);
    if (this.#table.state.attempt[request] === 1) this.state.operations++;
    this.#note(at, request, SENT, 0);
  }

  /** @param queued requests waiting now, this one included */
  queued(at: number, request: number, queued: number): void {
    if (queued > this.state.peakQueue) this.state.peakQueue = queued;
    this.#note(at, request, QUEUED, 0);
  }

  assigned(at: number, request: number, pod: number): void {
    this.#note(at, request, ASSIGNED, pod);
  }

  ended(at: number, request: number, ending: Ending): void {
    const s = this.state;
    const { sentAt, assignedAt, reached } = this.#table.state;
    const latency = at - sentAt[request]!;
    this.#changeInSystem(at, -1);
    const code = endingCode(ending);
    s.endings[code]!++;
    s.terminations[this.#table.state.termination[request]!]!++;
    s.sojourn += latency;
    s.endedAt = at;
    const reachedPod = assignedAt[request]! >= 0;
    const wait = assignedAt[request]! - sentAt[request]!;
    if (reachedPod) this.#keep('queueWait', s.queueWait, wait);
    if (ending === 'ok') {
      this.#keep('latencyOk', s.latencyOk, latency);
      this.#keep('queueWaitOk', s.queueWaitOk, wait);
      s.okByPod[reached[request]!]!++;
    }
    this.#note(at, request, ENDED + code, 0);
  }

  /** An operation has its final answer: that of its last attempt. */
  operationEnded(at: number, request: number, ending: Ending): void {
    if (ending !== 'ok') return;
    const s = this.state;
    const { operationAt, operationBytes } = this.#table.state;
    const latency = at - operationAt[request]!;
    s.goodputBytes += operationBytes[request]!;
    this.#keep('operationLatencyOk', s.operationLatencyOk, latency);
    if (latency <= SERVED_WITHIN) s.servedWithin60s++;
  }

  /** A pod has died; only the OOM killer's deaths count as kills. */
  died(death: Kill, cause: 'oom' | 'liveness' | 'fault'): void {
    this.#trajectory.add(death.at, death.inFlight, KILLED_POD, death.podIndex);
    if (death.at > this.#horizon) {
      if (cause === 'oom') this.state.lateKills++;
      return;
    }
    this.state.deaths.push(death);
    if (cause === 'oom') this.state.kills.push(death);
    if (cause === 'liveness') this.state.livenessKills++;
  }

  /** Attempts by how they ended. */
  endings(): Record<Ending, number> {
    const counts = ENDINGS.map((ending, code) => [ending, this.state.endings[code]!]);
    return Object.fromEntries(counts) as Record<Ending, number>;
  }

  /** 16 hex digits over all transitions so far. */
  trajectory(): string {
    return this.#trajectory.digest();
  }

  #keep(of: Times, samples: Samples, seconds: number): void {
    if (this.onTimes !== null && samples.length === HANDFUL) {
      this.onTimes(of, samples.values.subarray(0, HANDFUL));
      samples.length = 0;
    }
    pushSample(samples, seconds);
  }

  #note(at: number, request: number, transition: number, pod: number): void {
    this.#trajectory.add(at, this.#table.state.number[request]!, transition, pod);
  }

  #changeInSystem(at: number, by: number): void {
    const s = this.state;
    s.inSystemIntegral += s.inSystem * (at - s.changedAt);
    s.changedAt = at;
    s.inSystem += by;
  }
}
