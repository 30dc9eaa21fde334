/**
 * The requests in the system, as columns by request id. Ids are recycled; `number` never is.
 * Each column names the one room that writes it; everybody may read.
 */
import { NOBODY } from '../kernel/linked-queue.ts';

export const GET = 0;
export const PUT = 1;
export const POST = 2;
export const HEAD = 3;
export const DELETE = 4;

const FLOATS = [
  /** table: place in the order of sending, from 0; never reused. */
  'number',
  /** clients: instant of sending [s]. */
  'sentAt',
  /** clients: body [B]. */
  'bodyBytes',
  /** clients: response [B]. */
  'responseBytes',
  /** clients: most this client sends or reads [B/s]; Infinity: no cap of its own. */
  'pace',
  /** simulation: instant of reaching a pod [s]; NaN before. */
  'assignedAt',
] as const;

const INTEGERS = [
  /** clients: index of the population. */
  'population',
  /** clients: index of the worker within it. */
  'worker',
  /** clients: GET, PUT, POST, HEAD or DELETE. */
  'method',
  /** clients: 1 if it makes up for time it was kept waiting, reading faster than its pace. */
  'catchesUp',
  /** haproxy: index of the replica. */
  'proxy',
  /** haproxy: server it holds a slot of, or NOBODY. */
  'server',
  /** haproxy: failed connects so far. */
  'tries',
  /** pod: pod it is in, or NOBODY. */
  'pod',
  /** simulation: pod it reached last, or NOBODY. */
  'reached',
] as const;

type FloatColumn = (typeof FLOATS)[number];
type IntegerColumn = (typeof INTEGERS)[number];

export type RequestTableState = Record<FloatColumn, Float64Array> &
  Record<IntegerColumn, Int32Array> & {
    /** Requests sent so far. */
    sent: number;
    /** Requests in the system. */
    live: number;
    /** Stack of free ids. */
    free: Int32Array;
    freeCount: number;
  };

export class RequestTable {
  readonly state: RequestTableState;

  constructor(capacity = 64) {
    const state = { sent: 0, live: 0, free: new Int32Array(capacity), freeCount: 0 };
    for (const column of FLOATS) Object.assign(state, { [column]: new Float64Array(capacity) });
    for (const column of INTEGERS) Object.assign(state, { [column]: new Int32Array(capacity) });
    this.state = state as RequestTableState;
    this.#offer(0, capacity);
  }

  /** Enters a request sent now and returns its id. */
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
    return request;
  }

  /** Lets the id of an ended request be used again. */
  leave(request: number): void {
    const s = this.state;
    s.free[s.freeCount++] = request;
    s.live--;
  }

  #grow(): void {
    const s = this.state;
    const old = s.free.length;
    for (const column of FLOATS) {
      const larger = new Float64Array(old * 2);
      larger.set(s[column]);
      s[column] = larger;
    }
    for (const column of [...INTEGERS, 'free'] as const) {
      const larger = new Int32Array(old * 2);
      larger.set(s[column]);
      s[column] = larger;
    }
    this.#offer(old, old * 2);
  }

  /** Puts ids on the free stack, the lowest on top. */
  #offer(from: number, to: number): void {
    const s = this.state;
    for (let id = to - 1; id >= from; id--) s.free[s.freeCount++] = id;
  }
}
