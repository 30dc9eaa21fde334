import { describe, expect, it } from 'vitest';
import { type Answer, rig } from './rig.fixture.ts';

const fail: Answer = { after: 1, ending: 'no_server' };

describe('the budget of retries', () => {
  const client = (budget: unknown, reserve: number) => ({
    kind: 'closed',
    workers: 1,
    requests: 1000,
    retry: { attempts: 2, budget, reserve },
  });
  const retriesOf = (budget: unknown, reserve: number) => {
    const { start, sent } = rig(client(budget, reserve), { serve: () => fail });
    start();
    return sent.filter(({ repeats }) => repeats > 0);
  };

  it('is none by default: every failure is tried again', () => {
    expect(retriesOf('none', 10)).toHaveLength(1000);
  });

  it('allows a share of the operations to be tried again, and the reserve on top', () => {
    expect(retriesOf(0.5, 1)).toHaveLength(500);
    // Ten tenths are one, whatever their sum is in binary.
    expect(retriesOf(0.1, 1)).toHaveLength(100);
    expect(retriesOf(0, 10)).toHaveLength(10);
    expect(retriesOf(0, 10).at(-1)!.number).toBe(19);
  });

  it('stores no more than the reserve while all goes well', () => {
    const serve = ({ number }: { number: number }): Answer =>
      number < 500 ? { after: 1, ending: 'ok' } : fail;
    const { start, sent } = rig(client(0.001, 5), { serve });
    start();
    expect(sent.filter(({ repeats }) => repeats > 0)).toHaveLength(5);
  });
});
