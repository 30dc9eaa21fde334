/**
 * One event loop per pod: encrypting a part, or decrypting and writing one, is one blocking call,
 * first come, first served, and while it runs the loop does nothing else.
 */
import type { FlowNetwork } from '../flow/flow-network.ts';
import { createColumns, growColumns } from '../kernel/columns.ts';
import { NOBODY } from '../kernel/linked-queue.ts';
import { NO_EVENT, type Simulator } from '../kernel/simulator.ts';
import { Servers, type ServersState } from '../stations/servers.ts';

/** By request. */
const columns = (capacity: number) => ({
  /** How long its call blocks [s]. */
  seconds: new Float64Array(capacity),
});

export type EventLoopState = ReturnType<typeof columns> & {
  calls: ServersState;
  /** By pod: request whose call runs, or NOBODY; the handle of its end, and its instant [s]. */
  running: Int32Array;
  timer: Float64Array;
  endsAt: Float64Array;
};

export class EventLoop {
  readonly state: EventLoopState;
  /** Called when a request's blocking call begins. */
  onBegin: (pod: number, request: number) => void = () => undefined;
  /** Called when it has ended. */
  onEnd: (pod: number, request: number) => void = () => undefined;
  /** Called when a blocking call has begun that ends at an instant [s]. */
  onBlock: (pod: number, until: number) => void = () => undefined;
  /** Called when a pod has got a blocking call to run. */
  onBusy: (pod: number) => void = () => undefined;
  readonly #simulator: Simulator;
  readonly #network: FlowNetwork;
  readonly #calls: Servers;
  readonly #podOf: (request: number) => number;
  readonly #done: number;

  /** @param podOf the pod a request is in */
  constructor(
    simulator: Simulator,
    network: FlowNetwork,
    pods: number,
    podOf: (request: number) => number,
  ) {
    this.#simulator = simulator;
    this.#network = network;
    this.#calls = new Servers(pods, 1);
    this.#podOf = podOf;
    this.#done = simulator.on((request) => this.#end(request));
    this.state = createColumns(columns, {
      calls: this.#calls.state,
      running: new Int32Array(pods).fill(NOBODY),
      timer: new Float64Array(pods).fill(NO_EVENT),
      endsAt: new Float64Array(pods),
    });
  }

  /** Queues a blocking call of so many seconds. The pod must have been touched. */
  block(pod: number, request: number, seconds: number): void {
    const s = this.state;
    if (request >= s.seconds.length) growColumns(s, columns, request);
    s.seconds[request] = seconds;
    if (this.#calls.request(pod, request) === 'served') this.#begin(pod, request);
    this.onBusy(pod);
  }

  /** Takes a request's call out of the queue; false if it runs already: nothing can stop it. */
  withdraw(pod: number, request: number): boolean {
    if (this.state.running[pod] === request) return false;
    this.#calls.leave(pod, request);
    return true;
  }

  /** Time until all blocking calls of a pod, running and waiting, are through [s]. */
  busyFor(pod: number): number {
    const { running, endsAt, seconds } = this.state;
    if (running[pod] === NOBODY) return 0;
    const { head, next } = this.#calls.state.queues;
    let wait = endsAt[pod]! - this.#simulator.now;
    for (let id = head[pod]!; id !== NOBODY; id = next[id]!) wait += seconds[id]!;
    return wait;
  }

  /** Blocking calls of a pod that run or wait. */
  pending(pod: number): number {
    return this.#calls.busy(pod) + this.#calls.waiting(pod);
  }

  /** Drops all calls of a pod that died. */
  clear(pod: number): void {
    this.#simulator.cancel(this.state.timer[pod]!);
    this.state.timer[pod] = NO_EVENT;
    this.state.running[pod] = NOBODY;
    this.#calls.clear(pod);
  }

  #begin(pod: number, request: number): void {
    const s = this.state;
    this.onBegin(pod, request);
    this.#network.stall(pod, true);
    s.running[pod] = request;
    s.endsAt[pod] = this.#simulator.now + s.seconds[request]!;
    s.timer[pod] = this.#simulator.schedule(s.endsAt[pod]!, this.#done, request);
    this.onBlock(pod, s.endsAt[pod]!);
  }

  #end(request: number): void {
    const pod = this.#podOf(request);
    this.state.timer[pod] = NO_EVENT;
    this.state.running[pod] = NOBODY;
    this.#network.touch(pod);
    this.#network.stall(pod, false);
    this.onEnd(pod, request);
    const next = this.#calls.release(pod);
    if (next !== NOBODY) this.#begin(pod, next);
  }
}
