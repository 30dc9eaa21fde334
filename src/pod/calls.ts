/** What a handler is busy with: a blocking call on its event loop, or a call to the store. */
import { createColumns, growColumns } from '../kernel/columns.ts';
import type { EventLoop } from './event-loop.ts';

const NOT_BUSY = 0;
const BLOCKS = 1;
const CALLS = 2;

/** By request. */
const columns = (capacity: number) => ({
  /** NOT_BUSY, BLOCKS the event loop or CALLS the store, or waits to. */
  busy: new Uint8Array(capacity),
});

export type CallsState = ReturnType<typeof columns>;

export class Calls {
  readonly state: CallsState = createColumns(columns);
  /** Asks the store to take or give bytes for a request. */
  onCall: (pod: number, request: number, bytes: number) => void = () => undefined;
  /** A request gives up its call to the store. */
  onCancel: (request: number) => void = () => undefined;
  readonly #loop: EventLoop;

  constructor(loop: EventLoop) {
    this.#loop = loop;
  }

  /** A request has come in: it is not busy. */
  open(request: number): void {
    if (request >= this.state.busy.length) growColumns(this.state, columns, request);
    this.state.busy[request] = NOT_BUSY;
  }

  /** Asks the store to take or give bytes [B]. */
  call(pod: number, request: number, bytes: number): void {
    this.state.busy[request] = CALLS;
    this.onCall(pod, request, bytes);
  }

  /** Asks for the event loop for so long [s]. */
  block(pod: number, request: number, seconds: number): void {
    this.state.busy[request] = BLOCKS;
    this.#loop.block(pod, request, seconds);
  }

  /** What it was busy with is over. */
  over(request: number): void {
    this.state.busy[request] = NOT_BUSY;
  }

  /** Stops what it is busy with; false if that is a blocking call that runs: nothing stops it. */
  stop(pod: number, request: number): boolean {
    const busy = this.state.busy[request];
    if (busy === BLOCKS) return this.#loop.withdraw(pod, request);
    if (busy === CALLS) this.onCancel(request);
    return true;
  }
}
