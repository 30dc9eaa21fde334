import { describe, expect, it } from 'vitest';
import { modelFrom } from '../config/config.ts';
import { anyBodyKills, oneBodyKills } from '../theory/big-jump.ts';
import { reachesWithin } from '../theory/mminf-first-passage.ts';
import { BARE_POD, heldUploads, jumpingBodies, NO_PROXY, poisson } from '../theory/plain-models.ts';
import { estimateOom, eventsByCounting } from './estimate-oom.ts';

const OPTIONS = { seed: '1', precision: 0.2, budget: 2e5 };

/** One at a time. */
const bodies = (requests: number, median?: string) => modelFrom(jumpingBodies(requests, 1, median));

const held = (load: number, level: number, horizon: number) =>
  modelFrom(heldUploads(load, level, horizon));

describe('P(OOM) of one model', () => {
  it('is a yes or a no where chance has no part', () => {
    const flood = (memoryLimit: string) =>
      modelFrom({
        clients: [{ kind: 'closed', workers: 2, requests: 2, bodySize: '1MB', pace: '1MB/s' }],
        haproxy: NO_PROXY,
        pod: { ...BARE_POD, handler: 'read-all', copies: 1, memoryLimit },
      });
    const { choice, ...yes } = estimateOom(flood('1500kB'), OPTIONS);
    expect(yes).toMatchObject({ kind: 'certain', value: 1, low: 1, high: 1, precise: true });
    expect(choice.pilot).toMatchObject({ runs: 1, kills: 1 });
    expect(estimateOom(flood('3MB'), OPTIONS)).toMatchObject({ kind: 'certain', value: 0 });
  });

  it('is counted where kills are not rare, to the precision asked for', () => {
    const found = estimateOom(bodies(64), OPTIONS);
    expect(found.choice.method).toBe('crude');
    expect(found.precise).toBe(true);
    const exact = anyBodyKills(64, oneBodyKills(16e6, 1, 3, 488 * 2 ** 20));
    expect(found.low).toBeLessThan(exact);
    expect(found.high).toBeGreaterThan(exact);
  });

  it('is exact for the giant, with room for what was not seen without one', () => {
    const exact = anyBodyKills(4, oneBodyKills(16e6, 1, 3, 488 * 2 ** 20));
    const found = estimateOom(bodies(4), { ...OPTIONS, budget: 2e4 });
    expect(found).toMatchObject({ kind: 'estimate', choice: { method: 'giant' } });
    expect(found.value! / exact).toBeCloseTo(1, 4);
    expect(found.high).toBeGreaterThan(exact);
  });

  it('is a bound, not the giant alone, where runs without one could be most of the risk', () => {
    const found = estimateOom(bodies(4, '4MB'), { ...OPTIONS, budget: 5000 });
    const exact = anyBodyKills(4, oneBodyKills(4e6, 1, 3, 488 * 2 ** 20));
    expect(found).toMatchObject({ kind: 'bound', value: null, precise: false });
    expect(found.low).toBeLessThanOrEqual(exact);
    expect(found.low).toBeGreaterThan(0);
    expect(found.high).toBeGreaterThan(2 * exact);
  });

  it('is found by splitting where memory rises in steps', () => {
    const found = estimateOom(held(5, 14, 5), { ...OPTIONS, precision: 0.4, budget: 4e5 });
    expect(found).toMatchObject({ kind: 'estimate', choice: { method: 'splitting' } });
    const exact = reachesWithin(5, 14, 5);
    expect(Math.abs(found.value! - exact) / found.standardError!).toBeLessThan(3.3);
  });

  it('is never 0 after runs without a kill, but an upper bound', () => {
    const unlikely = modelFrom({
      clients: poisson(5, { bodySize: { law: 'lognormal', median: '1MB', sigma: 1 } }),
      haproxy: NO_PROXY,
      pod: { ...BARE_POD, handler: 'constant', service: '100ms', memoryLimit: '200MB' },
      run: { horizon: '1s' },
    });
    const found = estimateOom(unlikely, { ...OPTIONS, budget: 3000 });
    expect(found).toMatchObject({ kind: 'bound', value: null, standardError: null, low: 0 });
    expect(found.choice.method).toBe('none');
    expect(found.high).toBeGreaterThan(0.001);
    expect(found.high).toBeLessThan(0.05);
  });

  it('splitting that met few kills claims no more than counting does', () => {
    const found = estimateOom(held(5, 20, 10), { ...OPTIONS, budget: 1 });
    expect(found).toMatchObject({ kind: 'bound', value: null, low: 0 });
    expect(found.high).toBeGreaterThan(0.02);
  });

  it('is what it is for its seed', () => {
    const twice = [0, 1].map(() => estimateOom(bodies(8), { ...OPTIONS, budget: 5000 }));
    expect(twice[1]).toEqual(twice[0]);
  });
});

it('counting takes as many events as the binomial law says', () => {
  // 100 successes give a tenth: p = 0.01 takes 9900 runs of 7 events.
  expect(eventsByCounting(0.01, 7, 0.1)).toBeCloseTo(69300, 6);
});
