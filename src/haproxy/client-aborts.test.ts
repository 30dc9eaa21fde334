import { describe, expect, it } from 'vitest';
import {
  AWAITS_CLIENT,
  AWAITS_POD,
  FLOWING,
  RESPONDING,
  THINKING,
  UPLOADING,
} from '../request/table.ts';
import type { PartialOptions } from './options.fixture.ts';
import { rig } from './proxies.fixture.ts';

/** One slot, taken; the next request waits in the queue, and its client leaves at 1 s. */
function leftInQueue(options: PartialOptions, columns: Record<string, number>) {
  const parts = rig({ maxconn: 1, ...options }, 1);
  parts.send(1);
  const [request] = parts.send(1, columns);
  parts.run(1);
  parts.leave(request!);
  return parts;
}

describe('a client that leaves while its request is queued', () => {
  it('2.7 leaves a complete request behind, which is served for nobody', () => {
    for (const bodyBytes of [0, 10_000]) {
      const { finish, proxies, log, live } = leftInQueue({}, { bodyBytes });
      expect(log.at(-1)).toBe('1 client_gave_up --@1');
      expect(proxies.queued()).toBe(1);
      finish(0);
      expect(log).toContain('1->0@1');
      finish(0);
      expect(live()).toBe(0);
      expect(proxies.heldSlots()).toBe(0);
    }
  });

  it('2.7 with abortonclose takes a complete request out of the queue: CQ', () => {
    const { finish, proxies, log, live } = leftInQueue({ abortonclose: true }, {});
    expect(log.at(-1)).toBe('1 client_gave_up CQ@1');
    expect(proxies.queued()).toBe(0);
    finish(0);
    expect(live()).toBe(0);
  });

  it('2.7 has abortonclose off by default in each of these versions', () => {
    for (const version of ['2.6', '2.8', '3.0', '3.2'] as const) {
      expect(leftInQueue({ version }, {}).proxies.queued()).toBe(1);
    }
  });

  it('2.7 takes an incomplete request out of the queue always, as HAProxy still reads', () => {
    const slow = { bodyBytes: 10_000, pace: 5000 };
    const stalled = { bodyBytes: 10_000, stallAt: 100, stallFor: Number.POSITIVE_INFINITY };
    const expecting = { bodyBytes: 1e6, expectWait: 5 };
    for (const columns of [slow, stalled, expecting]) {
      const { proxies, log } = leftInQueue({}, columns);
      expect(log.at(-1)).toBe('1 client_gave_up CQ@1');
      expect(proxies.queued()).toBe(0);
    }
  });

  it('2.7 is noticed at a server only, abortonclose or not, with a body that fills the buffer', () => {
    for (const abortonclose of [true, false]) {
      const large = { bodyBytes: 1e6 };
      const { proxies, finish, log, live } = leftInQueue({ abortonclose }, large);
      expect(proxies.queued()).toBe(1);
      expect(log.at(-1)).toBe('1 client_gave_up CH@1');
      finish(0);
      expect(log.slice(2)).toEqual(['0 ok --@1']);
      expect(proxies.heldSlots()).toBe(0);
      expect(live()).toBe(0);
    }
  });

  it('2.7 and is noticed at a server is CD in 2.6, CH since', () => {
    const large = { bodyBytes: 1e6 };
    expect(leftInQueue({ version: '2.6' }, large).log.at(-1)).toBe('1 client_gave_up CD@1');
    expect(leftInQueue({ version: '2.8' }, large).log.at(-1)).toBe('1 client_gave_up CH@1');
  });

  it('2.7 holds its place: who comes later waits behind the dead', () => {
    const { send, finish, log } = leftInQueue({}, {});
    send(1);
    finish(0);
    finish(0);
    expect(log.filter((line) => line.includes('->')).slice(1)).toEqual(['1->0@1', '2->0@1']);
  });

  it('can still be timed out of the queue, which nobody hears of', () => {
    const { run, log, proxies, live } = leftInQueue({ timeouts: { queue: 5 } }, {});
    run(10);
    expect(proxies.queued()).toBe(0);
    expect(log).toHaveLength(2);
    expect(live()).toBe(1);
  });
});

describe('a client that leaves between two tries to connect', () => {
  it('with abortonclose frees the slot at once: CC', () => {
    const { send, deafen, run, leave, log, proxies, live } = rig({ abortonclose: true }, 1);
    deafen(0);
    const [request] = send(1);
    run(0.5);
    leave(request!);
    run(5);
    expect(log).toEqual(['0 client_gave_up CC@0.5']);
    expect(proxies.heldSlots()).toBe(0);
    expect(live()).toBe(0);
  });

  it('without is tried again for', () => {
    const { send, deafen, run, leave, proxies } = rig({}, 1);
    deafen(0);
    const [request] = send(1);
    run(0.5);
    leave(request!);
    run(2);
    expect(proxies.heldSlots()).toBe(1);
    run(5);
    expect(proxies.heldSlots()).toBe(0);
  });
});

describe('a client that leaves while its request is in a pod', () => {
  /** Its request, one slot, and another in the queue. */
  const inPod = (
    options: PartialOptions,
    columns: Record<string, number>,
    stage: number,
    waitsFor: number,
  ) => {
    const parts = rig({ maxconn: 1, ...options }, 1);
    const [request] = parts.send(1, columns);
    parts.send(1);
    parts.progress(request!, stage, waitsFor);
    parts.leave(request!);
    return { ...parts, request: request! };
  };
  const upload = { bodyBytes: 1e6 };

  it('2.10 in mid-upload is noticed at once, which frees the slot: CD in 2.6, CH since', () => {
    for (const [version, state] of [
      ['2.6', 'CD'],
      ['2.8', 'CH'],
      ['3.2', 'CH'],
    ] as const) {
      for (const waitsFor of [FLOWING, AWAITS_CLIENT]) {
        const { log } = inPod({ version }, upload, UPLOADING, waitsFor);
        expect(log.slice(1)).toEqual([`0 client_gave_up ${state}@0`, '0 cut@0', '1->0@0']);
      }
    }
  });

  it('2.7 in an upload that the pod does not read is noticed when that moves on', () => {
    const { log, run, progress, request, proxies } = inPod({}, upload, UPLOADING, AWAITS_POD);
    run(5);
    expect(log.at(-1)).toBe('0 client_gave_up CH@0');
    expect(proxies.heldSlots()).toBe(1);
    progress(request, UPLOADING, FLOWING);
    run(6);
    expect(log.slice(-2)).toEqual(['0 cut@5', '1->0@5']);
  });

  it('2.7 after the upload is noticed with abortonclose alone', () => {
    const ignored = inPod({}, upload, THINKING, AWAITS_POD);
    expect(ignored.log.at(-1)).toBe('0 client_gave_up --@0');
    ignored.finish(0);
    expect(ignored.log.at(-1)).toBe('1->0@0');
    const cut = inPod({ abortonclose: true }, upload, THINKING, AWAITS_POD);
    expect(cut.log.slice(1)).toEqual(['0 client_gave_up CH@0', '0 cut@0', '1->0@0']);
  });

  it('2.10 within an answer is noticed at the second write, if it takes one: CD', () => {
    const large = inPod({}, { responseBytes: 1e6 }, RESPONDING, FLOWING);
    expect(large.log.slice(1)).toEqual(['0 client_gave_up CD@0', '0 cut@0', '1->0@0']);
    const small = inPod({}, { responseBytes: 1000 }, RESPONDING, FLOWING);
    expect(small.log.at(-1)).toBe('0 client_gave_up --@0');
    small.finish(0);
    expect(small.proxies.heldSlots()).toBe(1);
  });

  it('2.10 before a large answer is noticed as that begins', () => {
    for (const waitsFor of [FLOWING, AWAITS_POD]) {
      const large = { responseBytes: 1e6 };
      const { progress, request, run, log } = inPod({}, large, THINKING, AWAITS_POD);
      run(2);
      progress(request, RESPONDING, waitsFor);
      run(3);
      expect(log.slice(-2)).toEqual(['0 cut@2', '1->0@2']);
    }
  });

  it('2.10 frees the slot though the pod may be busy with it for longer', () => {
    const { send, leave, proxies, inside, live } = rig({ maxconn: 1 }, 1);
    const busy: number[] = [];
    proxies.onCut = (request) => busy.push(request);
    const [request] = send(1, upload);
    leave(request!);
    expect(proxies.heldSlots()).toBe(0);
    send(1);
    expect(inside[0]).toHaveLength(2);
    // The pod is through with it at last, which frees no slot a second time.
    expect(proxies.finished(request!, 'client_gave_up')).toBe(false);
    expect(proxies.heldSlots()).toBe(1);
    expect(live()).toBe(2);
  });
});

describe('a client that leaves before HAProxy has looked at its request', () => {
  it('is CR while http-buffer-request waits for its body', () => {
    const { send, run, leave, log, live } = rig({ httpBufferRequest: true }, 1);
    const [request] = send(1, { bodyBytes: 10_000, pace: 1000 });
    run(1);
    leave(request!);
    run(20);
    expect(log).toEqual(['0 client_gave_up CR@1']);
    expect(live()).toBe(0);
  });

  it('2.13 leaves its request in the kernel, to be accepted and served for nobody', () => {
    const { send, leave, finish, run, log, live } = rig({ frontend: { maxconn: 1 } }, 1);
    const [, second] = send(2);
    leave(second!);
    finish(0);
    run(1);
    expect(log).toEqual(['0->0@0', '1 client_gave_up --@0', '0 ok --@0', '1->0@0']);
    send(1);
    run(2);
    expect(log).toHaveLength(4);
    finish(0);
    run(3);
    expect(log.at(-1)).toBe('2->0@2');
    finish(0);
    expect(live()).toBe(0);
  });
});

describe('the front door', () => {
  it('2.13 keeps connections beyond its maxconn out of queue, slots and time-outs', () => {
    const { send, run, finish, log, proxies } = rig(
      { frontend: { maxconn: 1 }, timeouts: { queue: 1 } },
      1,
    );
    send(2);
    run(50);
    expect(proxies.queued()).toBe(0);
    finish(0);
    run(60);
    expect(log).toEqual(['0->0@0', '0 ok --@50', '1->0@50']);
  });

  it('2.13 turns away whom the backlog has no place for', () => {
    const { send, log, live } = rig({ frontend: { maxconn: 1, backlog: 1 } }, 1);
    send(3);
    expect(log).toEqual(['0->0@0', '2 not_accepted --@0']);
    expect(live()).toBe(2);
  });

  it('2.9 with http-buffer-request gives a slow small body no slot before it is here', () => {
    const { send, run, proxies, log } = rig({ httpBufferRequest: true }, 1);
    send(1, { bodyBytes: 10_000, pace: 10_000 });
    run(0.9);
    expect(proxies.heldSlots()).toBe(0);
    run(2);
    expect(log).toEqual(['0->0@1']);
  });
});
