/** Whose bytes are where between HAProxy and a pod: small systems with known answers. */
import { describe, expect, it } from 'vitest';
import { modelFrom } from '../config/config.ts';
import { simulate } from './simulate.ts';

const MiB = 2 ** 20;

/** One pod without a limit. */
const BIG = { 'pod.memoryLimit': 'none', 'pod.replicas': 1 };
const NO_CPU = { 'pod.cpu.read': 'none', 'pod.cpu.encrypt': 'none' };
const RECEIVED = { ...NO_CPU, 'pod.handler': 'received', 'upstream.latency': '0s' };

type Settings = Readonly<Record<string, unknown>>;

/** Attempts are in the order of sending: by population, as all are sent at once. */
function run(clients: Settings | Settings[], overrides: Settings, seed = '1') {
  const waves = [clients].flat().map((each) => ({ kind: 'wave', workers: 1, ...each }));
  const model = modelFrom({ clients: waves }, { ...BIG, ...overrides });
  const observed = simulate(model, seed, { attempts: true });
  const attempts = observed.attempts!.toSorted((a, b) => a.population - b.population);
  return { ...observed, attempts };
}

describe('timeout server', () => {
  it('begins anew with each part of an answer that its client takes at once', () => {
    const client = { method: 'GET', getShare: 1, responseSize: '24MiB' };
    const parts = { ...NO_CPU, 'pod.handler': 'parts', 'upstream.latency': '1s' };
    const { endings, endedAt } = run(client, { ...parts, 'haproxy.timeouts.server': '1500ms' });
    expect(endings.ok).toBe(1);
    expect(endedAt).toBeCloseTo(3, 3);
  });

  it('begins anew with each part of a body that its pod takes at once', () => {
    const parts = { 'pod.cpu.read': 'none', 'pod.handler': 'parts', 'upstream.latency': '1s' };
    const upload = { bodySize: '64MiB' };
    const { endings, endedAt } = run(upload, { ...parts, 'haproxy.timeouts.server': '5s' });
    expect(endings.ok).toBe(1);
    expect(endedAt).toBeCloseTo(8.034, 3);
  });

  it('runs while blocking calls, one after another, keep a pod from reading', () => {
    const slow = { 'pod.cpu.read': '1GB/s', 'pod.cpu.encrypt': '1MB/s', 'pod.handler': 'read-all' };
    const { attempts } = run([{ workers: 3, bodySize: '3MB' }, { bodySize: '100MB' }], {
      ...slow,
      'haproxy.timeouts.server': '5s',
      'upstream.latency': '0s',
    });
    expect(attempts.map(({ termination }) => termination)).toEqual(['--', 'sH', 'sH', 'SH']);
    expect(attempts[3]!.endedAt).toBeCloseTo(5.01, 2);
  });

  it('runs while the client takes what HAProxy has, and the pod sends no more', () => {
    const client = { method: 'GET', getShare: 1, responseSize: '16MiB', pace: '200kB/s' };
    const latency = { law: 'empirical', values: ['100ms', '30s'] };
    const pod = { 'pod.handler': 'parts', 'pod.partSize': '3MB', 'upstream.latency': latency };
    const { terminations, endedAt } = run(
      client,
      { ...pod, 'haproxy.timeouts.server': '10s' },
      '2',
    );
    expect(terminations).toEqual({ sD: 1 });
    expect(endedAt).toBeCloseTo(10.1, 2);
  });
});

describe('what HAProxy has of a body', () => {
  const buffer = { 'haproxy.httpBufferRequest': true };

  it('reaches the pod at once, and is not sent by the client again', () => {
    const slow = { bodySize: '100kB', pace: '100kB/s' };
    expect(run(slow, { ...RECEIVED, ...buffer }).endedAt).toBeCloseTo(1, 6);
  });

  it('has its stall behind it', () => {
    const stall = { share: 1, after: '5kB', for: '2s' };
    const slow = { bodySize: '100kB', pace: '100kB/s', stall };
    expect(run(slow, { ...RECEIVED, ...buffer }).endedAt).toBeCloseTo(3, 6);
  });

  const queued = {
    ...RECEIVED,
    'haproxy.version': '2.6',
    'haproxy.maxconn': 1,
    'haproxy.timeouts.queue': '500s',
    'pod.service': '20s',
  };

  it('came while the request was queued', () => {
    const second = { bodySize: '10kB', pace: '1kB/s' };
    expect(run([{ bodySize: '0B' }, second], queued).endedAt).toBeCloseTo(40, 6);
  });

  it('came while the request was queued up to a stall, which ends when it would have', () => {
    const stall = { share: 1, after: '4kB', for: '50s' };
    const second = { bodySize: '10kB', pace: 'none', stall };
    expect(run([{ bodySize: '0B' }, second], queued).endedAt).toBeCloseTo(70, 6);
  });

  it('includes the beginning of a body whose client asked to be asked for it', () => {
    const client = {
      workers: 10,
      bodySize: '16MB',
      pace: '50MB/s',
      patience: '3s',
      expect: { enabled: true, wait: '5s' },
    };
    const sleeps = { 'pod.handler': 'sleep-then-read', 'upstream.latency': '4s' };
    const { peakMemoryBytes } = run(client, { ...sleeps, ...buffer });
    expect(peakMemoryBytes[0]! / MiB).toBeCloseTo(32.2, 1);
  });

  it('may never be enough: a client that stalls for good leaves its request unfinished', () => {
    const stall = { share: 0.5, after: '0B', for: 'none' };
    const pod = { 'pod.handler': 'parts' };
    const { endings } = run({ workers: 4, bodySize: '1MB', stall }, { ...pod, ...buffer });
    expect(endings).toMatchObject({ ok: 2, unfinished: 2 });
  });
});

describe('a large upload whose client left in the queue', () => {
  it('gives its slot to the next one as soon as it has a server', () => {
    const put = { bodySize: '16MB' };
    const { attempts } = run([put, { ...put, patience: '5s' }, put], {
      'haproxy.maxconn': 1,
      'haproxy.timeouts.queue': '500s',
      'pod.handler': 'sleep-then-read',
      'upstream.latency': '10s',
    });
    expect(attempts.map(({ ending }) => ending)).toEqual(['ok', 'client_gave_up', 'ok']);
    expect(attempts[2]!.assignedAt).toBeCloseTo(10.01, 2);
  });

  it('costs its pod nothing: hundreds of them pass through in one instant', () => {
    const flood = { workers: 200, bodySize: '16MB', patience: '5s' };
    const { kills, peakInFlight } = run(flood, {
      'haproxy.maxconn': 4,
      'haproxy.timeouts.queue': '100s',
      'pod.handler': 'incident-fit',
      'pod.memoryLimit': '512MiB',
      'upstream.latency': '3s',
    });
    expect(kills).toEqual([]);
    expect(peakInFlight).toEqual([4]);
  });

  it('has no service, even where bodies come whole at once', () => {
    const { terminations, events, peakInFlight } = run(
      { workers: 10, bodySize: '16MB', patience: '2s' },
      { ...RECEIVED, 'pod.handler': 'constant', 'pod.service': '5s', 'haproxy.maxconn': 2 },
    );
    expect(terminations).toEqual({ '--': 2, CH: 8 });
    expect(peakInFlight).toEqual([2]);
    // 10 give up, and the two that were in the pod are served.
    expect(events).toBeLessThan(25);
  });
});

describe('an answer whose client left before it', () => {
  const get = { method: 'GET', getShare: 1, patience: '500ms' };

  it('takes no part of the link', () => {
    const late = { bodySize: '10MB', startJitter: '1s' };
    const { attempts } = run([{ ...get, responseSize: '3MB' }, late], {
      ...RECEIVED,
      'link.rate': '10MB/s',
      'upstream.latency': '1s',
    });
    expect(attempts.map(({ ending }) => ending)).toEqual(['client_gave_up', 'ok']);
    expect(attempts[1]!.endedAt).toBeCloseTo(2, 6);
  });

  it('is stopped with its first part, which frees the slot', () => {
    const { attempts } = run([{ ...get, responseSize: '4MB' }, { bodySize: '1MB' }], {
      ...NO_CPU,
      'pod.handler': 'parts',
      'pod.partSize': '1MB',
      'haproxy.maxconn': 1,
      'upstream.latency': '1s',
    });
    expect(attempts[1]!.assignedAt).toBeCloseTo(1, 6);
  });
});
