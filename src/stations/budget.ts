/**
 * Divisible budgets with waiters served strictly in order: a waiter that does not fit keeps those
 * behind it waiting, even if they would fit. Waiting longer than `patience` ends in `onExpiry`.
 */
import { createColumns, growColumns } from '../kernel/columns.ts';
import { NOBODY } from '../kernel/linked-queue.ts';
import type { Simulator } from '../kernel/simulator.ts';
import { PatientQueue, type PatientQueueState } from './patient-queue.ts';

/** By id. */
const columns = (capacity: number) => ({
  /** Amount asked for or held. */
  amount: new Float64Array(capacity),
});

export type BudgetState = ReturnType<typeof columns> & {
  /** Amount in use, by budget. */
  used: Float64Array;
  queue: PatientQueueState;
};

export class Budget {
  readonly state: BudgetState;
  /** Called when a waiter is granted its amount. */
  onGrant: (budget: number, id: number) => void = () => undefined;
  /** Called when a waiter has waited too long. */
  onExpiry: (budget: number, id: number) => void = () => undefined;
  readonly #queue: PatientQueue;
  readonly #total: number;

  constructor(simulator: Simulator, budgets: number, total: number, patience: number) {
    this.#total = total;
    this.#queue = new PatientQueue(simulator, budgets, patience);
    this.#queue.onExpiry = (budget, id) => {
      this.state.amount[id] = 0;
      this.onExpiry(budget, id);
      this.#grantWaiters(budget);
    };
    this.state = createColumns(columns, {
      used: new Float64Array(budgets),
      queue: this.#queue.state,
    });
  }

  used(budget: number): number {
    return this.state.used[budget]!;
  }

  waiting(budget: number): number {
    return this.#queue.length(budget);
  }

  /** Asks for `amount`: granted at once, queued, or refused because it never fits. */
  request(budget: number, id: number, amount: number): 'granted' | 'queued' | 'refused' {
    const s = this.state;
    if (amount > this.#total) return 'refused';
    if (id >= s.amount.length) growColumns(s, columns, id);
    s.amount[id] = amount;
    // Who asks for nothing waits for nobody.
    if (amount === 0) return 'granted';
    if (this.#queue.length(budget) > 0 || s.used[budget]! + amount > this.#total) {
      this.#queue.push(budget, id);
      return 'queued';
    }
    s.used[budget]! += amount;
    return 'granted';
  }

  /** Gives back what `id` holds and grants those who now fit, in order. */
  release(budget: number, id: number): void {
    const s = this.state;
    s.used[budget]! -= s.amount[id]!;
    s.amount[id] = 0;
    this.#grantWaiters(budget);
  }

  /** Empties the budget and its queue without calling anybody. */
  clear(budget: number): void {
    this.#queue.clear(budget);
    this.state.used[budget] = 0;
  }

  #grantWaiters(budget: number): void {
    const s = this.state;
    for (;;) {
      const head = this.#queue.head(budget);
      if (head === NOBODY || s.used[budget]! + s.amount[head]! > this.#total) return;
      this.#queue.shift(budget);
      s.used[budget]! += s.amount[head]!;
      this.onGrant(budget, head);
    }
  }
}
