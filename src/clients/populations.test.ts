import { describe, expect, it } from 'vitest';
import { DELETE, GET, HEAD, POST, PUT } from '../request/table.ts';
import { rig } from './rig.fixture.ts';

const times = (entries: readonly { at: number }[]) => entries.map(({ at }) => at);

describe('a closed loop', () => {
  it('keeps its workers busy until all requests have been sent', () => {
    const client = { kind: 'closed', workers: 3, requests: 8, thinkTime: '1s' };
    const { start, sent, open } = rig(client, { serve: () => ({ after: 2, ending: 'ok' }) });
    start();
    expect(times(sent)).toEqual([0, 0, 0, 3, 3, 3, 6, 6]);
    expect(open.most).toBe(3);
  });

  it('sends nothing after the horizon', () => {
    const { start, sent } = rig(
      { kind: 'closed', workers: 1, requests: 'none' },
      { horizon: 10.5 },
    );
    start();
    expect(times(sent)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

describe('a wave', () => {
  it('has all its workers send once, apart by their jitter, at the start of each period', () => {
    const jitter = { law: 'uniform', min: '0s', max: '2s' };
    const client = { kind: 'wave', workers: 50, waves: 3, period: '1h', startJitter: jitter };
    const { start, sent } = rig(client, { serve: () => ({ after: 1, ending: 'killed' }) });
    start();
    expect(sent).toHaveLength(150);
    for (const [index, { at, worker }] of [...sent].sort((a, b) => a.number - b.number).entries()) {
      const since = at - 3600 * Math.floor(index / 50);
      expect(since).toBeGreaterThanOrEqual(0);
      expect(since).toBeLessThanOrEqual(2);
      expect(worker).toBeLessThan(50);
    }
  });
});

describe('a replay', () => {
  const trace = [
    { at: '10s', method: 'PUT', bytes: '16MB' },
    { at: '2s', method: 'GET', bytes: '5MB' },
    { at: '4s', method: 'GET', bytes: '0B', responseBytes: '7MB' },
    { at: '4s', method: 'POST', bytes: '1kB', responseBytes: '9MB' },
    { at: '6s', method: 'HEAD', bytes: '3kB' },
    { at: '6s', method: 'DELETE', bytes: '0B' },
  ];
  const replay = (more: object = {}, options: object = {}) => {
    const { start, sent } = rig({ kind: 'replay', trace, ...more }, options);
    start();
    return sent;
  };

  it('sends each request at its time, in the order of the trace where times are equal', () => {
    const sent = replay({}, { serve: () => null });
    expect(
      sent.map(({ at, method, bodyBytes, responseBytes }) => [
        at,
        method,
        bodyBytes,
        responseBytes,
      ]),
    ).toEqual([
      [2, GET, 0, 5e6],
      [4, GET, 0, 7e6],
      [4, POST, 1000, 0],
      [6, HEAD, 0, 0],
      [6, DELETE, 0, 0],
      [10, PUT, 16e6, 0],
    ]);
  });

  it('may be sent faster or slower than it was recorded', () => {
    expect(times(replay({ speed: 2 }))).toEqual([1, 2, 2, 3, 3, 5]);
    expect(times(replay({ speed: 0.5 }))).toEqual([4, 8, 8, 12, 12, 20]);
  });

  it('stops at the horizon', () => {
    expect(times(replay({}, { horizon: 5 }))).toEqual([2, 4, 4]);
  });

  it('may have each request delayed by a jitter', () => {
    expect(times(replay({ startJitter: '1s' }))).toEqual([3, 5, 5, 7, 7, 11]);
  });

  it('draws nothing by itself', () => {
    const { start, streams } = rig({ kind: 'replay', trace });
    start();
    expect(streams.drawn()).toBe(false);
  });

  it('takes retries, patience and multipart uploads like every population', () => {
    const client = {
      trace: [{ at: '1s', method: 'PUT', bytes: '16MB' }],
      multipart: { partSize: '8MB' },
      patience: '5s',
      retry: { attempts: 2, base: '1s', jitter: 'none' },
    };
    expect(times(replay(client, { serve: () => null }))).toEqual([1, 7]);
    expect(replay(client)).toHaveLength(4);
  });
});
