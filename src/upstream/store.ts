/** The object store as the pods see it: a delay per call, a rate and a number of connections. */
import { createColumns, growColumns } from '../kernel/columns.ts';
import { NOBODY } from '../kernel/linked-queue.ts';
import { NO_EVENT, type Simulator } from '../kernel/simulator.ts';
import { type Residual, residualOf } from '../random/residual.ts';
import { compileLaw, type Sampler } from '../random/sampler.ts';
import type { Stream } from '../random/stream.ts';
import { Servers, type ServersState } from '../stations/servers.ts';
import type { UpstreamOptions } from './options.ts';

const NOT_CALLING = 0;
const WAITING = 1;
const CALLING = 2;

/** By request. */
const columns = (capacity: number) => ({
  /** NOT_CALLING, WAITING for a connection or CALLING. */
  phase: new Uint8Array(capacity),
  /** Bytes its call transfers [B]. */
  bytes: new Float64Array(capacity),
  /** Handle of the end of its call. */
  timer: new Float64Array(capacity),
  /** Instant its call began, where its latency is random [s]. */
  since: new Float64Array(capacity),
  /** Pod that calls. */
  pod: new Int32Array(capacity),
});

type StoreState = ReturnType<typeof columns> & { connections: ServersState };

export class Store {
  readonly state: StoreState;
  /** Called when a call has been answered. */
  onAnswer: (request: number) => void = () => undefined;
  readonly #simulator: Simulator;
  readonly #connections: Servers;
  readonly #latency: Sampler;
  readonly #residual: Residual | null;
  readonly #latencies: Stream;
  readonly #rate: number;
  readonly #pods: number;
  readonly #answer: number;

  constructor(simulator: Simulator, options: UpstreamOptions, pods: number, latencies: Stream) {
    this.#simulator = simulator;
    this.#latency = compileLaw(options.latency);
    this.#residual = residualOf(options.latency);
    this.#latencies = latencies;
    this.#rate = options.rate;
    this.#pods = pods;
    this.#connections = new Servers(pods, options.connections);
    this.#answer = simulator.on((request) => this.#answered(request));
    this.state = createColumns(columns, { connections: this.#connections.state });
  }

  /** A request in a pod asks the store to take or give `bytes`. */
  call(pod: number, request: number, bytes: number): void {
    const s = this.state;
    if (request >= s.phase.length) growColumns(s, columns, request);
    s.bytes[request] = bytes;
    s.pod[request] = pod;
    s.timer[request] = NO_EVENT;
    s.phase[request] = WAITING;
    if (this.#connections.request(pod, request) === 'served') this.#begin(request);
  }

  /**
   * A pod died, and all its connections and calls with it.
   *
   * @param requests those in the pod; nobody else calls from there
   */
  podDied(pod: number, requests: readonly number[]): void {
    const s = this.state;
    for (const request of requests) {
      if (request >= s.phase.length) continue;
      if (s.phase[request] === CALLING) this.#simulator.cancel(s.timer[request]!);
      s.phase[request] = NOT_CALLING;
    }
    this.#connections.clear(pod);
  }

  /** A request gives up its call, if it has one: the connection is closed and its place is free. */
  abandon(request: number): void {
    const s = this.state;
    if (request >= s.phase.length) return;
    const phase = s.phase[request];
    s.phase[request] = NOT_CALLING;
    if (phase === WAITING) this.#connections.leave(s.pod[request]!, request);
    if (phase !== CALLING) return;
    this.#simulator.cancel(s.timer[request]!);
    this.#freeConnection(request);
  }

  /** Draws again what is left of the latency of the calls under way, given how long they last. */
  redraw(): void {
    const { now } = this.#simulator;
    const { since, bytes } = this.state;
    this.#simulator.retime(this.#answer, (request, at) => {
      // A call takes its latency and its transfer: before the latter is over nothing is known.
      const moved = since[request]! + bytes[request]! / this.#rate;
      return this.#residual?.until(moved, Math.max(moved, now), this.#latencies) ?? at;
    });
  }

  /** Connections in use and calls waiting for one, all pods together. */
  pending(): number {
    let pending = 0;
    for (let pod = 0; pod < this.#pods; pod++) {
      pending += this.#connections.busy(pod) + this.#connections.waiting(pod);
    }
    return pending;
  }

  #begin(request: number): void {
    const s = this.state;
    const duration = this.#latency.sample(this.#latencies) + s.bytes[request]! / this.#rate;
    s.phase[request] = CALLING;
    if (this.#residual !== null) s.since[request] = this.#simulator.now;
    s.timer[request] = this.#simulator.schedule(
      this.#simulator.now + duration,
      this.#answer,
      request,
    );
  }

  #answered(request: number): void {
    this.state.phase[request] = NOT_CALLING;
    this.#freeConnection(request);
    this.onAnswer(request);
  }

  #freeConnection(request: number): void {
    const next = this.#connections.release(this.state.pod[request]!);
    if (next !== NOBODY) this.#begin(next);
  }
}
