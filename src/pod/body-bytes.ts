/**
 * How far each body has come: with the client still, in the kernel's receive buffer, in uvicorn's,
 * or in the hands of the handler; and what the handler wants of it.
 */
import { createColumns, growColumns } from '../kernel/columns.ts';
import type { RequestTableState } from '../request/table.ts';
import { DRAIN, PARK_KERNEL, PARK_UNREAD, PASS, READ } from './places.ts';
import { ROUNDING } from './rounding.ts';

/** What the handler does with the body: nothing, read it, or pass it on. */
export const LEAVES = 0;
export const READS = 1;
export const PASSES = 2;

/** By request. */
const columns = (capacity: number) => ({
  /** Bytes the handler has read, or passed on [B]. */
  read: new Float64Array(capacity),
  /** Bytes in uvicorn's buffer [B]. */
  unread: new Float64Array(capacity),
  /** Bytes in the kernel's receive buffer [B]. */
  kernel: new Float64Array(capacity),
  /** Bytes the handler wants to have read before it is told [B]. */
  goal: new Float64Array(capacity),
  /** LEAVES, READS or PASSES. */
  doing: new Uint8Array(capacity),
});

export type BodyBytesState = ReturnType<typeof columns>;

export class BodyBytes {
  readonly state: BodyBytesState = createColumns(columns);
  readonly #requests: RequestTableState;

  constructor(requests: RequestTableState) {
    this.#requests = requests;
  }

  /** A request has come in: nothing of its body has. */
  open(request: number): void {
    const s = this.state;
    if (request >= s.read.length) growColumns(s, columns, request);
    s.read[request] = 0;
    s.unread[request] = 0;
    s.kernel[request] = 0;
    s.doing[request] = LEAVES;
  }

  /** Bytes the handler has not read yet of what it wants [B]. */
  missing(request: number): number {
    return this.state.goal[request]! - this.state.read[request]!;
  }

  /** Bytes that have left the client [B]. */
  arrived(request: number): number {
    const s = this.state;
    return s.read[request]! + s.unread[request]! + s.kernel[request]!;
  }

  /** Bytes that HAProxy has of those that have not arrived [B]. */
  ahead(request: number): number {
    return Math.max(0, this.#requests.buffered[request]! - this.arrived(request));
  }

  /** Bytes that the client has not sent yet [B]. */
  unsent(request: number): number {
    return this.unsentOf(request, this.arrived(request));
  }

  /** The same where it is known how many have left the client [B]. */
  unsentOf(request: number, arrived: number): number {
    if (this.state.doing[request] === PASSES) return this.missing(request);
    return this.#requests.bodyBytes[request]! - arrived;
  }

  /** Whether the client has bytes of the body left to send. */
  isIncomplete(request: number): boolean {
    return this.unsent(request) > ROUNDING;
  }

  /** Books bytes that a flow of this kind has moved; the pod's levels are the network's affair. */
  moved(request: number, kind: number, bytes: number): void {
    const s = this.state;
    if (kind === PARK_UNREAD) s.unread[request]! += bytes;
    if (kind === PARK_KERNEL) s.kernel[request]! += bytes;
    if (kind === DRAIN) s.kernel[request]! -= bytes;
    if (kind === READ || kind === DRAIN || kind === PASS) s.read[request]! += bytes;
  }
}
