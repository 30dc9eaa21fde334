/** What HAProxy knows of a request in progress, as columns by request id. */
import { createColumns, growColumns } from '../kernel/columns.ts';
import { NOBODY } from '../kernel/linked-queue.ts';
import { NO_EVENT } from '../kernel/simulator.ts';

/** HAProxy has nothing to do with it, or not yet. */
export const OUTSIDE = 0;
/** Its body is waited for before a server is chosen. */
export const RECEIVING = 1;
/** In a queue. */
export const QUEUED = 2;
/** Between two attempts to connect. */
export const PAUSED = 3;
/** Connected to a pod, or about to be. */
export const CONNECTED = 4;
/** The pod is through with it; its client may still be taking the answer. */
export const DELIVERED = 5;

/** By request. */
const columns = (capacity: number) => ({
  /** OUTSIDE, RECEIVING, QUEUED, PAUSED, CONNECTED or DELIVERED. */
  phase: new Uint8Array(capacity),
  /** 1 if it was handed over beyond the slots and holds none. */
  surplus: new Uint8Array(capacity),
  /** Server of the failed attempt, avoided when it is placed anew; or NOBODY. */
  avoid: new Int32Array(capacity),
  /** Pod it was connected to last, or NOBODY. */
  pod: new Int32Array(capacity),
  /** 1 if all of it was in the buffer when it was sent to a pod for the first time. */
  repeatable: new Uint8Array(capacity),
  /** 1 once its client has closed the connection and HAProxy has not noticed. */
  abandoned: new Uint8Array(capacity),
  /** Handle of the next attempt to connect. */
  timer: new Float64Array(capacity),
});

export type SessionsState = ReturnType<typeof columns>;

export class Sessions {
  readonly state: SessionsState = createColumns(columns);

  /** A request has come in. */
  open(request: number): void {
    const s = this.state;
    if (request >= s.timer.length) growColumns(s, columns, request);
    s.phase[request] = OUTSIDE;
    s.surplus[request] = 0;
    s.avoid[request] = NOBODY;
    s.pod[request] = NOBODY;
    s.repeatable[request] = 0;
    s.abandoned[request] = 0;
    s.timer[request] = NO_EVENT;
  }
}
