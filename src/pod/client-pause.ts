/**
 * What keeps a client from sending its body, or from reading its answer: it waits for
 * `100 Continue`, it stalls once at a byte of its own choice, or it has left.
 *
 * uvicorn sends `100 Continue` when the application first asks for the body (`receive`). A client
 * that gets none within its own wait, which began when it sent its request, sends the body unasked.
 */
import { createColumns, growColumns } from '../kernel/columns.ts';
import { NO_EVENT, type Simulator } from '../kernel/simulator.ts';
import type { RequestTableState } from '../request/table.ts';

const NONE = 0;
const AWAITS_CONTINUE = 1;
const STALLED = 2;
const LEFT = 3;

const NEVER = Number.POSITIVE_INFINITY;

/** By request. */
const columns = (capacity: number) => ({
  /** NONE, AWAITS_CONTINUE, STALLED or LEFT. */
  pause: new Uint8Array(capacity),
  /** Bytes up to which the client goes without a stall [B]. */
  limit: new Float64Array(capacity),
  /** When its stall ends, if it began before its request came in; else NaN [s]. */
  goesOnAt: new Float64Array(capacity),
  /** Handle of the end of its pause, or NO_EVENT. */
  timer: new Float64Array(capacity).fill(NO_EVENT),
});

export type ClientPauseState = ReturnType<typeof columns> & {
  /** Clients that have stalled for good and are still connected. */
  forGood: number;
};

export class ClientPause {
  readonly state: ClientPauseState;
  /** Called when a client goes on. */
  onOver: (request: number) => void = () => undefined;
  readonly #simulator: Simulator;
  readonly #requests: RequestTableState;
  readonly #over: number;

  constructor(simulator: Simulator, requests: RequestTableState) {
    this.#simulator = simulator;
    this.#requests = requests;
    this.#over = simulator.on((request) => this.#end(request));
    this.state = createColumns(columns, { forGood: 0 });
  }

  /** A request has come in. */
  open(request: number): void {
    const s = this.state;
    if (request >= s.pause.length) growColumns(s, columns, request);
    const { stallAt, expectWait, bodyBytes, sentAt } = this.#requests;
    s.pause[request] = NONE;
    s.limit[request] = stallAt[request]!;
    s.goesOnAt[request] = Number.NaN;
    s.timer[request] = NO_EVENT;
    if (bodyBytes[request] === 0) return;
    const until = sentAt[request]! + expectWait[request]!;
    if (until <= this.#simulator.now) {
      this.#openSending(request, until);
      return;
    }
    s.pause[request] = AWAITS_CONTINUE;
    this.#wakeAt(request, until);
  }

  /** A request has come in whose client sends since an instant; HAProxy may have some of it. */
  #openSending(request: number, since: number): void {
    const s = this.state;
    const { stallAt, stallFor, buffered, pace } = this.#requests;
    const stall = stallAt[request]!;
    if (buffered[request]! < stall) return;
    s.goesOnAt[request] = since + stall / pace[request]! + stallFor[request]!;
    // The end of the stall is behind its client.
    const isPast = buffered[request]! > stall || s.goesOnAt[request]! <= this.#simulator.now;
    if (isPast) s.limit[request] = NEVER;
  }

  /** Bytes the client moves before it pauses, of which it has moved so many [B]. */
  allowance(request: number, moved: number): number {
    const { pause, limit } = this.state;
    return pause[request] === NONE ? Math.max(0, limit[request]! - moved) : 0;
  }

  /** The client has come to the byte at which it stalls. */
  reached(request: number): void {
    const s = this.state;
    if (s.pause[request] !== NONE) return;
    s.pause[request] = STALLED;
    const pause = this.#requests.stallFor[request]!;
    const { now } = this.#simulator;
    const known = s.goesOnAt[request]!;
    if (pause === NEVER) s.forGood++;
    else this.#wakeAt(request, Number.isNaN(known) ? now + pause : Math.max(now, known));
  }

  /** The application asks for the body. */
  askForBody(request: number): void {
    const s = this.state;
    if (s.pause[request] !== AWAITS_CONTINUE) return;
    s.pause[request] = NONE;
    this.#simulator.cancel(s.timer[request]!);
    s.timer[request] = NO_EVENT;
  }

  isStalled(request: number): boolean {
    return this.state.pause[request] === STALLED;
  }

  /** The client moves nothing any more: it has left, or its request is over. */
  close(request: number): void {
    const s = this.state;
    if (s.pause[request] === STALLED && this.#requests.stallFor[request] === NEVER) s.forGood--;
    s.pause[request] = LEFT;
    this.#simulator.cancel(s.timer[request]!);
    s.timer[request] = NO_EVENT;
  }

  #wakeAt(request: number, at: number): void {
    if (at === NEVER) return;
    this.state.timer[request] = this.#simulator.schedule(at, this.#over, request);
  }

  #end(request: number): void {
    const s = this.state;
    // A client that stalled is past the byte it stalled at; one that waited has it before it.
    if (s.pause[request] === STALLED) s.limit[request] = NEVER;
    s.pause[request] = NONE;
    s.timer[request] = NO_EVENT;
    this.onOver(request);
  }
}
