import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_EVENT, Simulator } from './simulator.ts';
import { restore, snapshot } from './snapshot.ts';

const FOREVER = Number.POSITIVE_INFINITY;

function logging(simulator: Simulator): { kind: number; log: string[] } {
  const log: string[] = [];
  const kind = simulator.on((id) => log.push(`${id}@${simulator.now}`));
  return { kind, log };
}

describe('simulator', () => {
  it('runs events in order of time, first scheduled first among equal times', () => {
    const simulator = new Simulator();
    const { kind, log } = logging(simulator);
    for (const [at, id] of [
      [2, 0],
      [1, 1],
      [2, 2],
      [1, 3],
      [0, 4],
    ] as const) {
      simulator.schedule(at, kind, id);
    }
    expect(simulator.run(FOREVER, 100)).toBe(true);
    expect(log).toEqual(['4@0', '1@1', '3@1', '0@2', '2@2']);
  });

  it('runs events up to and including the given instant', () => {
    const simulator = new Simulator();
    const { kind, log } = logging(simulator);
    simulator.schedule(1, kind, 1);
    simulator.schedule(2, kind, 2);
    simulator.schedule(2.5, kind, 3);
    simulator.run(2, 100);
    expect(log).toEqual(['1@1', '2@2']);
    expect(simulator.now).toBe(2);
  });

  it('stops when the budget of events is spent, and says so', () => {
    const simulator = new Simulator();
    const { kind, log } = logging(simulator);
    for (let id = 0; id < 5; id++) simulator.schedule(id, kind, id);
    expect(simulator.run(FOREVER, 3)).toBe(false);
    expect(log).toHaveLength(3);
    expect(simulator.run(FOREVER, 5)).toBe(true);
    expect(log).toHaveLength(5);
  });

  it('moves the pending events of one kind, asked for in the order of scheduling', () => {
    const simulator = new Simulator();
    const { kind, log } = logging(simulator);
    const other = simulator.on((id) => log.push(`other ${id}@${simulator.now}`));
    const handles = [5, 3, 4].map((at, id) => simulator.schedule(at, kind, id));
    simulator.schedule(2, other, 9);
    const asked: string[] = [];
    simulator.retime(kind, (id, at) => {
      asked.push(`${id}@${at}`);
      return id === 2 ? at : 1;
    });
    expect(asked).toEqual(['0@5', '1@3', '2@4']);
    simulator.cancel(handles[2]!);
    simulator.run(FOREVER, 100);
    expect(log).toEqual(['0@1', '1@1', 'other 9@2']);
    simulator.schedule(3, kind, 0);
    expect(() => simulator.retime(kind, () => 1)).toThrow('moved to 1 s');
  });

  it('rings alarms among the events, in the order in which all of them were set', () => {
    const simulator = new Simulator();
    const { kind, log } = logging(simulator);
    const one = simulator.alarm(() => {
      log.push(`one@${simulator.now}`);
      if (simulator.now === 1) simulator.setAlarm(one, 2);
    });
    const other = simulator.alarm(() => log.push(`other@${simulator.now}`));
    simulator.schedule(2, kind, 0);
    simulator.setAlarm(other, 2);
    simulator.setAlarm(one, 1);
    simulator.schedule(2, kind, 1);
    expect(simulator.run(1, 100)).toBe(true);
    expect(log).toEqual(['one@1']);
    expect(simulator.run(FOREVER, 3)).toBe(false);
    expect(simulator.isOver()).toBe(false);
    expect(simulator.run(FOREVER, 100)).toBe(true);
    expect(log).toEqual(['one@1', '0@2', 'other@2', '1@2', 'one@2']);
    expect(simulator.isOver()).toBe(true);
    expect(() => simulator.setAlarm(one, 1)).toThrow('set to 1 s');
  });

  it('moves an alarm that is set, and asks nothing of one that is not', () => {
    const simulator = new Simulator();
    const { kind, log } = logging(simulator);
    const alarm = simulator.alarm(() => log.push(`alarm@${simulator.now}`));
    simulator.retimeAlarm(alarm, () => 5);
    expect(simulator.isOver()).toBe(true);
    simulator.setAlarm(alarm, 7);
    simulator.schedule(3, kind, 0);
    simulator.retimeAlarm(alarm, (at) => at - 4);
    simulator.run(FOREVER, 100);
    expect(log).toEqual(['alarm@3', '0@3']);
    expect(() => {
      simulator.setAlarm(alarm, 4);
      simulator.retimeAlarm(alarm, () => 2);
    }).toThrow('moved to 2 s');
  });

  it('does not run a cancelled event, and ignores handles of events that are over', () => {
    const simulator = new Simulator();
    const { kind, log } = logging(simulator);
    const first = simulator.schedule(1, kind, 1);
    const second = simulator.schedule(2, kind, 2);
    simulator.cancel(first);
    simulator.cancel(first);
    simulator.cancel(NO_EVENT);
    simulator.run(FOREVER, 100);
    // The slot of `first` is in use again: its old handle must not reach the new event.
    simulator.schedule(3, kind, 3);
    simulator.schedule(4, kind, 4);
    simulator.cancel(first);
    simulator.cancel(second);
    simulator.run(FOREVER, 100);
    expect(log).toEqual(['2@2', '3@3', '4@4']);
  });

  it('refuses an event in the past, with the time in the message', () => {
    const simulator = new Simulator();
    const { kind } = logging(simulator);
    simulator.schedule(5, kind, 0);
    simulator.run(FOREVER, 1);
    expect(() => simulator.schedule(4, kind, 0)).toThrow(/scheduled at 4 s \(at 5 s simulated\)/);
    expect(() => simulator.schedule(Number.NaN, kind, 0)).toThrow(/NaN/);
  });

  it('agrees with a sorted list on random schedules and cancellations', () => {
    const op = fc.record({ at: fc.integer({ min: 0, max: 20 }), cancels: fc.nat(40) });
    fc.assert(
      fc.property(fc.array(op, { minLength: 1, maxLength: 1200 }), (ops) => {
        const simulator = new Simulator();
        const { kind, log } = logging(simulator);
        const handles = ops.map(({ at }, id) => simulator.schedule(at, kind, id));
        const cancelled = new Set(ops.map(({ cancels }) => cancels * 31).filter((id) => id % 2));
        for (const id of cancelled) if (id < ops.length) simulator.cancel(handles[id]!);
        simulator.run(FOREVER, 1e6);
        const expected = ops
          .map(({ at }, id) => ({ at, id }))
          .filter(({ id }) => !cancelled.has(id))
          .sort((a, b) => a.at - b.at || a.id - b.id);
        expect(log).toEqual(expected.map(({ at, id }) => `${id}@${at}`));
      }),
      { seed: 4, numRuns: 60 },
    );
  });

  it('does not let cancelled timers pile up', () => {
    const simulator = new Simulator();
    const { kind } = logging(simulator);
    let timer = NO_EVENT;
    for (let i = 0; i < 10_000; i++) {
      simulator.cancel(timer);
      timer = simulator.schedule(1e6 + i, kind, i);
    }
    expect(simulator.state.heap.size).toBeLessThan(600);
  });

  it('goes on from a snapshot exactly as it did before', () => {
    const simulator = new Simulator();
    const log: string[] = [];
    const kind: number = simulator.on((id) => {
      log.push(`${id}@${simulator.now}`);
      if (id < 300) simulator.schedule(simulator.now + ((id * 7) % 5), kind, id + 3);
    });
    for (let id = 0; id < 3; id++) simulator.schedule(id, kind, id);
    simulator.run(20, 1e6);
    const saved = snapshot(simulator.state);
    const before = log.length;
    simulator.run(FOREVER, 1e6);
    const first = log.splice(before);
    restore(simulator.state, saved);
    simulator.run(FOREVER, 1e6);
    expect(first.length).toBeGreaterThan(100);
    expect(log.splice(before)).toEqual(first);
  });
});
