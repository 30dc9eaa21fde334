import { describe, expect, it } from 'vitest';
import { restore, snapshot } from '../kernel/snapshot.ts';
import { ENDINGS } from '../request/ending.ts';
import { type Answer, rig, type Sent } from './rig.fixture.ts';

const fail: Answer = { after: 1, ending: 'no_server' };
const one = { kind: 'closed', workers: 1, requests: 1 };

const patient = (patience: unknown, more: object = {}) => ({ ...one, patience, ...more });
const retrying = (retry: object, more: object = {}) => ({ ...one, retry, ...more });
const times = (entries: readonly { at: number }[]) => entries.map(({ at }) => at);

describe('patience', () => {
  it('ends an attempt without an answer at the moment the client has waited so long', () => {
    const { start, gaveUp, operations } = rig(patient('7s'), { serve: () => null });
    start();
    expect(times(gaveUp)).toEqual([7]);
    expect(operations).toEqual([{ at: 7, ending: 'client_gave_up', operationAt: 0 }]);
  });

  it('is forgotten when the answer comes first: nothing is left in the calendar', () => {
    const { start, gaveUp, simulator } = rig(patient('7s'));
    start();
    expect(gaveUp).toEqual([]);
    // The worker's next turn, 1 s after it began, is the last event.
    expect(simulator.now).toBe(1);
  });

  it('is forgotten when the answer comes before `send` returns', () => {
    const serve = () => ({ after: 0, ending: 'no_server' }) as const;
    const { start, gaveUp, simulator } = rig(patient('7s', { pauseAfterFailure: '0s' }), { serve });
    start();
    expect(gaveUp).toEqual([]);
    expect(simulator.now).toBe(0);
  });

  it('is drawn for each attempt, and counts from its sending', () => {
    const law = { law: 'uniform', min: '1s', max: '9s' };
    const retry = { attempts: 4, base: '2s', jitter: 'none' };
    const { start, gaveUp, sent } = rig(patient(law, { retry }), { serve: () => null });
    start();
    const waits = gaveUp.map(({ at }, index) => at - sent[index]!.at);
    expect(new Set(waits).size).toBe(4);
    for (const wait of waits) expect(wait).toBeGreaterThanOrEqual(1);
    for (const wait of waits) expect(wait).toBeLessThanOrEqual(9);
  });

  it('leaves all other draws alone', () => {
    const client = {
      kind: 'closed',
      workers: 3,
      requests: 30,
      bodySize: { law: 'exponential', mean: '1MB' },
    };
    const bodies = (more: object) => {
      const { start, sent } = rig({ ...client, ...more });
      start();
      return sent.map(({ bodyBytes }) => bodyBytes);
    };
    expect(bodies({ patience: { law: 'exponential', mean: '10m' } })).toEqual(bodies({}));
  });
});

describe('a retry', () => {
  it('asks for the same as the attempt that failed, under the next number', () => {
    const client = {
      kind: 'closed',
      workers: 2,
      requests: 40,
      getShare: 0.5,
      bodySize: { law: 'exponential', mean: '1MB' },
      responseSize: { law: 'exponential', mean: '1MB' },
      pace: { law: 'lognormal', mean: '1MB/s', cv: 0.5 },
      keepAlive: true,
      retry: { attempts: 3 },
    };
    const { start, sent } = rig(client, { serve: () => fail });
    start();
    expect(sent).toHaveLength(120);
    const operations = new Map<string, Sent[]>();
    for (const each of sent) {
      const { worker, method, bodyBytes, responseBytes, pace, operationAt } = each;
      const same = [worker, method, bodyBytes, responseBytes, pace, operationAt].join();
      operations.set(same, [...(operations.get(same) ?? []), each]);
    }
    expect(operations.size).toBe(40);
    for (const attempts of operations.values()) {
      expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
      expect(attempts.map(({ repeats }) => repeats)).toEqual([0, 1, 2]);
      expect(attempts.map(({ keepsAlive }) => keepsAlive)).toEqual([1, 1, 1]);
      expect(attempts[0]!.at).toBe(attempts[0]!.operationAt);
    }
  });

  it('is not made unless asked for', () => {
    const { start, sent, operations } = rig(one, { serve: () => fail });
    start();
    expect(sent).toHaveLength(1);
    expect(operations).toEqual([{ at: 1, ending: 'no_server', operationAt: 0 }]);
  });

  it('follows back-offs of base, doubled each time up to the cap, without jitter', () => {
    const retry = { attempts: 6, base: '1s', cap: '5s', jitter: 'none' };
    const { start, sent, operations } = rig(retrying(retry), { serve: () => fail });
    start();
    // Each attempt fails after 1 s; the back-offs are 1, 2, 4, 5 and 5 s.
    expect(times(sent)).toEqual([0, 2, 5, 10, 16, 22]);
    expect(operations).toEqual([{ at: 23, ending: 'no_server', operationAt: 0 }]);
  });

  it('comes at once where the base is 0, however often', () => {
    const retry = { attempts: 1500, base: '0s' };
    const { start, sent } = rig(retrying(retry), { serve: () => fail });
    start();
    expect(times(sent)).toEqual(Array.from({ length: 1500 }, (_, index) => index));
  });

  it('waits with full jitter anything between nothing and that, all alike', () => {
    const waits: number[] = [];
    const retry = { attempts: 3, base: '1s', cap: '20s' };
    const { start, sent } = rig({ ...retrying(retry), requests: 2000 }, { serve: () => fail });
    start();
    for (const [index, { at, repeats }] of sent.entries()) {
      if (repeats === 2) waits.push((at - sent[index - 1]!.at - 1) / 2);
    }
    expect(waits).toHaveLength(2000);
    const mean = waits.reduce((sum, wait) => sum + wait) / waits.length;
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(4 * Math.sqrt(1 / 12 / waits.length));
    expect(Math.min(...waits)).toBeLessThan(0.01);
    expect(Math.max(...waits)).toBeGreaterThan(0.99);
    expect(Math.max(...waits)).toBeLessThan(1);
  });

  it('ends the operation with the ending of the last attempt, or ok at the first success', () => {
    const serve = ({ attempt }: { attempt: number }): Answer => ({
      after: 1,
      ending: attempt < 3 ? 'killed' : 'ok',
    });
    const enough = rig(retrying({ attempts: 3, jitter: 'none' }), { serve });
    enough.start();
    expect(enough.operations).toEqual([{ at: 6, ending: 'ok', operationAt: 0 }]);
    const tooFew = rig(retrying({ attempts: 2, jitter: 'none' }), { serve });
    tooFew.start();
    expect(tooFew.operations).toEqual([{ at: 3, ending: 'killed', operationAt: 0 }]);
  });

  it.each(ENDINGS.filter((ending) => ending !== 'unfinished'))(
    'after the ending %s is made only if that is listed, and never after ok',
    (ending) => {
      const attemptsWith = (retry: object) => {
        const { start, sent } = rig(retrying(retry), { serve: () => ({ after: 1, ending }) });
        start();
        return sent.length;
      };
      expect(attemptsWith({ attempts: 3 })).toBe(ending === 'ok' ? 1 : 3);
      expect(attemptsWith({ attempts: 3, on: [] })).toBe(1);
      if (ending !== 'ok') expect(attemptsWith({ attempts: 3, on: [ending] })).toBe(3);
    },
  );

  it.each([
    ['closed', { workers: 1, requests: 1 }],
    ['wave', { workers: 1 }],
    ['open', { rate: '1/s' }],
    ['replay', { trace: [{ at: '0s', method: 'PUT', bytes: '1MB' }] }],
  ])('of an operation begun before the horizon is made after it, too (%s)', (kind, more) => {
    const client = { kind, ...more, retry: { attempts: 4, base: '10s', jitter: 'none' } };
    const { start, sent } = rig(client, { serve: () => fail, horizon: 5 });
    start();
    expect(sent.filter(({ attempt }) => attempt === 1).every(({ at }) => at <= 5)).toBe(true);
    const last = sent.at(-1)!;
    expect(last.attempt).toBe(4);
    expect(last.at).toBe(last.operationAt + 4 - 1 + 10 + 20 + 20);
  });

  it('keeps a worker of a closed loop busy; `requests` counts operations', () => {
    const client = retrying({ attempts: 3, jitter: 'none' }, { pauseAfterFailure: '1s' });
    const { start, sent, operations, open } = rig(
      { ...client, requests: 2 },
      { serve: () => fail },
    );
    start();
    // Attempts of 1 s with back-offs of 1 and 2 s, then the pause after a failure.
    expect(times(sent)).toEqual([0, 2, 5, 7, 9, 12]);
    expect(operations.map(({ operationAt }) => operationAt)).toEqual([0, 7]);
    expect(open.most).toBe(1);
  });

  it('leaves no request in the table', () => {
    const client = {
      kind: 'open',
      rate: '20/s',
      patience: { law: 'exponential', mean: '1s' },
      retry: { attempts: 4 },
      multipart: { partSize: '5MB' },
      bodySize: { law: 'exponential', mean: '8MB' },
    };
    const { start, table, operations, sent } = rig(client, { horizon: 60 });
    start();
    expect(table.state.live).toBe(0);
    expect(table.state.sent).toBe(sent.length);
    expect(operations.length).toBe(sent.filter(({ attempt }) => attempt === 1).length);
  });
});

describe('a population', () => {
  it('with nothing of this asked for draws nothing for it', () => {
    const { start, streams } = rig(
      {
        kind: 'open',
        rate: '10/s',
        bodySize: { law: 'exponential', mean: '1MB' },
      },
      { horizon: 10 },
    );
    start();
    const drawn = ['arrivals', 'bodies', 'patience', 'retries', 'stalls', 'bursts'].filter(
      (purpose) => streams.get(`clients[0]/${purpose}`).drawn,
    );
    expect(drawn).toEqual(['arrivals', 'bodies']);
  });

  it('goes on from a snapshot exactly as before: timers, back-offs, uploads and bursts', () => {
    const client = {
      kind: 'open',
      rate: '10/s',
      bursts: {
        on: { law: 'exponential', mean: '2s' },
        off: { law: 'exponential', mean: '2s' },
      },
      patience: { law: 'exponential', mean: '2s' },
      retry: { attempts: 4, budget: 0.5, reserve: 3 },
      multipart: { partSize: '2MB', concurrency: 3 },
      stall: { share: 0.3, after: { law: 'uniform', min: '0B', max: '1MB' } },
      bodySize: { law: 'exponential', mean: '8MB' },
    };
    const { population, run, state, table, streams, sent } = rig(client, {
      horizon: 30,
      serve: ({ number }) => ({ after: 1, ending: number % 4 === 0 ? 'killed' : 'ok' }),
    });
    population.begin();
    let mostLive = 0;
    for (const at of [1.7, 6.2, 12.3, 19.9, 28.4]) {
      run(at);
      mostLive = Math.max(mostLive, table.state.live);
      const saved = snapshot(state);
      const savedStreams = streams.snapshot();
      const before = sent.length;
      run();
      const rest = sent.splice(before);
      expect(rest.length).toBeGreaterThan(0);
      restore(state, saved);
      streams.restore(savedStreams);
      run();
      expect(sent.splice(before)).toEqual(rest);
      expect(table.state.live).toBe(0);
      restore(state, saved);
      streams.restore(savedStreams);
    }
    // Snapshots between requests alone would prove little.
    expect(mostLive).toBeGreaterThan(10);
  });
});
