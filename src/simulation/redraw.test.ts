/** What has not come may be drawn again at any moment, as often as one likes: the law stays. */
import { describe, expect, it } from 'vitest';
import { modelFrom } from '../config/config.ts';
import { Moments } from '../stats/moments.ts';
import { BARE_POD, NO_PROXY, poisson } from '../theory/plain-models.ts';
import { poissonTail } from '../theory/poisson.ts';
import { Simulation } from './simulation.ts';

const FOREVER = Number.POSITIVE_INFINITY;

/** A run up to an instant [s], drawn again after every so many events. */
function redrawn(model: ReturnType<typeof modelFrom>, seed: string, until: number): Simulation {
  const simulation = new Simulation(model, seed);
  const { simulator } = simulation;
  simulation.begin();
  while (!simulator.run(until, simulator.state.ran + 3)) {
    simulation.fork(`after ${simulator.state.ran}`);
    simulation.redraw();
  }
  return simulation;
}

/** Asserts that the mean of independent figures is within four standard errors of theory. */
function expectMean(theory: number, figures: readonly number[]): void {
  const moments = new Moments();
  for (const figure of figures) moments.add(figure);
  expect(Math.abs(moments.mean - theory) / moments.standardError).toBeLessThan(4);
}

const seeds = (count: number) => Array.from({ length: count }, (_, k) => `redrawn ${k}`);

describe('a run whose durations are drawn again and again', () => {
  it.each([
    ['exponential', { law: 'exponential', mean: '1s' }],
    ['lognormal', { law: 'lognormal', mean: '1s', cv: 1 }],
    ['uniform', { law: 'uniform', min: '0.5s', max: '1.5s' }],
  ])('has as many requests inside as the Poisson law says: %s services', (_, service) => {
    const model = modelFrom({
      clients: [{ ...poisson(4)[0], schedule: [{ at: '1s', rate: '6/s' }] }],
      haproxy: NO_PROXY,
      pod: { ...BARE_POD, handler: 'constant', service },
      // An arrival must stay before the horizon, which is near.
      run: { horizon: '6.5s' },
    });
    const inside = seeds(300).map((seed) => redrawn(model, seed, 6.4).table.state.live);
    expectMean(6, inside);
    expectMean(
      poissonTail(9, 6),
      inside.map((count) => (count > 9 ? 1 : 0)),
    );
  });

  it('has as many calls to the store under way', () => {
    const model = modelFrom({
      clients: [{ ...poisson(4)[0], bodySize: '1MB', pace: '1GB/s' }],
      haproxy: NO_PROXY,
      pod: { ...BARE_POD, handler: 'read-all', copies: 1 },
      upstream: { latency: { law: 'lognormal', mean: '500ms', cv: 0.5 }, rate: '2MB/s' },
      run: { horizon: '8s' },
    });
    // Each takes its latency and half a second of transfer.
    const calls = seeds(200).map((seed) => redrawn(model, seed, 6).pendingCalls());
    expectMean(4 * 1, calls);
  });

  it('sends as many requests before the horizon', () => {
    const model = modelFrom({
      clients: poisson(3),
      haproxy: NO_PROXY,
      pod: { ...BARE_POD, handler: 'constant', service: { law: 'exponential', mean: '300ms' } },
      run: { horizon: '2s' },
    });
    const sent = seeds(800).map((seed) => redrawn(model, seed, FOREVER).table.state.sent);
    expectMean(6, sent);
    expectMean(
      Math.exp(-6),
      sent.map((count) => (count === 0 ? 1 : 0)),
    );
  });

  it.each([
    // Two in three of the second wave have begun, and half of those are through.
    ['wave', { kind: 'wave', workers: 20, waves: 2, period: '3s' }, 5, 20 / 3],
    // Whoever is through begins again.
    ['closed', { kind: 'closed', workers: 20, requests: 1000 }, 2, 40 / 3],
  ])('starts its workers evenly over their jitter: %s', (_, kind, until, theory) => {
    const model = modelFrom({
      clients: [{ ...kind, startJitter: { law: 'uniform', min: '0s', max: '3s' } }],
      haproxy: NO_PROXY,
      pod: { ...BARE_POD, handler: 'constant', service: '1s' },
    });
    expectMean(
      theory,
      seeds(200).map((seed) => redrawn(model, seed, until).table.state.live),
    );
  });

  it('thinks as often', () => {
    const second = { law: 'exponential', mean: '1s' };
    const model = modelFrom({
      clients: [{ kind: 'closed', workers: 5, requests: 1000, thinkTime: second }],
      haproxy: NO_PROXY,
      pod: { ...BARE_POD, handler: 'constant', service: second },
    });
    const inside = seeds(300).map((seed) => redrawn(model, seed, 10).table.state.live);
    expectMean(2.5, inside);
  });

  it('gives up as often', () => {
    const patience = { law: 'uniform', min: '0.5s', max: '1.5s' };
    const model = modelFrom({
      clients: [{ ...poisson(3)[0], patience }],
      haproxy: NO_PROXY,
      pod: { ...BARE_POD, handler: 'constant', service: '1000s' },
      run: { horizon: '100s' },
    });
    // All but those of the last second, on average.
    const gone = seeds(200).map(
      (seed) => redrawn(model, seed, 5).recorder.endings().client_gave_up,
    );
    expectMean(3 * 4, gone);
  });
});
