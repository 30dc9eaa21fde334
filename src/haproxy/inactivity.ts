/**
 * `timeout server` and `timeout client`: how long a request may stand still because of the pod, or
 * because of the client. They measure inactivity: whoever trickles is never timed out, and there is
 * no limit on the whole. A request whose bytes move has no timer; standing still, it has one.
 *
 * The wait for an answer is the pod's. While a client stalls in mid-upload, 2.6 lets `timeout
 * server` run. A client that has not sent a small body runs into `timeout client` even in the
 * queue (2.8 on), unless HAProxy's buffer is full.
 */
import { createColumns, growColumns } from '../kernel/columns.ts';
import { NO_EVENT, type Simulator } from '../kernel/simulator.ts';
import type { Ending } from '../request/ending.ts';
import {
  AWAITS_CLIENT,
  FLOWING,
  RESPONDING,
  type RequestTable,
  UPLOADING,
} from '../request/table.ts';
import type { Termination } from '../request/termination.ts';
import type { HaproxyOptions } from './options.ts';
import { REQUEST_BUFFER } from './request-buffer.ts';
import { traitsOf, type VersionTraits } from './version.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** By request. */
const columns = (capacity: number) => ({
  /** When it has stood still for too long [s]. */
  deadline: new Float64Array(capacity).fill(NEVER),
  /** When its timer looks at it next [s], at its deadline or before; and the handle. */
  due: new Float64Array(capacity).fill(NEVER),
  timer: new Float64Array(capacity).fill(NO_EVENT),
  /** 1 while it waits in a queue. */
  queued: new Uint8Array(capacity),
});

export class Inactivity {
  readonly state: ReturnType<typeof columns> = createColumns(columns);
  /** A request has stood still for too long; it has been released. */
  onExpired: (request: number, ending: Ending, termination: Termination) => void = () => undefined;
  readonly #simulator: Simulator;
  readonly #table: RequestTable;
  readonly #server: number;
  readonly #client: number;
  readonly #traits: VersionTraits;
  readonly #isOff: boolean;
  readonly #look: number;

  constructor(
    simulator: Simulator,
    table: RequestTable,
    { timeouts, version }: Pick<HaproxyOptions, 'timeouts' | 'version'>,
  ) {
    this.#simulator = simulator;
    this.#table = table;
    this.#server = timeouts.server;
    this.#client = timeouts.client;
    this.#traits = traitsOf(version);
    this.#isOff = timeouts.server === NEVER && timeouts.client === NEVER;
    this.#look = simulator.on((request) => this.#lookAt(request));
  }

  /** A request in a pod has moved on, or stands still from now on: its columns say which. */
  progressed(request: number): void {
    if (this.#isOff) return;
    this.#arm(request, this.#simulator.now + this.#patience(request));
  }

  /** A request joins a queue. */
  queued(request: number): void {
    if (this.#isOff || !this.#traits.clientTimeoutInQueue) return;
    const deadline = this.#deadlineInQueue(request);
    if (deadline === NEVER) return;
    this.#arm(request, deadline);
    this.state.queued[request] = 1;
  }

  /** A request has left its queue, or its pod, or is cut off from it. */
  released(request: number): void {
    const s = this.state;
    if (this.#isOff || request >= s.due.length) return;
    this.#simulator.cancel(s.timer[request]!);
    s.timer[request] = NO_EVENT;
    s.due[request] = NEVER;
    s.deadline[request] = NEVER;
    s.queued[request] = 0;
  }

  /** Bytes of a request that would move have not for `timeout server`: its pod does not read. */
  stoodStill(request: number): void {
    if (this.#table.state.waitsFor[request] !== FLOWING) return;
    this.released(request);
    this.#expire(request);
  }

  /** A client is silent while it waits for `100 Continue`, and while it stalls. */
  #deadlineInQueue(request: number): number {
    const { bodyBytes, expectWait, pace, sentAt, stallAt, stallFor } = this.#table.state;
    const { now } = this.#simulator;
    const sendsFrom = sentAt[request]! + expectWait[request]!;
    if (now + this.#client < sendsFrom) return now + this.#client;
    if (stallAt[request]! >= Math.min(bodyBytes[request]!, REQUEST_BUFFER)) return NEVER;
    const silentFrom = sendsFrom + stallAt[request]! / pace[request]!;
    const deadline = Math.max(now, silentFrom) + this.#client;
    return deadline < silentFrom + stallFor[request]! ? deadline : NEVER;
  }

  #patience(request: number): number {
    const waitsFor = this.#table.state.waitsFor[request]!;
    if (waitsFor === FLOWING) return NEVER;
    const isClients = waitsFor === AWAITS_CLIENT && !this.#isServersStall(request);
    return isClients ? this.#client : this.#server;
  }

  /** 2.6 suspends `timeout client` during an upload, even where `timeout server` is unset. */
  #isServersStall(request: number): boolean {
    const isUpload = this.#table.state.stage[request] === UPLOADING;
    return isUpload && this.#traits.stalledUpload === 'server';
  }

  /** A timer that is due before the deadline stays: it moves on when it gets there. */
  #arm(request: number, deadline: number): void {
    if (request >= this.state.due.length) growColumns(this.state, columns, request);
    const s = this.state;
    s.deadline[request] = deadline;
    if (deadline >= s.due[request]!) return;
    this.#simulator.cancel(s.timer[request]!);
    s.due[request] = deadline;
    s.timer[request] = this.#simulator.schedule(deadline, this.#look, request);
  }

  #lookAt(request: number): void {
    const s = this.state;
    const deadline = s.deadline[request]!;
    s.due[request] = NEVER;
    s.timer[request] = NO_EVENT;
    if (deadline > this.#simulator.now) {
      this.#arm(request, deadline);
      return;
    }
    const wasQueued = s.queued[request] === 1;
    this.released(request);
    if (wasQueued) this.onExpired(request, 'client_gave_up', 'cQ');
    else this.#expire(request);
  }

  #expire(request: number): void {
    const { stage, waitsFor } = this.#table.state;
    const isAnswering = stage[request] === RESPONDING;
    if (waitsFor[request] === AWAITS_CLIENT && !this.#isServersStall(request)) {
      this.onExpired(request, 'client_gave_up', isAnswering ? 'cD' : 'cH');
      return;
    }
    const isUnread = stage[request] === UPLOADING && waitsFor[request] !== AWAITS_CLIENT;
    const inHeaders = isUnread ? this.#traits.unreadUpload : 'sH';
    this.onExpired(request, 'gateway_timeout', isAnswering ? 'sD' : inHeaders);
  }
}
