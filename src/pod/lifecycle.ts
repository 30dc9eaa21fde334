/**
 * The life of the process in each pod: ready -> dead -> waiting (CrashLoopBackOff) -> starting ->
 * ready, and the kubelet's probes of it. Of what a death costs, this knows only the time.
 */
import type { Simulator } from '../kernel/simulator.ts';
import { compileLaw, type Sampler } from '../random/sampler.ts';
import type { Streams } from '../random/streams.ts';
import { backoffDelay } from './backoff.ts';
import type { EventLoop } from './event-loop.ts';
import { KubeletProbes, type KubeletProbesState } from './kubelet-probes.ts';
import type { PodOptions } from './options.ts';

export interface LifecycleState {
  liveness: KubeletProbesState;
  readiness: KubeletProbesState;
  /** By pod: 1 while it accepts connections. */
  listening: Uint8Array;
  /** By pod: instant the process began to listen [s]. */
  readyAt: Float64Array;
  /** By pod: instant it was killed [s]. */
  killedAt: Float64Array;
  /** By pod: deaths without `restart.reset` of running between them. */
  deaths: Int32Array;
  /** Pod-seconds not ready because of kills [s], of pods that have come back. */
  secondsLost: number;
}

export class Lifecycle {
  readonly state: LifecycleState;
  /** A process starts and listens at once; `effect` multiplies the memory of its heap. */
  onStart: (pod: number, effect: number) => void = () => undefined;
  /** A pod has become ready, or has ceased to be. */
  onReadiness: (pod: number) => void = () => undefined;
  /** The kubelet's liveness probe has given a pod up: it is to die. */
  onUnhealthy: (pod: number) => void = () => undefined;
  readonly #simulator: Simulator;
  readonly #streams: Streams;
  readonly #options: PodOptions;
  readonly #liveness: KubeletProbes;
  readonly #readiness: KubeletProbes;
  readonly #startup: Sampler;
  readonly #effect: Sampler;
  readonly #started: number;

  constructor(simulator: Simulator, streams: Streams, options: PodOptions, loop: EventLoop) {
    const { replicas } = options;
    this.#simulator = simulator;
    this.#streams = streams;
    this.#options = options;
    this.#startup = compileLaw(options.startup);
    this.#effect = compileLaw(options.runEffect);
    const busyFor = (pod: number) => loop.busyFor(pod);
    const probes = (kind: 'liveness' | 'readiness') =>
      new KubeletProbes(simulator, replicas, options[kind], streams.get(kind), busyFor);
    this.#liveness = probes('liveness');
    this.#readiness = probes('readiness');
    this.#liveness.onFailing = (pod) => this.onUnhealthy(pod);
    this.#readiness.onFailing = (pod) => this.onReadiness(pod);
    this.#readiness.onPassing = (pod) => this.onReadiness(pod);
    loop.onBusy = (pod) => {
      this.#liveness.busy(pod);
      this.#readiness.busy(pod);
    };
    this.#started = simulator.on((pod) => this.#comeBack(pod));
    this.state = {
      liveness: this.#liveness.state,
      readiness: this.#readiness.state,
      listening: new Uint8Array(replicas).fill(1),
      readyAt: new Float64Array(replicas),
      killedAt: new Float64Array(replicas),
      deaths: new Int32Array(replicas),
      secondsLost: 0,
    };
  }

  /** The processes of all pods start; they listen from the first instant on. */
  begin(): void {
    for (let pod = 0; pod < this.#options.replicas; pod++) this.#start(pod);
  }

  isListening(pod: number): boolean {
    return this.state.listening[pod] === 1;
  }

  /** Whether a Service sends new connections to a pod: it listens, and is not failing its probe. */
  isReady(pod: number): boolean {
    return this.isListening(pod) && !this.#readiness.isFailing(pod);
  }

  /** The process of a pod dies; returns when it will accept connections again [s]. */
  die(pod: number): number {
    const s = this.state;
    const { now } = this.#simulator;
    const { restart } = this.#options;
    s.listening[pod] = 0;
    s.killedAt[pod] = now;
    if (now - s.readyAt[pod]! >= restart.reset) s.deaths[pod] = 0;
    const delay = backoffDelay(s.deaths[pod]!++, restart);
    const startup = this.#startup.sample(this.#streams.get('startup'));
    const readyAt = now + delay + startup;
    this.#simulator.schedule(readyAt, this.#started, pod);
    this.#liveness.died(pod, false);
    this.#readiness.died(pod, true);
    this.onReadiness(pod);
    return readyAt;
  }

  /** Pod-seconds lost to kills up to now [s]. */
  secondsLost(): number {
    let lost = this.state.secondsLost;
    for (let pod = 0; pod < this.#options.replicas; pod++) {
      if (!this.isListening(pod)) lost += this.#simulator.now - this.state.killedAt[pod]!;
    }
    return lost;
  }

  #comeBack(pod: number): void {
    const s = this.state;
    s.listening[pod] = 1;
    s.readyAt[pod] = this.#simulator.now;
    s.secondsLost += this.#simulator.now - s.killedAt[pod]!;
    this.#start(pod);
    this.onReadiness(pod);
  }

  #start(pod: number): void {
    this.onStart(pod, this.#effect.sample(this.#streams.get(`run effect/${pod}`)));
    this.#liveness.listens(pod);
    this.#readiness.listens(pod);
  }
}
