import { describe, expect, it } from 'vitest';
import { rig } from './rig.fixture.ts';

const flood = { kind: 'closed', workers: 10, requests: 4000, bodySize: '1MB' };

function sentBy(client: object) {
  const { start, sent } = rig({ ...flood, ...client });
  start();
  return sent;
}

describe('Expect: 100-continue', () => {
  it('is not asked unless told so', () => {
    expect(sentBy({ requests: 10 }).every(({ expectWait }) => expectWait === 0)).toBe(true);
  });

  it('waits 1 s as botocore does, or as long as told', () => {
    const [first] = sentBy({ expect: { enabled: true } });
    expect(first!.expectWait).toBe(1);
    const [patient] = sentBy({ expect: { enabled: true, wait: '250ms' } });
    expect(patient!.expectWait).toBe(0.25);
  });

  it('is for requests with a body alone', () => {
    for (const client of [{ method: 'GET' }, { method: 'HEAD' }, { bodySize: '0B' }]) {
      const sent = sentBy({ ...client, requests: 10, expect: { enabled: true } });
      expect(sent.every(({ expectWait }) => expectWait === 0)).toBe(true);
    }
  });

  it('is asked again by a retry', () => {
    const client = { ...flood, requests: 1, retry: { attempts: 2 }, expect: { enabled: true } };
    const { start, sent } = rig(client, { serve: () => ({ after: 1, ending: 'killed' }) });
    start();
    expect(sent.map(({ expectWait }) => expectWait)).toEqual([1, 1]);
  });
});

describe('stalls', () => {
  it('do not occur unless told so', () => {
    const sent = sentBy({ requests: 10 });
    expect(sent.every(({ stallAt }) => stallAt === Number.POSITIVE_INFINITY)).toBe(true);
  });

  it('befall the share of attempts that they are to', () => {
    const sent = sentBy({ stall: { share: 0.3 } });
    const stalled = sent.filter(({ stallAt }) => stallAt < Number.POSITIVE_INFINITY).length;
    const standardError = Math.sqrt(0.3 * 0.7 * sent.length);
    expect(Math.abs(stalled - 0.3 * sent.length)).toBeLessThan(4 * standardError);
  });

  it('begin after so many bytes and last so long, or for good', () => {
    const after = { law: 'uniform', min: '1kB', max: '2kB' };
    const [brief] = sentBy({ stall: { share: 1, after, for: '20s' } });
    expect(brief!.stallAt).toBeGreaterThanOrEqual(1000);
    expect(brief!.stallAt).toBeLessThanOrEqual(2000);
    expect(Number.isInteger(brief!.stallAt)).toBe(true);
    expect(brief!.stallFor).toBe(20);
    const [lasting] = sentBy({ stall: { share: 1 } });
    expect(lasting).toMatchObject({ stallAt: 0, stallFor: Number.POSITIVE_INFINITY });
  });

  it('of a small share are among those of a larger one, at the same bytes', () => {
    const after = { law: 'uniform', min: '1kB', max: '1MB' };
    const stallsOf = (share: number) =>
      sentBy({ stall: { share, after } }).map(({ stallAt }) => stallAt);
    const [few, many] = [stallsOf(0.1), stallsOf(0.5)];
    for (const [index, at] of few.entries()) {
      if (at < Number.POSITIVE_INFINITY) expect(many[index]).toBe(at);
    }
    expect(many.filter(Number.isFinite).length).toBeGreaterThan(few.filter(Number.isFinite).length);
  });
});

describe('connections', () => {
  it('are kept open only where told so', () => {
    expect(sentBy({ requests: 1 })[0]!.keepsAlive).toBe(0);
    expect(sentBy({ requests: 1, keepAlive: true })[0]!.keepsAlive).toBe(1);
  });
});

describe('a random pace', () => {
  it('is within 2.2% of its draw, in classes that flows share', () => {
    const paces = sentBy({ pace: { law: 'uniform', min: '1MB/s', max: '2MB/s' } }).map(
      (s) => s.pace,
    );
    expect(new Set(paces).size).toBeLessThanOrEqual(17);
    for (const pace of paces) {
      expect(pace).toBeGreaterThan(1e6 / 1.022);
      expect(pace).toBeLessThan(2e6 * 1.022);
    }
  });
});
