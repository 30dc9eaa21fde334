import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOBODY } from '../kernel/linked-queue.ts';
import { Simulator } from '../kernel/simulator.ts';
import { Budget } from './budget.ts';
import { PatientQueue } from './patient-queue.ts';
import { Servers } from './servers.ts';

const FOREVER = Number.POSITIVE_INFINITY;

describe('servers', () => {
  it('serve up to their number, queue up to the room, block the rest', () => {
    const servers = new Servers(1, 2, 1);
    expect([0, 1, 2, 3].map((id) => servers.request(0, id))).toEqual([
      'served',
      'served',
      'queued',
      'blocked',
    ]);
    expect(servers.release(0)).toBe(2);
    expect(servers.release(0)).toBe(NOBODY);
    expect(servers.busy(0)).toBe(1);
  });

  it('hand a freed server to the one waiting longest, skipping those who left', () => {
    const servers = new Servers(2, 1);
    for (const id of [0, 1, 2, 3]) servers.request(1, id);
    servers.leave(1, 1);
    expect([servers.release(1), servers.release(1), servers.release(1)]).toEqual([2, 3, NOBODY]);
  });
});

describe('patient queue', () => {
  it('lets members go exactly when their patience runs out, in order', () => {
    const simulator = new Simulator();
    const queue = new PatientQueue(simulator, 1, 10);
    const gone: string[] = [];
    queue.onExpiry = (_, id) => gone.push(`${id}@${simulator.now}`);
    const join = simulator.on((id) => queue.push(0, id));
    for (const [at, id] of [
      [0, 0],
      [1, 1],
      [1, 2],
      [7, 3],
      [30, 4],
    ] as const) {
      simulator.schedule(at, join, id);
    }
    const leave = simulator.on(() => queue.remove(0, 0));
    simulator.schedule(5, leave, 0);
    simulator.run(FOREVER, 1000);
    expect(gone).toEqual(['1@11', '2@11', '3@17', '4@40']);
    expect(queue.length(0)).toBe(0);
  });

  it('needs no event per member', () => {
    const simulator = new Simulator();
    const queue = new PatientQueue(simulator, 1, 10);
    for (let id = 0; id < 1000; id++) queue.push(0, id);
    expect(simulator.state.heap.size).toBe(1);
  });

  it('keeps members for ever if patience is infinite', () => {
    const simulator = new Simulator();
    const queue = new PatientQueue(simulator, 1, FOREVER);
    queue.push(0, 5);
    simulator.run(FOREVER, 10);
    expect(queue.shift(0)).toBe(5);
  });
});

/** The budget again, as a list and a rescan. */
class NaiveBudget {
  readonly held = new Map<number, number>();
  readonly waiting: { id: number; amount: number }[] = [];
  readonly granted: number[] = [];
  readonly total: number;

  constructor(total: number) {
    this.total = total;
  }

  request(id: number, amount: number): void {
    if (amount === 0) {
      this.held.set(id, amount);
      this.granted.push(id);
      return;
    }
    this.waiting.push({ id, amount });
    this.grant();
  }

  release(id: number): void {
    this.held.delete(id);
    this.grant();
  }

  grant(): void {
    for (;;) {
      const head = this.waiting[0];
      const used = [...this.held.values()].reduce((sum, amount) => sum + amount, 0);
      if (head === undefined || used + head.amount > this.total) return;
      this.waiting.shift();
      this.held.set(head.id, head.amount);
      this.granted.push(head.id);
    }
  }
}

describe('budget', () => {
  it('grants strictly in order and never more than it has', () => {
    const step = fc.record({ amount: fc.integer({ min: 0, max: 10 }), releases: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const budget = new Budget(new Simulator(), 1, 10, FOREVER);
        const naive = new NaiveBudget(10);
        const granted: number[] = [];
        budget.onGrant = (_, id) => granted.push(id);
        steps.forEach(({ amount, releases }, id) => {
          const holder = [...naive.held.keys()][0];
          if (releases && holder !== undefined) {
            naive.release(holder);
            budget.release(0, holder);
          } else {
            naive.request(id, amount);
            if (budget.request(0, id, amount) === 'granted') granted.push(id);
          }
          expect(granted).toEqual(naive.granted);
          expect(budget.used(0)).toBeLessThanOrEqual(10);
        });
      }),
      { seed: 6, numRuns: 200 },
    );
  });

  it('refuses what can never fit, and lets waiters go when their patience is out', () => {
    const simulator = new Simulator();
    const budget = new Budget(simulator, 1, 10, 30);
    const gone: string[] = [];
    const granted: number[] = [];
    budget.onExpiry = (_, id) => gone.push(`${id}@${simulator.now}`);
    budget.onGrant = (_, id) => granted.push(id);
    expect(budget.request(0, 0, 11)).toBe('refused');
    expect(budget.request(0, 1, 6)).toBe('granted');
    expect(budget.request(0, 2, 6)).toBe('queued');
    // Would fit, but does not overtake.
    expect(budget.request(0, 3, 1)).toBe('queued');
    simulator.run(FOREVER, 10);
    // The one ahead gave up, so this one fits, in the very instant it would have given up too.
    expect(gone).toEqual(['2@30']);
    expect(granted).toEqual([3]);
    expect(budget.used(0)).toBe(7);
  });
});
