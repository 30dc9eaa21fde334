/**
 * The pods: ready -> OOMKilled -> waiting (CrashLoopBackOff) -> starting -> ready. A pod keeps its
 * address through a restart, so connections are refused while it is not ready, not lost.
 */
import type { FlowNetwork, FlowNetworkState } from '../flow/flow-network.ts';
import { LinkedQueues, type LinkedQueuesState, NOBODY } from '../kernel/linked-queue.ts';
import type { Simulator } from '../kernel/simulator.ts';
import { compileLaw, type Sampler } from '../random/sampler.ts';
import type { Streams } from '../random/streams.ts';
import type { Ending } from '../request/ending.ts';
import { FLOWING, NOT_IN_POD, type RequestTable } from '../request/table.ts';
import { Budget, type BudgetState } from '../stations/budget.ts';
import { backoffDelay } from './backoff.ts';
import { BodyReader, type BodyReaderState } from './body-reader.ts';
import { ClientPause, type ClientPauseState } from './client-pause.ts';
import { EventLoop, type EventLoopState } from './event-loop.ts';
import { Handling, type HandlingState } from './handling.ts';
import { KubeletProbes, type KubeletProbesState } from './kubelet-probes.ts';
import { type MemoryState, PodMemory } from './memory.ts';
import type { PodOptions } from './options.ts';
import { PLACES } from './places.ts';
import { coresOf, createPodNetwork } from './pod-network.ts';
import { profileOf } from './profile.ts';
import { Progress, type ProgressState } from './progress.ts';
import { ResponseSender, type ResponseSenderState } from './response-sender.ts';
import { WarmConnections, type WarmConnectionsState } from './warm-connections.ts';

export interface PodsState {
  network: FlowNetworkState;
  memory: MemoryState;
  limiter: BudgetState;
  loop: EventLoopState;
  reader: BodyReaderState;
  sender: ResponseSenderState;
  pause: ClientPauseState;
  progress: ProgressState;
  warm: WarmConnectionsState;
  liveness: KubeletProbesState;
  readiness: KubeletProbesState;
  handling: HandlingState;
  /** Requests in each pod. */
  inside: LinkedQueuesState;
  /** By pod: 1 while it accepts connections. */
  listening: Uint8Array;
  /** By pod: instant the process began to listen [s]. */
  readyAt: Float64Array;
  /** By pod: instant it was killed [s]. */
  killedAt: Float64Array;
  /** By pod: deaths without `restart.reset` of running between them. */
  deaths: Int32Array;
  /** By pod: most requests at once, restarts included. */
  peakInFlight: Int32Array;
  /** Pod-seconds not ready because of kills [s], of pods that have come back. */
  secondsLost: number;
}

export interface Death {
  /** The kernel's OOM killer, the kubelet after its liveness probe, or a fault from outside. */
  readonly cause: 'oom' | 'liveness' | 'fault';
  /** Requests in the pod when it died. */
  readonly inFlight: number;
  /** When it will accept connections again [s]. */
  readonly readyAt: number;
}

export interface PodsEnvironment {
  /** Capacity of the link all clients share [B/s]. */
  readonly linkRate: number;
  /** What HAProxy's socket to a client takes of a response [B]; 0 without HAProxy. */
  readonly outsideBuffer: number;
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
  /** The `stage` or `waitsFor` of a request has changed. */
  onProgress: (request: number) => void = () => undefined;
  /** A pod has died. */
  onKill: (pod: number, death: Death) => void = () => undefined;
  /** A pod accepts connections again. */
  onReady: (pod: number) => void = () => undefined;
  /** A request dies with its pod, or is cancelled: its call to the store is over. */
  onAbandon: (request: number) => void = () => undefined;
  readonly #simulator: Simulator;
  readonly #table: RequestTable;
  readonly #options: PodOptions;
  readonly #inside: LinkedQueues;
  readonly #limiter: Budget;
  readonly #loop: EventLoop;
  readonly #sender: ResponseSender;
  readonly #pause: ClientPause;
  readonly #progress: Progress;
  readonly #liveness: KubeletProbes;
  readonly #readiness: KubeletProbes;
  readonly #startup: Sampler;
  readonly #effect: Sampler;
  readonly #streams: Streams;
  readonly #started: number;
  readonly #aborted: number;

  constructor(
    simulator: Simulator,
    table: RequestTable,
    streams: Streams,
    options: PodOptions,
    environment: PodsEnvironment,
  ) {
    const { replicas, limiter } = options;
    const profile = profileOf(options);
    this.#simulator = simulator;
    this.#table = table;
    this.#options = options;
    this.#streams = streams;
    this.#startup = compileLaw(options.startup);
    this.#effect = compileLaw(options.runEffect);
    this.#inside = new LinkedQueues(replicas);
    this.network = createPodNetwork(simulator, options, profile, environment.linkRate);
    this.memory = new PodMemory(simulator, this.network, replicas, {
      limit: options.memoryLimit,
      base: profile.base,
      retention: profile.retention,
      fragmentation: profile.fragmentation,
      decay: profile.decay,
      partSize: options.partSize,
      residue: options.residue,
      chargesKernel: options.cgroup === 'v2',
    });
    this.#limiter = new Budget(simulator, replicas, limiter.budget, limiter.wait);
    const podOf = (request: number) => table.state.pod[request]!;
    this.#loop = new EventLoop(simulator, this.network, replicas, podOf);
    this.#pause = new ClientPause(simulator, table.state);
    this.#progress = new Progress(table.state);
    this.#progress.onChange = (request) => this.onProgress(request);
    const warm = new WarmConnections(replicas);
    const shared = {
      network: this.network,
      memory: this.memory,
      requests: table.state,
      pause: this.#pause,
      progress: this.#progress,
    };
    const { kernelBuffer, warmKernelBuffer, uvicornBuffer } = options;
    const reader = new BodyReader({
      ...shared,
      uvicornBuffer,
      kernelBuffer: (request) => (warm.isWarm(request) ? warmKernelBuffer : kernelBuffer),
    });
    this.#sender = new ResponseSender({
      ...shared,
      simulator,
      buffers: { kernel: options.sendBuffer, outside: environment.outsideBuffer },
      outsideSite: replicas,
    });
    this.#sender.onTaken = (request) => {
      this.#pause.close(request);
      this.onTaken(request);
      table.drop(request);
    };
    const busyFor = (pod: number) => this.#loop.busyFor(pod);
    const probes = (kind: 'liveness' | 'readiness') =>
      new KubeletProbes(simulator, replicas, options[kind], streams.get(kind), busyFor);
    this.#liveness = probes('liveness');
    this.#readiness = probes('readiness');
    this.#liveness.onFailing = (pod) => this.#die(pod, 'liveness');
    this.#loop.onBusy = (pod) => {
      this.#liveness.busy(pod);
      this.#readiness.busy(pod);
    };
    this.handling = new Handling({
      ...shared,
      simulator,
      limiter: this.#limiter,
      loop: this.#loop,
      reader,
      sender: this.#sender,
      warm,
      profile,
      partSize: options.partSize,
      encryptRate: options.cpu.encrypt * coresOf(options),
      readRate: options.cpu.read * coresOf(options),
      pods: replicas,
      service: servicesOf(options),
      services: streams.get('service'),
    });
    this.#started = simulator.on((pod) => this.#ready(pod));
    this.#aborted = simulator.on((request) => this.#abort(request));
    this.state = {
      network: this.network.state,
      memory: this.memory.state,
      limiter: this.#limiter.state,
      loop: this.#loop.state,
      reader: reader.state,
      sender: this.#sender.state,
      pause: this.#pause.state,
      progress: this.#progress.state,
      warm: warm.state,
      liveness: this.#liveness.state,
      readiness: this.#readiness.state,
      handling: this.handling.state,
      inside: this.#inside.state,
      listening: new Uint8Array(replicas).fill(1),
      readyAt: new Float64Array(replicas),
      killedAt: new Float64Array(replicas),
      deaths: new Int32Array(replicas),
      peakInFlight: new Int32Array(replicas),
      secondsLost: 0,
    };
    // The last site is no pod: what flows there is between HAProxy and the clients.
    this.network.onAdvanced = (site) => {
      if (site < replicas) this.memory.observe(site);
    };
    this.network.onSettled = (site) => {
      if (site < replicas) this.memory.settle(site);
    };
    this.memory.onExceeded = (pod) => this.#die(pod, 'oom');
    this.handling.onCancel = (request) => this.onAbandon(request);
    this.handling.onFinish = (pod, request, ending) => this.#finished(pod, request, ending);
  }

  /** The processes of all pods start; they listen from the first instant on. */
  begin(): void {
    for (let pod = 0; pod < this.#options.replicas; pod++) {
      this.network.touch(pod);
      this.#startProcess(pod);
      this.#liveness.listens(pod);
      this.#readiness.listens(pod);
    }
    this.network.settle();
  }

  isListening(pod: number): boolean {
    return this.state.listening[pod] === 1;
  }

  /** Whether a Service sends new connections to a pod: it listens, and is not failing its probe. */
  isReady(pod: number): boolean {
    return this.isListening(pod) && !this.#readiness.isFailing(pod);
  }

  inFlight(pod: number): number {
    return this.#inside.length(pod);
  }

  /** Requests in all pods. */
  totalInFlight(): number {
    let total = 0;
    for (let pod = 0; pod < this.#options.replicas; pod++) total += this.#inside.length(pod);
    return total;
  }

  /** A request connects to a pod; false if the connection is refused. */
  accept(request: number, pod: number): boolean {
    const s = this.state;
    if (s.listening[pod] === 0) return false;
    this.#table.state.pod[request] = pod;
    this.#table.hold(request);
    this.#inside.push(pod, request);
    const inFlight = this.#inside.length(pod);
    if (inFlight > s.peakInFlight[pod]!) s.peakInFlight[pod] = inFlight;
    this.network.touch(pod);
    this.memory.begun(pod);
    this.handling.begin(pod, request);
    return true;
  }

  /** Pod-seconds lost to kills up to now [s]. */
  secondsLost(): number {
    let lost = this.state.secondsLost;
    for (let pod = 0; pod < this.#options.replicas; pod++) {
      if (!this.isListening(pod)) lost += this.#simulator.now - this.state.killedAt[pod]!;
    }
    return lost;
  }

  /** What is left in the pods, for a check after a run: null if nothing. */
  leftovers(): string | null {
    const flows = this.network.active();
    if (flows > 0) return `${flows} flows`;
    for (let pod = 0; pod < this.#options.replicas; pod++) {
      const requests = this.#inside.length(pod);
      if (requests > 0) return `${requests} requests in pod ${pod}`;
      const budget = this.#limiter.used(pod);
      if (budget !== 0) return `${budget} B of budget in pod ${pod}`;
      const waiting = this.#limiter.waiting(pod);
      if (waiting > 0) return `${waiting} requests at the limiter of pod ${pod}`;
      const calls = this.#loop.pending(pod);
      if (calls > 0) return `${calls} calls in the event loop of pod ${pod}`;
      for (let place = 0; place < PLACES; place++) {
        const bytes = this.network.level(pod, place);
        if (bytes !== 0) return `${bytes} B at place ${place} of pod ${pod}`;
      }
    }
    return null;
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

  /** Whether the client is still taking an answer that has left the pod. */
  isTaking(request: number): boolean {
    return this.#sender.isTaking(request);
  }

  /**
   * The other side closes the connection of a request; nothing if there is none any more. The pod
   * learns of it at the end of this instant and may go on: `onDone` follows once, when it is through.
   */
  abort(request: number): void {
    const isHere = this.#table.state.pod[request] !== NOBODY || this.isTaking(request);
    if (!isHere || this.#progress.isCut(request)) return;
    this.#progress.cut(request);
    this.#table.hold(request);
    this.#simulator.schedule(this.#simulator.now, this.#aborted, request);
  }

  /** As an event of its own: never while flows that end together are still being told. */
  #abort(request: number): void {
    const pod = this.#table.state.pod[request]!;
    if (this.isTaking(request)) {
      this.#sender.abandon(request);
      this.#pause.close(request);
      this.#table.drop(request);
    } else if (pod !== NOBODY && this.#progress.isCut(request)) {
      this.network.touch(pod);
      this.handling.abort(pod, request);
    }
    this.#table.drop(request);
  }

  /**
   * Time until the event loop would answer a small request that comes now [s]: the blocking calls
   * ahead of it, the rest of the running one and all that wait. Reading goes chunk by chunk and keeps
   * nobody waiting, however busy the pod is with it.
   */
  probe(pod: number): number {
    return this.#loop.busyFor(pod);
  }

  /** Requests whose client has stalled for good: nothing of the pods' will ever end them. */
  stalledForGood(): number {
    return this.#pause.state.forGood;
  }

  /** Kills a pod from outside, if it runs. */
  kill(pod: number): void {
    if (this.isListening(pod)) this.#die(pod, 'fault');
  }

  /** Exit 137: every request in the pod is cut off, and all its memory is gone. */
  #die(pod: number, cause: Death['cause']): void {
    const s = this.state;
    const { now } = this.#simulator;
    const victims = this.#inside.length(pod);
    s.listening[pod] = 0;
    s.killedAt[pod] = now;
    if (now - s.readyAt[pod]! >= this.#options.restart.reset) s.deaths[pod] = 0;
    const delay = backoffDelay(s.deaths[pod]!++, this.#options.restart);
    const startup = this.#startup.sample(this.#streams.get('startup'));
    const readyAt = now + delay + startup;
    this.#simulator.schedule(readyAt, this.#started, pod);
    this.network.touch(pod);
    this.network.clear(pod);
    this.memory.reset(pod);
    this.#loop.clear(pod);
    this.#limiter.clear(pod);
    this.handling.podDied(pod);
    this.#liveness.died(pod, false);
    this.#readiness.died(pod, true);
    this.onKill(pod, { cause, inFlight: victims, readyAt });
    for (let left = victims; left > 0; left--) {
      const request = this.#inside.shift(pod);
      this.#table.state.pod[request] = NOBODY;
      this.handling.abandon(request);
      this.onAbandon(request);
      this.#through(request, 'killed');
      this.#table.drop(request);
    }
  }

  #ready(pod: number): void {
    const s = this.state;
    s.listening[pod] = 1;
    s.readyAt[pod] = this.#simulator.now;
    s.secondsLost += this.#simulator.now - s.killedAt[pod]!;
    this.network.touch(pod);
    this.#startProcess(pod);
    this.#liveness.listens(pod);
    this.#readiness.listens(pod);
    this.onReady(pod);
  }

  #startProcess(pod: number): void {
    this.memory.start(pod, this.#effect.sample(this.#streams.get(`run effect/${pod}`)));
  }
}

function servicesOf({ replicas, service, slow }: PodOptions): Sampler[] {
  const samplers = new Array<Sampler>(replicas).fill(compileLaw(service));
  for (const each of slow) samplers[each.pod] = compileLaw(each.service);
  return samplers;
}
