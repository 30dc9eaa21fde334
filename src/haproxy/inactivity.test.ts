import { describe, expect, it } from 'vitest';
import { Simulator } from '../kernel/simulator.ts';
import {
  AWAITS_CLIENT,
  AWAITS_POD,
  FLOWING,
  RESPONDING,
  RequestTable,
  THINKING,
  UPLOADING,
} from '../request/table.ts';
import { Inactivity } from './inactivity.ts';
import { haproxyOptions, type PartialOptions } from './options.fixture.ts';

const FOREVER = Number.POSITIVE_INFINITY;

/** Requests that move and stand still as told, with `timeout server` 5 s and `timeout client` 2 s. */
function rig(partial: PartialOptions = {}) {
  const simulator = new Simulator();
  const table = new RequestTable();
  const timeouts = { server: 5, client: 2, ...partial.timeouts };
  const inactivity = new Inactivity(simulator, table, haproxyOptions({ ...partial, timeouts }));
  const log: string[] = [];
  inactivity.onExpired = (request, ending, termination) =>
    log.push(`${request} ${ending} ${termination}@${Number(simulator.now.toFixed(6))}`);
  const inform = simulator.on(() => undefined);
  const run = (until: number) => {
    simulator.schedule(until, inform, 0);
    simulator.run(until, 1e5);
  };
  return {
    simulator,
    inactivity,
    log,
    run,
    enter: (
      columns: Partial<
        Record<'bodyBytes' | 'pace' | 'expectWait' | 'stallAt' | 'stallFor', number>
      > = {},
    ) => {
      const request = table.enter(simulator.now);
      const filled = { bodyBytes: 1e6, pace: 1000, ...columns };
      for (const [column, value] of Object.entries(filled)) {
        table.state[column as keyof typeof filled][request] = value;
      }
      return request;
    },
    /** From now on a request is at this stage and waits for this. */
    turn: (request: number, stage: number, waitsFor: number) => {
      table.state.stage[request] = stage;
      table.state.waitsFor[request] = waitsFor;
      inactivity.progressed(request);
    },
  };
}

describe('timeout server', () => {
  it('answers 504 sH when a pod thinks too long after the upload, counted from its last byte', () => {
    const { enter, turn, run, log } = rig();
    const request = enter();
    turn(request, UPLOADING, FLOWING);
    run(3);
    turn(request, THINKING, AWAITS_POD);
    run(20);
    expect(log).toEqual(['0 gateway_timeout sH@8']);
  });

  it('is no limit on the whole: each step starts it anew, and moving bytes stop it', () => {
    const { enter, turn, run, log } = rig();
    const request = enter();
    for (let at = 0; at < 40; at += 4) {
      turn(request, UPLOADING, AWAITS_POD);
      run(at + 4);
    }
    turn(request, UPLOADING, FLOWING);
    run(1000);
    turn(request, RESPONDING, AWAITS_POD);
    run(1004.9);
    turn(request, RESPONDING, FLOWING);
    run(2000);
    expect(log).toEqual([]);
  });

  it('ends an upload that the pod stops reading: sD in 2.6, 502 sH in 2.8 and 3.0, 502 SH in 3.2', () => {
    for (const [version, state] of [
      ['2.6', 'sD'],
      ['2.8', 'sH'],
      ['3.0', 'sH'],
      ['3.2', 'SH'],
    ] as const) {
      const { enter, turn, run, log } = rig({ version });
      turn(enter(), UPLOADING, AWAITS_POD);
      run(20);
      expect(log).toEqual([`0 gateway_timeout ${state}@5`]);
    }
  });

  it('ends an upload of which a blocked pod reads no byte as one that it stops reading', () => {
    const { enter, turn, run, log, inactivity } = rig();
    const [flowing, thinking] = [enter(), enter()];
    turn(flowing, UPLOADING, FLOWING);
    turn(thinking, THINKING, AWAITS_POD);
    run(2);
    inactivity.stoodStill(flowing);
    // Whoever waits for the pod has a timer of its own.
    inactivity.stoodStill(thinking);
    run(20);
    expect(log).toEqual(['0 gateway_timeout SH@2', '1 gateway_timeout sH@5']);
  });

  it('cuts a response in which the pod falls silent: sD', () => {
    const { enter, turn, run, log } = rig();
    turn(enter(), RESPONDING, AWAITS_POD);
    run(20);
    expect(log).toEqual(['0 gateway_timeout sD@5']);
  });
});

describe('timeout client', () => {
  it('ends an upload that its client stalls: 400 cH, since 2.8', () => {
    for (const version of ['2.8', '3.0', '3.2'] as const) {
      const { enter, turn, run, log } = rig({ version });
      turn(enter(), UPLOADING, AWAITS_CLIENT);
      run(20);
      expect(log).toEqual(['0 client_gave_up cH@2']);
    }
  });

  it('is suspended in 2.6 while a client stalls an upload: 504 sH by timeout server, or never', () => {
    const { enter, turn, run, log } = rig({ version: '2.6' });
    turn(enter(), UPLOADING, AWAITS_CLIENT);
    run(20);
    expect(log).toEqual(['0 gateway_timeout sH@5']);
    const unset = rig({ version: '2.6', timeouts: { server: FOREVER } });
    unset.turn(unset.enter(), UPLOADING, AWAITS_CLIENT);
    unset.run(1e6);
    expect(unset.log).toEqual([]);
  });

  it('cuts a response that its client does not take: cD, in every version', () => {
    for (const version of ['2.6', '3.2'] as const) {
      const { enter, turn, run, log } = rig({ version });
      turn(enter(), RESPONDING, AWAITS_CLIENT);
      run(20);
      expect(log).toEqual(['0 client_gave_up cD@2']);
    }
  });

  it('does not run in the queue for a complete request, nor for one that fills the buffer', () => {
    const { enter, inactivity, run, simulator } = rig();
    for (const columns of [
      { bodyBytes: 0 },
      { bodyBytes: 10_000, stallAt: 10_000, stallFor: FOREVER },
      { bodyBytes: 1e6, stallAt: 16_000, stallFor: FOREVER },
    ]) {
      inactivity.queued(enter(columns));
    }
    run(1000);
    expect(simulator.state.ran).toBe(1);
  });

  it('runs in the queue while a small body stays incomplete: cQ since 2.8, not in 2.6', () => {
    for (const [version, expected] of [
      ['2.6', []],
      ['2.8', ['0 client_gave_up cQ@3']],
    ] as const) {
      const { enter, inactivity, run, log } = rig({ version });
      // The last byte comes after 1 s, then none for 2.5 s.
      inactivity.queued(enter({ bodyBytes: 10_000, stallAt: 1000, stallFor: 2.5 }));
      run(20);
      expect(log).toEqual(expected);
    }
  });

  it('runs in the queue while a client waits for 100 Continue, and spares one that stops soon', () => {
    const { enter, inactivity, run, log } = rig();
    inactivity.queued(enter({ expectWait: 3 }));
    inactivity.queued(enter({ expectWait: 1.9 }));
    run(20);
    expect(log).toEqual(['0 client_gave_up cQ@2']);
  });

  it('spares who goes on in time, and who has left the queue', () => {
    const { enter, inactivity, run, log } = rig();
    inactivity.queued(enter({ bodyBytes: 10_000, stallAt: 1000, stallFor: 1.9 }));
    const placed = enter({ bodyBytes: 10_000, stallAt: 1000, stallFor: FOREVER });
    inactivity.queued(placed);
    run(2);
    inactivity.released(placed);
    run(20);
    expect(log).toEqual([]);
  });
});

describe('the timers of inactivity', () => {
  it('cost nothing while both time-outs are unset', () => {
    const { enter, turn, run, simulator } = rig({ timeouts: { server: FOREVER, client: FOREVER } });
    turn(enter(), THINKING, AWAITS_POD);
    run(1e6);
    expect(simulator.state.ran).toBe(1);
  });

  it('are one a request, however often it stops and goes', () => {
    const { enter, turn, run, simulator } = rig();
    const request = enter();
    for (let i = 0; i < 1000; i++) {
      turn(request, UPLOADING, i % 2 === 0 ? AWAITS_POD : FLOWING);
      expect(simulator.state.heap.size).toBe(1);
    }
    run(4);
    expect(simulator.state.ran).toBe(1);
  });

  it('do not outlive the request: its id may be used again at once', () => {
    const { enter, turn, run, inactivity, log } = rig();
    const request = enter();
    turn(request, THINKING, AWAITS_POD);
    run(3);
    inactivity.released(request);
    turn(request, THINKING, AWAITS_POD);
    run(20);
    expect(log).toEqual(['0 gateway_timeout sH@8']);
  });

  it('serve the shorter time-out when the blame changes', () => {
    const { enter, turn, run, log } = rig();
    const request = enter();
    turn(request, UPLOADING, AWAITS_POD);
    run(1);
    turn(request, UPLOADING, AWAITS_CLIENT);
    run(20);
    expect(log).toEqual(['0 client_gave_up cH@3']);
  });
});
