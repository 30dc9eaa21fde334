/**
 * The pods as the rest of the system sees them: a connection is accepted or refused, a request is
 * handled, and ends done or dead. A pod keeps its address through a restart, so connections are
 * refused while it is not ready, not lost.
 */
import type { FlowNetwork } from '../flow/flow-network.ts';
import { LinkedQueues, type LinkedQueuesState, NOBODY } from '../kernel/linked-queue.ts';
import type { Simulator } from '../kernel/simulator.ts';
import type { Streams } from '../random/streams.ts';
import type { Ending } from '../request/ending.ts';
import { FLOWING, NOT_IN_POD, type RequestTable } from '../request/table.ts';
import { Handling, type HandlingState } from './handling.ts';
import { leftoversOf } from './leftovers.ts';
import { Lifecycle, type LifecycleState } from './lifecycle.ts';
import type { PodMemory } from './memory.ts';
import type { PodOptions } from './options.ts';
import { createPodParts, type PodParts, type PodsEnvironment, statesOf } from './pod-parts.ts';

export type PodsState = ReturnType<typeof statesOf> & {
  lifecycle: LifecycleState;
  handling: HandlingState;
  /** Requests in each pod. */
  inside: LinkedQueuesState;
  /** By pod: most requests at once, restarts included. */
  peakInFlight: Int32Array;
};

export interface Death {
  /** The kernel's OOM killer, the kubelet after its liveness probe, or a fault from outside. */
  readonly cause: 'oom' | 'liveness' | 'fault';
  /** Requests in the pod when it died. */
  readonly inFlight: number;
  /** When it will accept connections again [s]. */
  readonly readyAt: number;
}

export class Pods {
  readonly state: PodsState;
  readonly memory: PodMemory;
  readonly network: FlowNetwork;
  readonly handling: Handling;
  /** The pod is through with a request: nothing of it is in the pod any more. */
  onDone: (request: number, ending: Ending) => void = () => undefined;
  /** The client has the last byte of an answer that outlived `onDone` (`isTaking`). */
  onTaken: (request: number) => void = () => undefined;
  /** The `stage` or `waitsFor` of a request has changed, or bytes of it have moved in no time. */
  onProgress: (request: number) => void = () => undefined;
  /** No byte of a request has moved for as long as HAProxy waits: its pod's event loop is blocked. */
  onStandstill: (request: number) => void = () => undefined;
  /** A pod has died. */
  onKill: (pod: number, death: Death) => void = () => undefined;
  /** A pod has become ready, or has ceased to be (`isReady`). */
  onReadiness: (pod: number) => void = () => undefined;
  /** A request dies with its pod, or is cancelled: its call to the store is over. */
  onAbandon: (request: number) => void = () => undefined;
  readonly #table: RequestTable;
  readonly #replicas: number;
  readonly #parts: PodParts;
  readonly #inside: LinkedQueues;
  readonly #lifecycle: Lifecycle;

  constructor(
    simulator: Simulator,
    table: RequestTable,
    streams: Streams,
    options: PodOptions,
    environment: PodsEnvironment,
  ) {
    this.#table = table;
    this.#replicas = options.replicas;
    this.#parts = createPodParts(simulator, table, streams, options, environment);
    this.network = this.#parts.network;
    this.memory = this.#parts.memory;
    this.handling = new Handling(this.#parts);
    this.#lifecycle = new Lifecycle(simulator, streams, options, this.#parts.loop);
    this.#inside = new LinkedQueues(options.replicas);
    this.state = Object.assign(statesOf(this.#parts), {
      lifecycle: this.#lifecycle.state,
      handling: this.handling.state,
      inside: this.#inside.state,
      peakInFlight: new Int32Array(options.replicas),
    });
    this.#connect();
  }

  /** The processes of all pods start; they listen from the first instant on. */
  begin(): void {
    this.#lifecycle.begin();
    this.network.settle();
  }

  isListening(pod: number): boolean {
    return this.#lifecycle.isListening(pod);
  }

  /** Whether a Service sends new connections to a pod: it listens, and is not failing its probe. */
  isReady(pod: number): boolean {
    return this.#lifecycle.isReady(pod);
  }

  inFlight(pod: number): number {
    return this.#inside.length(pod);
  }

  /** Requests in a pod, in the order in which they came. */
  requestsIn(pod: number): number[] {
    return this.#inside.members(pod);
  }

  /** Requests in all pods. */
  totalInFlight(): number {
    let total = 0;
    for (let pod = 0; pod < this.#replicas; pod++) total += this.#inside.length(pod);
    return total;
  }

  /** A request connects to a pod; false if the connection is refused. */
  accept(request: number, pod: number): boolean {
    if (!this.#lifecycle.isListening(pod)) return false;
    const { peakInFlight } = this.state;
    this.#table.state.pod[request] = pod;
    this.#table.hold(request);
    this.#inside.push(pod, request);
    const inFlight = this.#inside.length(pod);
    if (inFlight > peakInFlight[pod]!) peakInFlight[pod] = inFlight;
    this.network.touch(pod);
    this.memory.kept.begun(pod);
    this.handling.begin(pod, request);
    return true;
  }

  /**
   * The other side closes the connection of a request; nothing if there is none any more. The pod
   * learns of it at the end of this instant and may go on: `onDone` follows once, when it is through.
   */
  abort(request: number): void {
    this.handling.aborts.abort(request);
  }

  /** Whether the client is still taking an answer that has left the pod. */
  isTaking(request: number): boolean {
    return this.#parts.sender.isTaking(request);
  }

  /**
   * Time until the event loop would answer a small request that comes now [s]: the blocking calls
   * ahead of it, the rest of the running one and all that wait. Reading goes chunk by chunk and keeps
   * nobody waiting, however busy the pod is with it.
   */
  probe(pod: number): number {
    return this.#parts.loop.busyFor(pod);
  }

  /** Kills a pod from outside, if it runs. */
  kill(pod: number): void {
    if (this.isListening(pod)) this.#die(pod, 'fault');
  }

  /** Pod-seconds lost to kills up to now [s]. */
  secondsLost(): number {
    return this.#lifecycle.secondsLost();
  }

  /** Requests whose client has stalled for good: nothing of the pods' will ever end them. */
  stalledForGood(): number {
    return this.#parts.pause.state.forGood;
  }

  /** What is left in the pods, for a check after a run: null if nothing. */
  leftovers(): string | null {
    return leftoversOf(this.#parts, this.#inside);
  }

  #connect(): void {
    const { network, memory, handling } = this;
    const { progress, sender, pause, loop, standstill } = this.#parts;
    loop.onBlock = (pod, until) => standstill.blocked(pod, until);
    standstill.onLong = (request) => this.onStandstill(request);
    progress.onChange = (request) => this.onProgress(request);
    sender.onTaken = (request) => {
      pause.close(request);
      this.onTaken(request);
      this.#table.drop(request);
    };
    // The last site is no pod: what flows there is between HAProxy and the clients.
    network.levels.onGained = (site) => {
      if (site < this.#replicas) memory.observe(site);
    };
    network.onSettled = (site) => {
      if (site < this.#replicas) memory.settle(site);
    };
    memory.onExceeded = (pod) => this.#die(pod, 'oom');
    handling.onCancel = (request) => this.onAbandon(request);
    handling.onFinish = (pod, request, ending) => this.#finished(pod, request, ending);
    this.#lifecycle.onStart = (pod, effect) => {
      network.touch(pod);
      memory.start(pod, effect);
    };
    this.#lifecycle.onReadiness = (pod) => this.onReadiness(pod);
    this.#lifecycle.onUnhealthy = (pod) => this.#die(pod, 'liveness');
  }

  #finished(pod: number, request: number, ending: Ending): void {
    this.#inside.remove(pod, request);
    this.#table.state.pod[request] = NOBODY;
    if (this.#inside.length(pod) === 0) this.memory.clearDust(pod);
    this.#through(request, ending);
    if (!this.isTaking(request)) this.#table.drop(request);
  }

  /** Tells it, with the columns as they were last; a request that is not taken up again is out. */
  #through(request: number, ending: Ending): void {
    this.onDone(request, ending);
    if (this.#table.state.pod[request] !== NOBODY || this.isTaking(request)) return;
    this.#table.state.stage[request] = NOT_IN_POD;
    this.#table.state.waitsFor[request] = FLOWING;
  }

  /** Exit 137: every request in the pod is cut off, and all its memory is gone. */
  #die(pod: number, cause: Death['cause']): void {
    const inFlight = this.#inside.length(pod);
    const readyAt = this.#lifecycle.die(pod);
    this.network.touch(pod);
    this.network.clear(pod);
    this.memory.reset(pod);
    this.#parts.loop.clear(pod);
    this.#parts.standstill.podDied(pod);
    this.#parts.limiter.clear(pod);
    this.handling.podDied(pod);
    this.onKill(pod, { cause, inFlight, readyAt });
    for (let left = inFlight; left > 0; left--) {
      const request = this.#inside.shift(pod);
      this.#table.state.pod[request] = NOBODY;
      this.handling.abandon(request);
      this.onAbandon(request);
      this.#through(request, 'killed');
      this.#table.drop(request);
    }
  }
}
