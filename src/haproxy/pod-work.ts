/**
 * Which pods have work: requests inside whose client has not stalled. Only there can an event loop
 * be too busy to answer a check.
 */
import { createColumns, growColumns } from '../kernel/columns.ts';
import { NOBODY } from '../kernel/linked-queue.ts';
import { AWAITS_CLIENT, type RequestTableState } from '../request/table.ts';

/** By request. */
const columns = (capacity: number) => ({
  /** 1 + the pod that works on it; 0: none does. */
  worksIn: new Int32Array(capacity),
});

type PodWorkState = ReturnType<typeof columns> & {
  /** By pod: its requests that do not wait for their client. */
  working: Int32Array;
};

export class PodWork {
  readonly state: PodWorkState;
  readonly #requests: RequestTableState;

  constructor(pods: number, requests: RequestTableState) {
    this.#requests = requests;
    this.state = createColumns(columns, { working: new Int32Array(pods) });
  }

  has(pod: number): boolean {
    return this.state.working[pod]! > 0;
  }

  /**
   * A request has entered a pod, has changed there, or has left it.
   *
   * @returns the pod that has one more to work on, or NOBODY
   */
  moved(request: number): number {
    if (request >= this.state.worksIn.length) growColumns(this.state, columns, request);
    const { working, worksIn } = this.state;
    const pod = this.#requests.pod[request]!;
    const isIdle = pod === NOBODY || this.#requests.waitsFor[request] === AWAITS_CLIENT;
    const before = worksIn[request]!;
    const now = isIdle ? 0 : pod + 1;
    if (now === before) return NOBODY;
    worksIn[request] = now;
    if (before > 0) working[before - 1]!--;
    if (now === 0) return NOBODY;
    working[pod]!++;
    return pod;
  }
}
