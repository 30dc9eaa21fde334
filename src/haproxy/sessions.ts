/** What HAProxy knows of a request in progress, as columns by request id. */
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

const INTEGERS = [
  /** OUTSIDE, RECEIVING, QUEUED, PAUSED, CONNECTED or DELIVERED. */
  'phase',
  /** 1 if it was handed over beyond the slots and holds none. */
  'surplus',
  /** Server of the failed attempt, avoided when it is placed anew; or NOBODY. */
  'avoid',
  /** Pod it was connected to last, or NOBODY. */
  'pod',
  /** 1 if all of it was in the buffer when it was sent to a pod for the first time. */
  'repeatable',
  /** 1 once its client has closed the connection and HAProxy has not noticed. */
  'abandoned',
] as const;

type Column = (typeof INTEGERS)[number];

export type SessionsState = Record<Column, Int32Array> & {
  /** Handle of the next attempt to connect. */
  timer: Float64Array;
};

export class Sessions {
  readonly state: SessionsState;

  constructor(capacity = 64) {
    const state = { timer: new Float64Array(capacity) };
    for (const column of INTEGERS) Object.assign(state, { [column]: new Int32Array(capacity) });
    this.state = state as SessionsState;
  }

  /** A request has come in. */
  open(request: number): void {
    const s = this.state;
    if (request >= s.timer.length) this.#grow(request);
    s.phase[request] = OUTSIDE;
    s.surplus[request] = 0;
    s.avoid[request] = NOBODY;
    s.pod[request] = NOBODY;
    s.repeatable[request] = 0;
    s.abandoned[request] = 0;
    s.timer[request] = NO_EVENT;
  }

  #grow(request: number): void {
    const s = this.state;
    const capacity = Math.max(request + 1, s.timer.length * 2);
    for (const column of INTEGERS) {
      const larger = new Int32Array(capacity);
      larger.set(s[column]);
      s[column] = larger;
    }
    const timer = new Float64Array(capacity);
    timer.set(s.timer);
    s.timer = timer;
  }
}
