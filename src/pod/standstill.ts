/**
 * Requests whose bytes stand still because the event loop of their pod is blocked: the other end of
 * the connection sees nothing move, and may not wait for long. Blocking calls that follow at once
 * block it without an end in between.
 */
import type { FlowNetwork } from '../flow/flow-network.ts';
import { standingStill, stillSince } from '../flow/standing-still.ts';
import { NO_EVENT, type Simulator } from '../kernel/simulator.ts';

export interface StandstillState {
  /** By pod: since when its loop is blocked, and until when, as far as that is known [s]. */
  since: Float64Array;
  until: Float64Array;
  /** By pod: handle of the next look at its flows. */
  look: Float64Array;
}

export class Standstill {
  readonly state: StandstillState;
  /** A request has stood still for too long. */
  onLong: (request: number) => void = () => undefined;
  readonly #simulator: Simulator;
  readonly #network: FlowNetwork;
  readonly #patience: number;
  readonly #look: number;

  /** @param patience how long the other end waits for the next byte [s] */
  constructor(simulator: Simulator, network: FlowNetwork, pods: number, patience: number) {
    this.#simulator = simulator;
    this.#network = network;
    this.#patience = patience;
    this.#look = simulator.on((pod) => this.#lookAt(pod));
    this.state = {
      since: new Float64Array(pods),
      until: new Float64Array(pods).fill(Number.NEGATIVE_INFINITY),
      look: new Float64Array(pods).fill(NO_EVENT),
    };
  }

  /** A blocking call has begun, which ends at `until` [s]. */
  blocked(pod: number, until: number): void {
    const { since, until: ends } = this.state;
    const { now } = this.#simulator;
    if (ends[pod] !== now) since[pod] = now;
    ends[pod] = until;
    this.#lookFrom(pod, Math.max(now, since[pod]! + this.#patience));
  }

  /** The pod died: nothing stands still in it. */
  podDied(pod: number): void {
    this.#simulator.cancel(this.state.look[pod]!);
    this.state.look[pod] = NO_EVENT;
    this.state.until[pod] = Number.NEGATIVE_INFINITY;
  }

  /** Nothing is too long that the end of the call comes before. */
  #lookFrom(pod: number, at: number): void {
    if (at >= this.state.until[pod]!) return;
    this.state.look[pod] = this.#simulator.schedule(at, this.#look, pod);
  }

  #lookAt(pod: number): void {
    const { now } = this.#simulator;
    this.state.look[pod] = NO_EVENT;
    // Whoever starts from now on has until then.
    let next = now + this.#patience;
    const late: number[] = [];
    for (const request of standingStill(this.#network.state, pod)) {
      const deadline = stillSince(this.#network.state, request) + this.#patience;
      if (deadline <= now) late.push(request);
      else next = Math.min(next, deadline);
    }
    this.#lookFrom(pod, next);
    for (const request of late) if (this.#network.flows.isFlowing(request)) this.onLong(request);
  }
}
