/**
 * FIFO queues whose members all wait at most the same time. With one patience, deadlines come due
 * in queue order, so each queue needs one timer on its head instead of one event per member: a
 * timer that finds a younger head than it was set for simply moves on to that head's deadline.
 */
import { createColumns, growColumns } from '../kernel/columns.ts';
import { LinkedQueues, type LinkedQueuesState, NOBODY } from '../kernel/linked-queue.ts';
import { NO_EVENT, type Simulator } from '../kernel/simulator.ts';

/** By id. */
const columns = (capacity: number) => ({
  /** Instant of joining [s]. */
  joinedAt: new Float64Array(capacity),
});

export type PatientQueueState = ReturnType<typeof columns> & {
  queues: LinkedQueuesState;
  /** Handle of the head's timer, by queue. */
  timer: Float64Array;
};

export class PatientQueue {
  readonly state: PatientQueueState;
  /** Called with a member whose patience has run out; it has left the queue already. */
  onExpiry: (queue: number, id: number) => void = () => undefined;
  readonly #simulator: Simulator;
  readonly #queues: LinkedQueues;
  readonly #patience: number;
  readonly #due: number;

  /** @param patience longest wait [s]; Infinity sets no timer */
  constructor(simulator: Simulator, queues: number, patience: number) {
    this.#simulator = simulator;
    this.#queues = new LinkedQueues(queues);
    this.#patience = patience;
    this.state = createColumns(columns, {
      queues: this.#queues.state,
      timer: new Float64Array(queues).fill(NO_EVENT),
    });
    this.#due = simulator.on((queue) => this.#expire(queue));
  }

  length(queue: number): number {
    return this.#queues.length(queue);
  }

  head(queue: number): number {
    return this.#queues.head(queue);
  }

  push(queue: number, id: number): void {
    const s = this.state;
    if (id >= s.joinedAt.length) growColumns(s, columns, id);
    s.joinedAt[id] = this.#simulator.now;
    this.#queues.push(queue, id);
    if (s.timer[queue] === NO_EVENT) this.#arm(queue);
  }

  /** Removes and returns the member waiting longest, or NOBODY. */
  shift(queue: number): number {
    return this.#queues.shift(queue);
  }

  remove(queue: number, id: number): void {
    this.#queues.remove(queue, id);
  }

  /** Empties the queue without calling anybody. */
  clear(queue: number): void {
    while (this.#queues.shift(queue) !== NOBODY);
  }

  #arm(queue: number): void {
    const head = this.#queues.head(queue);
    if (head === NOBODY || this.#patience === Number.POSITIVE_INFINITY) return;
    const deadline = this.state.joinedAt[head]! + this.#patience;
    this.state.timer[queue] = this.#simulator.schedule(deadline, this.#due, queue);
  }

  #expire(queue: number): void {
    const s = this.state;
    const now = this.#simulator.now;
    s.timer[queue] = NO_EVENT;
    for (;;) {
      const head = this.#queues.head(queue);
      if (head === NOBODY || s.joinedAt[head]! + this.#patience > now) break;
      this.#queues.shift(queue);
      this.onExpiry(queue, head);
    }
    if (s.timer[queue] === NO_EVENT) this.#arm(queue);
  }
}
