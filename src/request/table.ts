/**
 * The requests in the system, as columns by request id. Ids are recycled; `number` never is.
 * Each column names the one room that writes it; everybody may read.
 */
import { createColumns, growColumns } from '../kernel/columns.ts';
import { NOBODY } from '../kernel/linked-queue.ts';
import { NO_EVENT } from '../kernel/simulator.ts';

export const GET = 0;
export const PUT = 1;
export const POST = 2;
export const HEAD = 3;
export const DELETE = 4;

/** How far a request has come in its pod. */
export const NOT_IN_POD = 0;
/** Its body has not wholly left the client. */
export const UPLOADING = 1;
/** The pod has the whole body and has not begun to answer. */
export const THINKING = 2;
/** Its answer is on the way. */
export const RESPONDING = 3;

/** Whom a request in a pod waits for: nobody while its bytes flow. */
export const FLOWING = 0;
export const AWAITS_POD = 1;
export const AWAITS_CLIENT = 2;

/** By request. */
const columns = (capacity: number) => ({
  /** table: place in the order of sending, from 0; never reused. */
  number: new Float64Array(capacity),
  /** clients: instant of sending [s]. */
  sentAt: new Float64Array(capacity),
  /** clients: body [B]. */
  bodyBytes: new Float64Array(capacity),
  /** clients: response [B]. */
  responseBytes: new Float64Array(capacity),
  /** clients: most this client sends or reads [B/s]; Infinity: no cap of its own. */
  pace: new Float64Array(capacity),
  /** clients: instant the first attempt of its operation was sent [s]. */
  operationAt: new Float64Array(capacity),
  /** clients: body or response of its operation, of which it may be a part [B]. */
  operationBytes: new Float64Array(capacity),
  /**
   * clients: longest wait for `100 Continue` before the body is sent unasked [s]; 0: no Expect.
   * haproxy: 0 once it has answered that itself.
   */
  expectWait: new Float64Array(capacity),
  /** clients: bytes of body or response after which it stalls [B]; Infinity: never. */
  stallAt: new Float64Array(capacity),
  /** clients: how long it stalls [s]; Infinity: for good. */
  stallFor: new Float64Array(capacity),
  /** clients: event at which its client gives up, or NO_EVENT. */
  patienceTimer: new Float64Array(capacity),
  /** simulation: instant of reaching a pod [s]; NaN before. */
  assignedAt: new Float64Array(capacity),
  /** clients: index of the population. */
  population: new Int32Array(capacity),
  /** clients: index of the worker within it. */
  worker: new Int32Array(capacity),
  /** clients: GET, PUT, POST, HEAD or DELETE. */
  method: new Uint8Array(capacity),
  /** clients: 1 if it makes up for time it was kept waiting, reading faster than its pace. */
  catchesUp: new Uint8Array(capacity),
  /** clients: attempts of its operation so far, this one included. */
  attempt: new Int32Array(capacity),
  /** clients: how often this very request was sent before, as the earlier attempts it repeats. */
  repeats: new Int32Array(capacity),
  /** clients: multipart upload it belongs to, or NOBODY. */
  upload: new Int32Array(capacity),
  /** clients: 1 if its connection is kept open for the next request of its worker. */
  keepsAlive: new Uint8Array(capacity),
  /** haproxy: index of the replica. */
  proxy: new Int32Array(capacity),
  /** haproxy: server it holds a slot of, or NOBODY. */
  server: new Int32Array(capacity),
  /** haproxy: retries so far. */
  tries: new Int32Array(capacity),
  /** haproxy: bytes of its body that HAProxy has as it connects: they reach the pod at once [B]. */
  buffered: new Float64Array(capacity),
  /** haproxy: how it ended for HAProxy, as an index into TERMINATIONS. */
  termination: new Uint8Array(capacity),
  /** pod: pod it is in, or NOBODY. */
  pod: new Int32Array(capacity),
  /** pod: NOT_IN_POD, UPLOADING, THINKING or RESPONDING. */
  stage: new Uint8Array(capacity),
  /** pod: FLOWING, AWAITS_POD or AWAITS_CLIENT. */
  waitsFor: new Uint8Array(capacity),
  /** simulation: pod it reached last, or NOBODY. */
  reached: new Int32Array(capacity),
  /** simulation: 1 once its client has its answer, or has gone. */
  answered: new Uint8Array(capacity),
  /** table: parties that still have to do with it: its client, the front, its pod. */
  holders: new Uint8Array(capacity),
  /** table: not by request, a stack of free ids as deep as there are ids. */
  free: new Int32Array(capacity),
});

export type RequestTableState = ReturnType<typeof columns> & {
  /** Requests sent so far. */
  sent: number;
  /** Requests in the system. */
  live: number;
  /** Ids on the free stack. */
  freeCount: number;
};

export class RequestTable {
  readonly state: RequestTableState;

  constructor(capacity = 64) {
    this.state = createColumns(columns, { sent: 0, live: 0, freeCount: 0 }, capacity);
    this.#offer(0, capacity);
  }

  /** Enters a request sent now, held by its client, and returns its id. */
  enter(now: number): number {
    const s = this.state;
    if (s.freeCount === 0) this.#grow();
    const request = s.free[--s.freeCount]!;
    s.number[request] = s.sent++;
    s.live++;
    s.sentAt[request] = now;
    s.assignedAt[request] = Number.NaN;
    s.server[request] = NOBODY;
    s.pod[request] = NOBODY;
    s.reached[request] = NOBODY;
    s.tries[request] = 0;
    s.buffered[request] = 0;
    s.operationAt[request] = now;
    s.attempt[request] = 1;
    s.repeats[request] = 0;
    s.upload[request] = NOBODY;
    s.patienceTimer[request] = NO_EVENT;
    s.expectWait[request] = 0;
    s.stallAt[request] = Number.POSITIVE_INFINITY;
    s.stallFor[request] = 0;
    s.keepsAlive[request] = 0;
    s.stage[request] = NOT_IN_POD;
    s.waitsFor[request] = FLOWING;
    s.termination[request] = 0;
    s.answered[request] = 0;
    s.holders[request] = 1;
    return request;
  }

  /** One more party has to do with the request: its id stays taken until that party drops it. */
  hold(request: number): void {
    this.state.holders[request]!++;
  }

  /** A party is through with the request; the last one frees its id. */
  drop(request: number): void {
    const s = this.state;
    if (--s.holders[request]! > 0) return;
    s.free[s.freeCount++] = request;
    s.live--;
  }

  #grow(): void {
    const s = this.state;
    const old = s.free.length;
    growColumns(s, columns, old);
    this.#offer(old, s.free.length);
  }

  /** Puts ids on the free stack, the lowest on top. */
  #offer(from: number, to: number): void {
    const s = this.state;
    for (let id = to - 1; id >= from; id--) s.free[s.freeCount++] = id;
  }
}
