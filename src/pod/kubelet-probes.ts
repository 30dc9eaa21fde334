/**
 * A probe of the kubelet, liveness or readiness: every `period` it asks each pod for an answer, and
 * fails if none has come within `timeout`. `failureThreshold` failures in a row are its verdict; one
 * success takes it back.
 *
 * The application answers a probe on its one event loop, after the blocking calls that are ahead of
 * it; reading, which goes chunk by chunk, does not keep it waiting. So a probe can only fail while
 * the loop has blocking calls, and only those probes are simulated.
 *
 * Source: Kubernetes documentation, Configure Liveness, Readiness and Startup Probes.
 */
import { NO_EVENT, type Simulator } from '../kernel/simulator.ts';
import { compileLaw, type Sampler } from '../random/sampler.ts';
import type { Stream } from '../random/stream.ts';
import type { ProbeOptions } from './probe-options.ts';

export interface KubeletProbesState {
  /** By pod: instant of its first probe [s], and the probes of that series so far. */
  origin: Float64Array;
  count: Float64Array;
  /** By pod: failures in a row. */
  failures: Int32Array;
  /** By pod: 1 while the probe's verdict stands. */
  failing: Uint8Array;
  /** By pod: handles of its next simulated probe, and of the verdict to come. */
  probe: Float64Array;
  verdict: Float64Array;
}

export class KubeletProbes {
  readonly state: KubeletProbesState;
  /** The verdict on a pod: `failureThreshold` failures in a row, the last of which is over. */
  onFailing: (pod: number) => void = () => undefined;
  /** A pod has passed again, which takes the verdict back. */
  onPassing: (pod: number) => void = () => undefined;
  readonly #simulator: Simulator;
  readonly #options: ProbeOptions;
  readonly #busyFor: (pod: number) => number;
  readonly #phase: Sampler;
  readonly #phases: Stream;
  readonly #probe: number;
  readonly #verdict: number;

  /**
   * @param phases stream of the phases of the series
   * @param busyFor time until a pod's event loop gets to something new [s]
   */
  constructor(
    simulator: Simulator,
    pods: number,
    options: ProbeOptions,
    phases: Stream,
    busyFor: (pod: number) => number,
  ) {
    this.#simulator = simulator;
    this.#options = options;
    this.#busyFor = busyFor;
    this.#phase = compileLaw(options.phase);
    this.#phases = phases;
    this.#probe = simulator.on((pod) => this.#probed(pod));
    this.#verdict = simulator.on((pod) => this.#fail(pod));
    this.state = {
      origin: new Float64Array(pods),
      count: new Float64Array(pods),
      failures: new Int32Array(pods),
      failing: new Uint8Array(pods),
      probe: new Float64Array(pods).fill(NO_EVENT),
      verdict: new Float64Array(pods).fill(NO_EVENT),
    };
  }

  isFailing(pod: number): boolean {
    return this.state.failing[pod] === 1;
  }

  /** A pod begins to listen, and a series of probes with it. */
  listens(pod: number): void {
    if (!this.#options.enabled) return;
    const phase = this.#phase.sample(this.#phases);
    this.state.origin[pod] = this.#simulator.now + this.#options.initialDelay + phase;
    this.state.count[pod] = 0;
    if (this.isFailing(pod)) this.#arm(pod);
  }

  /** A pod has got a blocking call to run. */
  busy(pod: number): void {
    if (this.#options.enabled && this.state.probe[pod] === NO_EVENT) this.#arm(pod);
  }

  /** A pod is gone. For a probe of readiness it stays failing until it passes the next probe. */
  died(pod: number, staysFailing: boolean): void {
    if (!this.#options.enabled) return;
    const s = this.state;
    this.#simulator.cancel(s.probe[pod]!);
    this.#simulator.cancel(s.verdict[pod]!);
    s.probe[pod] = NO_EVENT;
    s.verdict[pod] = NO_EVENT;
    s.failures[pod] = 0;
    s.failing[pod] = staysFailing ? 1 : 0;
  }

  /** Schedules the next probe of the series that is not over yet. */
  #arm(pod: number): void {
    const s = this.state;
    const { period } = this.#options;
    const origin = s.origin[pod]!;
    const due = Math.ceil((this.#simulator.now - origin) / period);
    s.count[pod] = Math.max(s.count[pod]!, due);
    const at = Math.max(this.#simulator.now, origin + s.count[pod]! * period);
    s.count[pod]!++;
    s.probe[pod] = this.#simulator.schedule(at, this.#probe, pod);
  }

  #probed(pod: number): void {
    const s = this.state;
    const { timeout, failureThreshold } = this.#options;
    s.probe[pod] = NO_EVENT;
    const wait = this.#busyFor(pod);
    if (wait <= timeout) {
      s.failures[pod] = 0;
      this.#pass(pod);
    } else if (++s.failures[pod]! === failureThreshold) {
      // The kubelet knows once the time-out of the last one is over.
      const at = this.#simulator.now + timeout;
      s.verdict[pod] = this.#simulator.schedule(at, this.#verdict, pod);
    }
    if (wait > 0) this.#arm(pod);
  }

  #pass(pod: number): void {
    if (!this.isFailing(pod)) return;
    this.state.failing[pod] = 0;
    this.onPassing(pod);
  }

  #fail(pod: number): void {
    this.state.verdict[pod] = NO_EVENT;
    this.state.failing[pod] = 1;
    if (this.state.probe[pod] === NO_EVENT) this.#arm(pod);
    this.onFailing(pod);
  }
}
