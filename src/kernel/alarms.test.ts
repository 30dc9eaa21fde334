import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Alarms, NO_ALARM } from './alarms.ts';

describe('alarms', () => {
  it('ring by their instants, of equal ones by their ranks, whoever sets whom while one rings', () => {
    const setting = fc.record({ alarm: fc.nat(20), at: fc.nat(3) });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 21 }), fc.array(setting), (count, settings) => {
        const alarms = new Alarms();
        const rung: number[] = [];
        const pending = new Map<number, { at: number; rank: number }>();
        const first = () =>
          [...pending].sort(([, a], [, b]) => a.at - b.at || a.rank - b.rank)[0]?.[0] ?? NO_ALARM;
        const left = settings.map(({ alarm, at }, rank) => ({ alarm: alarm % count, at, rank }));
        const setNext = () => {
          const next = left.shift();
          if (next === undefined || alarms.isSet(next.alarm)) return;
          alarms.set(next.alarm, next.at, next.rank);
          pending.set(next.alarm, next);
        };
        for (let alarm = 0; alarm < count; alarm++) {
          alarms.add(() => {
            rung.push(alarm);
            expect(alarms.isSet(alarm)).toBe(false);
            for (let i = 0; i < alarm % 4; i++) setNext();
          });
        }
        while (left.length > 0 || alarms.state.next !== NO_ALARM) {
          setNext();
          const expected = first();
          expect(alarms.state.next).toBe(expected);
          if (expected === NO_ALARM) continue;
          pending.delete(expected);
          alarms.ring();
          expect(rung.at(-1)).toBe(expected);
        }
        expect(pending.size).toBe(0);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('may be added while others are set', () => {
    const alarms = new Alarms();
    alarms.add(() => undefined);
    alarms.set(0, 5, 0);
    for (let alarm = 1; alarm < 9; alarm++) alarms.add(() => undefined);
    expect(alarms.state.next).toBe(0);
    alarms.set(8, 4, 1);
    expect(alarms.state.next).toBe(8);
  });
});
