/** What one run leaves behind: plain data, no reference into the simulator. */
import type { Ending } from '../request/ending.ts';
import type { Termination } from '../request/termination.ts';

/** Where the bytes of one pod sit at one instant [B]; the parts add up to the memory charged. */
export interface MemoryParts {
  /** Idle process. */
  base: number;
  /** Held by handlers: admitted bodies, parts, ciphertext. */
  handler: number;
  /** Read by uvicorn, not by the handler yet. */
  unread: number;
  /** Response bytes in the transport's write buffer. */
  writeBuffer: number;
  /** Kernel receive buffers (0 under cgroup v1). */
  kernelReceive: number;
  /** Kernel send buffers (0 under cgroup v1). */
  kernelSend: number;
  /** What the allocator keeps of freed bytes, the run effect and growth per wave. */
  retained: number;
}

export interface Kill {
  /** Simulated time of the kill [s]. */
  at: number;
  podIndex: number;
  /** Requests in the pod when it died. */
  inFlight: number;
  /** When the pod was ready again [s]; Infinity where the run ended first. */
  readyAt: number;
}

/** One pod's series, sampled wherever a level bends; all arrays have one length. */
export interface PodTimeline {
  /** [s] */
  at: number[];
  /** Memory charged to the pod [B]. */
  memoryBytes: number[];
  parts: MemoryParts[];
  /** Requests in the pod. */
  inFlight: number[];
}

export interface Timeline {
  pods: PodTimeline[];
  /** Requests waiting in HAProxy's backend queues, all replicas together. */
  queue: { at: number[]; length: number[] };
  /** Instants of 503s [s]. */
  refusedAt: number[];
  kills: Kill[];
}

/** One attempt that has ended. */
export interface Attempt {
  /** Place of its operation's first attempt in the order of sending, from 0. */
  operation: number;
  /** Which attempt of its operation, from 1; each part of a multipart upload counts. */
  attempt: number;
  population: number;
  worker: number;
  method: string;
  /** Of the body, or of the response of a GET [B]. */
  bytes: number;
  /** [s] */
  sentAt: number;
  /** When it reached a pod for the last time [s]; null if it never did. */
  assignedAt: number | null;
  /** [s] */
  endedAt: number;
  /** The pod it reached last; null if it reached none. */
  pod: number | null;
  ending: Ending;
  termination: Termination;
}

/** How long things took, in order of sending. */
export interface Sent {
  /** [s] */
  readonly sentAt: Float64Array;
  /** [s] */
  readonly values: Float64Array;
}

export interface Load {
  /** From first send to final answer, by operation; Infinity where that was not ok. */
  readonly operations: Sent;
  /** From send to assignment, of attempts that reached a pod. */
  readonly waits: Sent;
}

export interface Observations {
  seed: string;
  /** Hash over request transitions: 16 hex digits. */
  trajectory: string;
  /** Whether any random number was drawn: without, every seed gives this very run. */
  drewRandom: boolean;
  /** Attempts. */
  requests: number;
  /** Operations: an operation is a request of a client with all its attempts. */
  operations: number;
  endings: Record<Ending, number>;
  /** Attempts by HAProxy's termination state; those that occurred. Without HAProxy all are `--`. */
  terminations: Partial<Record<Termination, number>>;
  /** By the OOM killer. */
  kills: Kill[];
  /** By the OOM killer after the horizon: they do not count. */
  lateKills: number;
  /** Deaths of pods by any cause: OOM kills, failed liveness probes, faults. */
  deaths: Kill[];
  /** Pods killed because their event loop did not answer the liveness probe. */
  livenessKills: number;
  /** Highest memory per pod, restarts included [B]. */
  peakMemoryBytes: number[];
  /** The same up to the horizon: a limit below it makes a kill that counts. */
  peakByHorizonBytes: number[];
  /** Where the bytes sat at each pod's highest moment. */
  peakParts: MemoryParts[];
  /** Most requests at once in each pod. */
  peakInFlight: number[];
  /** Attempts each pod answered ok. */
  okByPod: number[];
  /** Longest backend queue, all replicas together. */
  peakQueue: number;
  /** Latency of ok attempts [s], in order of ending. */
  latencyOk: Float64Array;
  /** From the first send to the final answer of operations that ended ok, back-offs included [s]. */
  operationLatencyOk: Float64Array;
  /** Time from send to assignment to a pod [s], of attempts that reached a pod. */
  queueWait: Float64Array;
  /** The same of ok attempts alone: what HAProxy's log says of its 200s. */
  queueWaitOk: Float64Array;
  /** Operations answered ok within 60 s. */
  servedWithin60s: number;
  /** When the last request ended [s]. */
  endedAt: number;
  /** Bytes of bodies and responses of operations that ended ok. */
  goodputBytes: number;
  /** Pod-seconds not ready because of kills. */
  podSecondsLost: number;
  /** Events the kernel ran. */
  events: number;
  /** Only where asked for. */
  timeline: Timeline | null;
  /** In the order of ending; only where asked for. */
  attempts: Attempt[] | null;
  /** Only where asked for. */
  load: Load | null;
}
