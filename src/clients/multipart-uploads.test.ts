import { describe, expect, it } from 'vitest';
import type { Ending } from '../request/ending.ts';
import { POST, PUT } from '../request/table.ts';
import type { Operations } from './operations.ts';
import { type Answer, type RigOptions, rig, type Sent } from './rig.fixture.ts';

const MB = 1e6;
const client = (bodySize: string, multipart: object, more: object = {}) => ({
  kind: 'closed',
  workers: 1,
  requests: 1,
  bodySize,
  multipart,
  ...more,
});

function upload(settings: object, options: RigOptions = {}) {
  const rigged = rig(settings, options);
  rigged.start();
  expect(rigged.table.state.live).toBe(0);
  return rigged;
}

const isPart = ({ method }: Sent) => method === PUT;
const inWords = ({ method, bodyBytes }: Sent) =>
  `${method === PUT ? 'PUT' : 'POST'} ${bodyBytes / MB}`;

describe('a multipart upload', () => {
  it('is a POST, the parts, and a POST; all parts but the last have the part size', () => {
    const { sent, operations } = upload(client('20MB', { partSize: '8MB', concurrency: 1 }));
    expect(sent.map(inWords)).toEqual(['POST 0', 'PUT 8', 'PUT 8', 'PUT 4', 'POST 0']);
    expect(sent.map(({ at }) => at)).toEqual([0, 1, 2, 3, 4]);
    expect(operations).toEqual([{ at: 5, ending: 'ok', operationAt: 0 }]);
  });

  it('has no empty last part where the size is a multiple', () => {
    const { sent } = upload(client('16MB', { partSize: '8MB' }));
    expect(sent.map(inWords)).toEqual(['POST 0', 'PUT 8', 'PUT 8', 'POST 0']);
  });

  it('sends up to `concurrency` parts at once, the next as one ends, and completes after all', () => {
    const serve = ({ number, method }: Sent): Answer => ({
      after: method === PUT ? 1 + number / 10 : 1,
      ending: 'ok',
    });
    const { sent, open, operations } = upload(client('10MB', { partSize: '1MB', concurrency: 3 }), {
      serve,
    });
    expect(sent).toHaveLength(12);
    expect(open.most).toBe(3);
    expect(sent.slice(1, 4).every(({ at }) => at === 1)).toBe(true);
    const ends = sent.filter(isPart).map(({ at, number }) => at + 1 + number / 10);
    expect(sent.at(-1)).toMatchObject({ method: POST, at: Math.max(...ends) });
    for (const { at } of sent.filter(isPart).slice(3)) expect(ends).toContain(at);
    expect(operations).toHaveLength(1);
  });

  it.each([
    ['a body of just the part size', { bodySize: '8MB' }],
    ['a POST', { method: 'POST', bodySize: '80MB' }],
    ['a GET', { method: 'GET', responseSize: '80MB' }],
  ])('is not what becomes of %s', (_, more) => {
    const { sent } = upload({ ...client('8MB', { partSize: '8MB' }), ...more });
    expect(sent).toHaveLength(1);
  });

  it('is one operation: the worker is busy with it, and one attempt alone is the first', () => {
    const settings = client('20MB', { partSize: '8MB' }, { retry: { attempts: 3 } });
    const serve = ({ number }: Sent): Answer => ({
      after: 1,
      ending: number % 3 === 1 ? 'killed' : 'ok',
    });
    const { sent, operations } = upload({ ...settings, requests: 5 }, { serve });
    expect(operations.map(({ ending }) => ending)).toEqual(Array(5).fill('ok'));
    for (const { at, operationAt } of operations) {
      const own = sent.filter((each) => each.operationAt === operationAt);
      expect(own.map(({ attempt }) => attempt)).toEqual(own.map((_, index) => index + 1));
      expect(own.length).toBeGreaterThan(5);
      expect(Math.max(...own.map((each) => each.at))).toBeLessThan(at);
    }
  });

  it('retries each part on its own', () => {
    const settings = client(
      '24MB',
      { partSize: '8MB' },
      { retry: { attempts: 2, base: '10s', jitter: 'none' } },
    );
    const serve = ({ number }: Sent): Answer => ({
      after: 1,
      ending: number === 2 ? 'killed' : 'ok',
    });
    const { sent, operations } = upload(settings, { serve });
    expect(sent.map((each) => [each.at, inWords(each), each.repeats])).toEqual([
      [0, 'POST 0', 0],
      [1, 'PUT 8', 0],
      [1, 'PUT 8', 0],
      [1, 'PUT 8', 0],
      [12, 'PUT 8', 1],
      [13, 'POST 0', 0],
    ]);
    expect(operations).toEqual([{ at: 14, ending: 'ok', operationAt: 0 }]);
  });

  it('that fails for good sends no further part, and ends when those begun have ended', () => {
    const serve = ({ number }: Sent): Answer => {
      const ending: Ending = number === 1 ? 'killed' : number === 2 ? 'no_server' : 'ok';
      return { after: number, ending };
    };
    const settings = client('100MB', { partSize: '1MB', concurrency: 4 });
    const { sent, operations } = upload(settings, {
      serve: (each) => (each.number === 0 ? { after: 1, ending: 'ok' } : serve(each)),
    });
    expect(sent.map(inWords)).toEqual(['POST 0', ...Array(4).fill('PUT 1')]);
    // The first failure is the operation's; the last of the four parts ends 4 s after they began.
    expect(operations).toEqual([{ at: 5, ending: 'killed', operationAt: 0 }]);
  });

  it('lets parts that were begun retry after another one has failed for good', () => {
    const retry = { attempts: 2, base: '10s', jitter: 'none', on: ['killed'] };
    const settings = client('3MB', { partSize: '1MB', concurrency: 2 }, { retry });
    const endings: Ending[] = ['ok', 'no_server', 'killed', 'ok'];
    const { sent, operations } = upload(settings, {
      serve: ({ number }) => ({ after: 1, ending: endings[number]! }),
    });
    expect(sent.map((each) => [each.at, each.repeats])).toEqual([
      [0, 0],
      [1, 0],
      [1, 0],
      [12, 1],
    ]);
    expect(operations).toEqual([{ at: 13, ending: 'no_server', operationAt: 0 }]);
  });

  it.each([
    ['its creation', 0, 1],
    ['its completion', 4, 5],
  ])('fails with %s', (_, failing, requests) => {
    const { sent, operations } = upload(client('24MB', { partSize: '8MB' }), {
      serve: ({ number }) => ({ after: 1, ending: number === failing ? 'killed' : 'ok' }),
    });
    expect(sent).toHaveLength(requests);
    expect(operations.map(({ ending }) => ending)).toEqual(['killed']);
  });

  it('sends nothing of what was due when another part is refused at that instant', () => {
    const serve = ({ number }: Sent): Answer => ({
      after: number === 0 ? 1 : 0,
      ending: number === 0 ? 'ok' : 'no_server',
    });
    const { sent, operations } = upload(client('80MB', { partSize: '8MB' }), { serve });
    expect(sent.map(inWords)).toEqual(['POST 0', 'PUT 8']);
    expect(operations).toEqual([{ at: 1, ending: 'no_server', operationAt: 0 }]);
  });

  it('shares the pace of its client among the parts sent at once', () => {
    const pacesOf = (multipart: object) =>
      upload(client('20MB', multipart, { pace: '10MB/s' }))
        .sent.filter(isPart)
        .map(({ pace }) => pace / MB);
    expect(pacesOf({ partSize: '5MB', concurrency: 2 })).toEqual([5, 5, 5, 5]);
    expect(pacesOf({ partSize: '5MB', concurrency: 10 })).toEqual([2.5, 2.5, 2.5, 2.5]);
  });

  it('doubles its parts until there are at most 10,000, whose instant answers pile up nowhere', () => {
    const settings = client('20001B', { partSize: '1B', concurrency: 1 });
    const { sent } = upload(settings, { serve: () => ({ after: 0, ending: 'ok' }) });
    const parts = sent.filter(isPart);
    expect(parts).toHaveLength(5001);
    expect(parts.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0)).toBe(20_001);
    expect(parts.map(({ bodyBytes }) => bodyBytes).slice(-2)).toEqual([4, 1]);
  });

  it('is sent by many workers at once, each keeping to its own', () => {
    const settings = { ...client('20MB', { partSize: '8MB' }), workers: 20, requests: 100 };
    const bodySize = { law: 'exponential', mean: '20MB' };
    const { sent, operations, population } = upload({ ...settings, bodySize });
    expect(operations).toHaveLength(100);
    const bytes = (entries: readonly Sent[]) =>
      entries.reduce((sum, each) => sum + each.bodyBytes, 0);
    const whole = rig({ ...settings, bodySize, multipart: {} });
    whole.start();
    expect(bytes(sent)).toBe(bytes(whole.sent));
    // No more uploads are kept in mind than there are workers.
    const { operations: kept } = population.state as { operations: Operations['state'] };
    expect(kept.uploads.uploads.length).toBeLessThanOrEqual(20);
    expect(kept.uploads.free).toHaveLength(kept.uploads.uploads.length);
  });
});
