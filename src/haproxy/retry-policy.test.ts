import { describe, expect, it } from 'vitest';
import { RESPONDING, THINKING, UPLOADING } from '../request/table.ts';
import { redispatches, repeatReason, retriesOn, turnAround } from './retry-policy.ts';

const policy = (redispatch: boolean | number, retries = 3) => ({
  retries,
  redispatch,
  retryOn: ['conn-failure'] as const,
});

describe('which retries may go to another server', () => {
  it('3.2 none without option redispatch', () => {
    expect(redispatches(policy(false), 3, false, 5)).toBe(false);
    expect(redispatches(policy(0), 3, false, 5)).toBe(false);
  });

  it('3.2 every one while a second server may be chosen, whatever the interval', () => {
    expect(redispatches(policy(true), 1, true, 2)).toBe(true);
    expect(redispatches(policy(3), 1, true, 2)).toBe(true);
  });

  it('3.2 every one from a server that is DOWN or starts slowly', () => {
    expect(redispatches(policy(true), 1, false, 1)).toBe(true);
    expect(redispatches(policy(true), 1, false, 0)).toBe(true);
  });

  it('3.2 for want of a second server each Nth, counted from the last if N is negative', () => {
    const allowed = (redispatch: boolean | number, retries: number) =>
      Array.from({ length: retries }, (_, i) => i + 1).filter((tries) =>
        redispatches(policy(redispatch, retries), tries, true, 1),
      );
    expect(allowed(true, 3)).toEqual([3]);
    expect(allowed(-1, 3)).toEqual([3]);
    expect(allowed(-2, 4)).toEqual([3]);
    expect(allowed(1, 3)).toEqual([1, 2, 3]);
    expect(allowed(2, 5)).toEqual([2, 4]);
  });
});

describe('what is retried', () => {
  it('3.5 failed connects alone, unless retry-on says otherwise', () => {
    expect(retriesOn('conn-failure', policy(true))).toBe(true);
    expect(retriesOn('empty-response', policy(true))).toBe(false);
    const all = { ...policy(true), retryOn: ['all-retryable-errors'] as const };
    expect(retriesOn('503', all)).toBe(true);
  });

  it('3.5 nothing of which the answer has begun', () => {
    expect(repeatReason('killed', THINKING)).toBe('empty-response');
    expect(repeatReason('killed', UPLOADING)).toBe('empty-response');
    expect(repeatReason('killed', RESPONDING)).toBeNull();
    expect(repeatReason('limiter_rejected', THINKING)).toBe('503');
    expect(repeatReason('ok', RESPONDING)).toBeNull();
  });
});

describe('the pause before a retry', () => {
  it('3.2 is a second, or timeout connect if that is less', () => {
    expect(turnAround(5)).toBe(1);
    expect(turnAround(0.2)).toBe(0.2);
  });
});
