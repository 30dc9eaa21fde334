/** HAProxy's checks, time-outs and front doors in whole runs: before pods, behind clients. */
import { describe, expect, it } from 'vitest';
import { modelFrom } from '../config/config.ts';
import { simulate } from './simulate.ts';

type Partial = Readonly<Record<string, unknown>>;

/** Pods that hold each request for 0.5 s, and a crowd of small bodies before them. */
const HOLDING = { handler: 'constant', service: '500ms', memoryLimit: '2Gi' };

function run(haproxy: Partial, { clients = {}, pod = {}, run = {} }: Record<string, Partial> = {}) {
  const crowd = { kind: 'closed', workers: 60, requests: 400, bodySize: '1kB', ...clients };
  const pods = { ...HOLDING, replicas: 3, ...pod };
  return simulate(modelFrom({ clients: [crowd], pod: pods, haproxy, run }), 'seed');
}

const KILL = { run: { faults: [{ at: '2.5s', pod: 0 }] } };
const BLACK_HOLE = { version: '2.6', maxconn: 5, redispatch: true };
const MARK_DOWN = { observe: 'layer4', errorLimit: 3, onError: 'mark-down' };

describe('a black hole', () => {
  it('swallows the queue through redispatch, and with observe and mark-down nothing', () => {
    expect(run(BLACK_HOLE, KILL).endings.no_server).toBeGreaterThan(300);
    for (const observe of ['layer4', 'layer7']) {
      const { endings } = run({ ...BLACK_HOLE, ...MARK_DOWN, observe }, KILL);
      expect(endings).toMatchObject({ ok: 395, killed: 5, no_server: 0 });
    }
  });
});

describe('HTTP checks', () => {
  it('take pods out of rotation that are too busy to answer, where plain checks do not', () => {
    const busy = {
      clients: { workers: 100, requests: 100, bodySize: '16MB' },
      pod: { replicas: 2, handler: 'parts', memoryLimit: '8Gi', cpu: { encrypt: '20MB/s' } },
    };
    const check = { timeout: '1s' };
    expect(run({ check }, busy).endings.ok).toBe(100);
    const cut = run({ check: { ...check, http: true }, onMarkedDown: 'shutdown-sessions' }, busy);
    expect(cut.endings.killed).toBe(100);
    expect(cut.terminations).toEqual({ DH: 100 });
  });
});

describe('timeout server', () => {
  it('fails what the pod completes for nobody, and its slot goes to the next in line', () => {
    const alone = { pod: { replicas: 1 }, clients: { workers: 10, requests: 10 } };
    const { endings, terminations, endedAt } = run(
      { maxconn: 5, timeouts: { server: '300ms' } },
      alone,
    );
    expect(endings).toMatchObject({ ok: 0, gateway_timeout: 10 });
    expect(terminations).toEqual({ sH: 10 });
    expect(endedAt).toBeCloseTo(0.6);
  });

  it('does not run while the bytes of a slow client move', () => {
    const slow = { clients: { workers: 5, requests: 5, bodySize: '10MB', pace: '500kB/s' } };
    const haproxy = { timeouts: { server: '2s', client: '2s' } };
    const { endings } = run(haproxy, { ...slow, pod: { handler: 'parts', replicas: 1 } });
    expect(endings.ok).toBe(5);
  });
});

describe('stalled uploads', () => {
  it('hold their slots until timeout server in 2.6, until timeout client since 2.8', () => {
    const stalled = {
      clients: { workers: 4, requests: 4, bodySize: '4MB', stall: { share: 1, after: '1MB' } },
      pod: { handler: 'parts', replicas: 1 },
    };
    const timeouts = { server: '5s', client: '3s' };
    const old = run({ version: '2.6', timeouts }, stalled);
    expect(old.terminations).toEqual({ sH: 4 });
    expect(old.endedAt).toBeGreaterThan(5);
    const since = run({ version: '2.8', timeouts }, stalled);
    expect(since.terminations).toEqual({ cH: 4 });
    expect(since.endedAt).toBeLessThan(4);
  });

  it('of small bodies end in the queue by timeout client since 2.8', () => {
    const stalled = {
      clients: { workers: 4, requests: 4, bodySize: '10kB', stall: { share: 1, after: '1kB' } },
      pod: { handler: 'parts', replicas: 1 },
    };
    const { terminations } = run({ maxconn: 1, timeouts: { client: '3s' } }, stalled);
    expect(terminations).toEqual({ cH: 1, cQ: 3 });
  });
});

describe('option http-buffer-request', () => {
  it('keeps small bodies that trickle in from holding slots', () => {
    const trickle = {
      clients: { workers: 20, requests: 20, bodySize: '10kB', pace: '2kB/s' },
      pod: { handler: 'parts', replicas: 1, service: '0s' },
    };
    // The two that hold slots send for 5 s; the others' bodies come in while they wait.
    const haproxy = { maxconn: 2, timeouts: { queue: '4s' } };
    expect(run(haproxy, trickle).endings.queue_timeout).toBe(18);
    const buffered = run({ ...haproxy, httpBufferRequest: true }, trickle);
    expect(buffered.endings.ok).toBe(20);
    expect(buffered.endedAt).toBeCloseTo(5, 1);
  });

  it('lets timeout http-request answer 408 cR to bodies that take too long', () => {
    const trickle = { clients: { workers: 4, requests: 4, bodySize: '10kB', pace: '2kB/s' } };
    const haproxy = { httpBufferRequest: true, timeouts: { httpRequest: '4s' } };
    const { endings, terminations } = run(haproxy, trickle);
    expect(endings.client_gave_up).toBe(4);
    expect(terminations).toEqual({ cR: 4 });
  });
});

describe('the front door', () => {
  it('lets a crowd wait in the kernel instead of the queue, where timeout queue does not run', () => {
    const { endings, peakQueue } = run({
      maxconn: 5,
      frontend: { maxconn: 15, backlog: 100 },
      timeouts: { queue: '100ms' },
    });
    expect(endings.ok).toBe(400);
    expect(peakQueue).toBe(0);
  });

  it('turns away whom the backlog does not hold', () => {
    const once = { clients: { workers: 60, requests: 60 } };
    const { endings } = run({ maxconn: 5, frontend: { maxconn: 15, backlog: 20 } }, once);
    expect(endings).toMatchObject({ ok: 35, not_accepted: 25 });
  });

  it('serves, in their turn, clients that left while they waited in the kernel', () => {
    const impatient = {
      clients: { workers: 20, requests: 20, patience: '800ms' },
      pod: { replicas: 1 },
    };
    const seen = run({ maxconn: 5, global: { maxconn: 5 } }, impatient);
    expect(seen.endings).toMatchObject({ ok: 5, client_gave_up: 15 });
    // Four rounds of five, of which three are for nobody.
    expect(seen.peakInFlight).toEqual([5]);
  });
});
