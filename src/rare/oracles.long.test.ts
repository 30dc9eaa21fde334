/** Splitting on whole simulations against closed forms that crude runs would take hours to meet. */
import { describe, expect, it } from 'vitest';
import { modelFrom } from '../config/config.ts';
import { Simulation } from '../simulation/simulation.ts';
import { BARE_POD, NO_PROXY, poisson, pureQueue } from '../theory/plain-models.ts';
import { poissonTail } from '../theory/poisson.ts';
import { reachesBeforeEmpty } from './chain.fixture.ts';
import { planLevels } from './plan-levels.ts';
import type { RarePath } from './rare-path.ts';
import { simulationPath, timeAbove } from './simulation-path.ts';
import { estimateBySplitting } from './splitting.ts';

const SECOND = { law: 'exponential', mean: '1s' };

function uploads(load: number, body: object, pod: object, horizon: number) {
  return modelFrom({
    clients: poisson(load, { ...body }),
    haproxy: NO_PROXY,
    pod: { ...BARE_POD, ...pod },
    run: { horizon: `${horizon}s` },
  });
}

function begun(model: ReturnType<typeof modelFrom>, seed: string): Simulation {
  const simulation = new Simulation(model, seed);
  simulation.begin();
  return simulation;
}

/**
 * Each estimate has at most 10% of standard error, and their mean is within 3 of its own: a single
 * estimate that is low by chance has a small standard error, too, and looks further off than it is.
 * Returns the events an estimate took on average, the pilot's included.
 */
function expectMet<State>(
  exact: number,
  create: (seed: string) => RarePath<State>,
  options: { pilot: number; maxEvents: number; seeds: readonly string[] },
): number {
  const { pilot, maxEvents, seeds } = options;
  const { plan, events } = planLevels(create, { seed: 'pilot', events: pilot });
  const estimates = seeds.map((seed) => estimateBySplitting(create, plan, { seed, maxEvents }));
  for (const { value, standardError } of estimates) {
    expect(standardError / value, 'relative standard error').toBeLessThanOrEqual(0.1);
  }
  const off = estimates.reduce((sum, { value }) => sum + value - exact, 0);
  const error = Math.hypot(...estimates.map(({ standardError }) => standardError));
  expect(Math.abs(off / error), 'standard errors off').toBeLessThan(3);
  return events + estimates.reduce((sum, each) => sum + each.events, 0) / seeds.length;
}

describe('O9: memory of Poisson uploads', () => {
  it.each([[10, 20]])('(a) time with more than the limit held: load %i, above %i', (load, k) => {
    const [from, until] = [10, 60];
    const model = uploads(
      load,
      { bodySize: '1MB' },
      { handler: 'constant', service: SECOND },
      until,
    );
    const create = (seed: string) =>
      timeAbove(begun(model, seed), (k + 0.5) * 1e6, { from, until });
    const exact = poissonTail(k, load);
    expectMet(exact, create, { pilot: 10_000, maxEvents: 2e6, seeds: ['1'] });
  });
});

describe('O10: a busy cycle of M/M/1 through the whole simulator', () => {
  it.each([
    [0.5, 20, ['1'], 200],
    [0.8, 30, ['1', '2', '3', '4', '5'], 1],
  ])('rho %f reaches level %i, with fewer events than crude runs', (rho, level, seeds, gain) => {
    const queue = { pods: 1, servers: 1, rate: rho, service: SECOND };
    const simulation = begun(modelFrom(pureQueue(queue, 1e9)), 'queue');
    const { simulator, table } = simulation;
    const start = simulation.snapshot();
    // Nothing is drawn at time 0 but the first gap, so cycles may share one simulation.
    const create = (seed: string) => {
      simulation.restore(start);
      simulation.fork(seed);
      while (table.state.live === 0) {
        simulator.run(Number.POSITIVE_INFINITY, simulator.state.ran + 1);
      }
      return simulationPath(simulation, {
        target: level,
        level: () => table.state.live,
        happened: () => table.state.live >= level,
        over: () => table.state.live === 0,
      });
    };
    const exact = reachesBeforeEmpty(rho, level);
    const events = expectMet(exact, create, { pilot: 4000, maxEvents: 2e6, seeds });
    // An idle queue needs no event: a cycle of n customers has 2 n - 1 after its first.
    const crude = ((2 / (1 - rho) - 1) * (1 - exact)) / (exact * 0.1 ** 2);
    expect(crude / events).toBeGreaterThan(gain);
  });
});
