import { describe, expect, it } from 'vitest';
import { Simulator } from '../kernel/simulator.ts';
import { RequestTable } from '../request/table.ts';
import { haproxyOptions, type PartialOptions } from './options.fixture.ts';
import { receivedBytes } from './received-body.ts';
import { Reception } from './reception.ts';
import { REQUEST_BUFFER } from './request-buffer.ts';

const FOREVER = Number.POSITIVE_INFINITY;

type Columns = Partial<Record<'sentAt' | 'expectWait' | 'stallAt' | 'stallFor', number>>;

/** Receives requests of clients that send 1000 B/s. */
function rig(partial: PartialOptions = { httpBufferRequest: true }) {
  const simulator = new Simulator();
  const table = new RequestTable();
  const reception = new Reception(simulator, table, haproxyOptions(partial));
  const log: string[] = [];
  const note = (what: string) => log.push(`${what}@${Number(simulator.now.toFixed(6))}`);
  reception.onReceived = (request) => note(`${request} received`);
  reception.onExpired = (request, ending, termination) =>
    note(`${request} ${ending} ${termination}`);
  return {
    table,
    reception,
    log,
    run: () => simulator.run(FOREVER, 1e4),
    /** Bytes of a request that HAProxy has by now. */
    received: (request: number) => receivedBytes(table.state, request, simulator.now),
    receive: (bodyBytes: number, columns: Columns = {}) => {
      const request = table.enter(simulator.now);
      table.state.sentAt[request] = columns.sentAt ?? simulator.now;
      table.state.expectWait[request] = columns.expectWait ?? 0;
      table.state.bodyBytes[request] = bodyBytes;
      table.state.pace[request] = 1000;
      table.state.stallAt[request] = columns.stallAt ?? FOREVER;
      table.state.stallFor[request] = columns.stallFor ?? 0;
      if (reception.receive(request)) note(`${request} placed`);
      return request;
    },
  };
}

describe('option http-buffer-request', () => {
  it('waits for a small body before the request is placed, and then has it', () => {
    const { receive, received, run, log } = rig();
    const request = receive(10_000);
    expect(received(request)).toBe(0);
    run();
    expect(log).toEqual(['0 received@10']);
    expect(received(request)).toBe(10_000);
  });

  it('waits for one full buffer of a large body, and leaves the rest to the slot', () => {
    const { receive, received, run, log } = rig();
    const request = receive(1e6);
    run();
    expect(log).toEqual([`0 received@${REQUEST_BUFFER / 1000}`]);
    expect(received(request)).toBe(REQUEST_BUFFER);
  });

  it('does not hold up a request without a body', () => {
    const { receive, log } = rig();
    receive(0);
    expect(log).toEqual(['0 placed@0']);
  });

  it('waits for nothing when it is off: the body comes while the request holds a slot', () => {
    const { receive, log } = rig({ timeouts: { httpRequest: 1 } });
    receive(10_000);
    expect(log).toEqual(['0 placed@0']);
  });

  it('waits through a stall of its client', () => {
    const { receive, run, log } = rig();
    receive(10_000, { stallAt: 4000, stallFor: 30 });
    receive(10_000, { stallAt: 10_000, stallFor: 30 });
    receive(10_000, { stallAt: 4000, stallFor: FOREVER });
    run();
    expect(log).toEqual(['1 received@10', '0 received@40']);
  });
});

describe('with http-buffer-request', () => {
  it('what a client sent while it waited to be accepted is there already', () => {
    const { receive, received, run, log } = rig();
    const whole = receive(4000, { sentAt: -4 });
    receive(4000, { sentAt: -3 });
    expect(received(whole)).toBe(4000);
    run();
    expect(log).toEqual(['0 placed@0', '1 received@1']);
  });

  it('HAProxy itself answers 100, and the client goes on at once', () => {
    const { receive, run, log, table } = rig();
    const request = receive(100_000, { expectWait: 60 });
    run();
    expect(log).toEqual(['0 received@15.36']);
    expect(table.state.expectWait[request]).toBe(0);
  });
});

describe('timeout http-request', () => {
  it('covers the body with http-buffer-request: 408 cR', () => {
    const { receive, run, log } = rig({
      httpBufferRequest: true,
      timeouts: { httpRequest: 9 },
    });
    receive(8_000);
    receive(10_000);
    run();
    expect(log).toEqual(['0 received@8', '1 client_gave_up cR@9']);
  });

  it('is joined by timeout client, which a silent sender reaches and a slow one never does', () => {
    const { receive, run, log } = rig({ httpBufferRequest: true, timeouts: { client: 3 } });
    receive(10_000);
    receive(10_000, { stallAt: 2000, stallFor: 3 });
    receive(10_000, { stallAt: 2000, stallFor: 3.5 });
    run();
    expect(log).toEqual(['2 client_gave_up cR@5', '0 received@10', '1 received@13']);
  });

  it('forgets a client that leaves, also one that would have stalled for good', () => {
    for (const stallFor of [0, FOREVER]) {
      const { receive, reception, run, log } = rig();
      const request = receive(10_000, { stallAt: 1, stallFor });
      expect(reception.left(request)).toBe(true);
      expect(reception.left(request)).toBe(false);
      run();
      expect(log).toEqual([]);
    }
  });
});
