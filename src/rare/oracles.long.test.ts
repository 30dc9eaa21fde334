/** Splitting on whole simulations against closed forms that crude runs would take hours to meet. */
import { describe, expect, it } from 'vitest';
import { modelFrom } from '../config/config.ts';
import { Simulation } from '../simulation/simulation.ts';
import { exponentialSumTail, uniformTail } from '../theory/compound-poisson.ts';
import { gammaTail } from '../theory/gamma.ts';
import { reachesWithin } from '../theory/mminf-first-passage.ts';
import { BARE_POD, NO_PROXY, poisson, queueBefore } from '../theory/plain-models.ts';
import { poissonTail } from '../theory/poisson.ts';
import { busyCycle, reachesBeforeEmpty } from './chain.fixture.ts';
import { type PilotOptions, planLevels } from './plan-levels.ts';
import { simulatedCycle } from './queue.fixture.ts';
import type { RarePath } from './rare-path.ts';
import { anyKill, simulationPath, timeAbove } from './simulation-path.ts';
import { estimateBySplitting, type SplittingOptions } from './splitting.ts';
import { uploadsAhead } from './uploads-ahead.fixture.ts';

const SECOND = { law: 'exponential', mean: '1s' };
const HELD = { ...BARE_POD, handler: 'constant', service: SECOND };
/** Transient at first, then as it always is [s]. */
const WINDOW = { from: 10, until: 60 };

/** Poisson uploads of 1 MB, held for a second on average. */
function heldUploads(load: number, horizon: number, limit = 'none') {
  return modelFrom({
    clients: poisson(load, { bodySize: '1MB' }),
    haproxy: NO_PROXY,
    pod: { ...HELD, memoryLimit: limit },
    run: { horizon: `${horizon}s` },
  });
}

/** The time above a threshold [B] of ten uploads per second, 1 MB/s each, held as received. */
function received(
  bodySize: unknown,
  threshold: number,
  importance: (simulation: Simulation) => number,
): (seed: string) => RarePath {
  const model = modelFrom({
    clients: [{ ...poisson(10)[0], bodySize, pace: '1MB/s' }],
    haproxy: NO_PROXY,
    pod: { ...BARE_POD, handler: 'received' },
    run: { horizon: `${WINDOW.until}s` },
  });
  return (seed) => timeAbove(begun(model, seed), threshold, WINDOW, importance) as RarePath;
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
  options: {
    readonly seeds: readonly string[];
    readonly pilot?: Omit<PilotOptions, 'seed'>;
    readonly estimate?: Omit<SplittingOptions, 'seed'>;
  },
): number {
  const { seeds, pilot, estimate } = options;
  const { plan, events } = planLevels(create, { events: 5000, ...pilot, seed: 'pilot' });
  const estimates = seeds.map((seed) =>
    estimateBySplitting(create, plan, { maxEvents: 4e6, ...estimate, seed }),
  );
  for (const { value, standardError } of estimates) {
    expect(standardError / value, 'relative standard error').toBeLessThanOrEqual(0.1);
  }
  const off = estimates.reduce((sum, { value }) => sum + value - exact, 0);
  const error = Math.hypot(...estimates.map(({ standardError }) => standardError));
  expect(Math.abs(off / error), 'standard errors off').toBeLessThan(3);
  return events + estimates.reduce((sum, each) => sum + each.events, 0) / seeds.length;
}

describe('O9: the share of time with more memory than a limit', () => {
  it.each([
    [10, 20],
    [10, 25],
    [10, 30],
    [50, 75],
    [50, 90],
    [200, 260],
  ])('(a) uploads held for their stay: load %i, above %i', (load, k) => {
    const create = (seed: string) =>
      timeAbove(begun(heldUploads(load, WINDOW.until), seed), (k + 0.5) * 1e6, WINDOW);
    // A tree holds hundreds of excursions where the load is high.
    const leastDraws = load > 10 ? 20 : 50;
    expectMet(poissonTail(k, load), create, { seeds: ['1'], estimate: { leastDraws } });
  });

  it('(b) exponential bodies held as received: load 10, above 40', () => {
    const body = { law: 'exponential', mean: '1MB' };
    const arriving = (t: number) => 10e6 * (1 - (1 + t) * Math.exp(-t));
    const create = received(body, 40e6, uploadsAhead({ pace: 1e6, arriving }));
    expectMet(exponentialSumTail(10, 40), create, {
      seeds: ['1'],
      estimate: { maxEvents: 1e7 },
    });
  });

  it('(O17) bodies of one size held as received: load 10, above 12', () => {
    const arriving = (t: number) => (10e6 * Math.min(1, t) ** 2) / 2;
    const create = received('1MB', 12e6, uploadsAhead({ pace: 1e6, arriving }));
    expectMet(uniformTail(10, 12), create, { seeds: ['1'] });
  });

  it.each([[16, 32]])('(c) all %i slots full of exponential bodies, above %i', (slots, x) => {
    const bodySize = { law: 'exponential', mean: '1MB' };
    const model = modelFrom({
      clients: [{ kind: 'closed', workers: 2 * slots, requests: 'none', bodySize }],
      haproxy: queueBefore(slots),
      pod: HELD,
      run: { horizon: `${WINDOW.until}s` },
    });
    const create = (seed: string) => timeAbove(begun(model, seed), x * 1e6, WINDOW);
    expectMet(gammaTail(slots, x), create, { seeds: ['1'] });
  });
});

describe('O9: within a horizon', () => {
  it.each([
    [10, 30, 10_000],
    [50, 90, 1000],
  ])('(d) load %i reaches %i within %i', (load, level, horizon) => {
    const model = heldUploads(load, horizon, `${level - 0.5}MB`);
    const create = (seed: string) => simulationPath(begun(model, seed), anyKill(model));
    expectMet(reachesWithin(load, level, horizon), create, {
      seeds: ['1'],
      // One path holds hundreds of excursions: split late, and less than the path itself takes.
      pilot: { events: 20_000, firstRatio: 256, effort: 0.1 },
      estimate: { leastDraws: 6 },
    });
  });
});

describe('O10: a busy cycle of M/M/1 through the whole simulator', () => {
  it('reaches 20 at load 0.5 with a thousand times fewer events than crude runs, on any seed', () => {
    const create = simulatedCycle(0.5, 20);
    const exact = reachesBeforeEmpty(0.5, 20);
    for (const seed of ['1', '2', '3', '4', '5']) {
      const events = expectMet(exact, create, {
        seeds: [seed],
        pilot: { events: 600, ratio: 2 },
      });
      expect(crudeEvents(0.5, exact) / events).toBeGreaterThan(1000);
    }
  });

  it('reaches 30 at load 0.8', () => {
    const create = simulatedCycle(0.8, 30);
    const exact = reachesBeforeEmpty(0.8, 30);
    const events = expectMet(exact, create, { seeds: ['1'], pilot: { events: 4000 } });
    expect(crudeEvents(0.8, exact) / events).toBeGreaterThan(1);
  });

  it('reaches 100 at load 0.9, as a chain: a path goes up and down for long', () => {
    const exact = reachesBeforeEmpty(0.9, 100);
    const options = { pilot: { events: 50_000 }, estimate: { maxEvents: 1e8 } };
    const events = expectMet(exact, busyCycle(0.9, 100), { seeds: ['1'], ...options });
    expect(crudeEvents(0.9, exact) / events).toBeGreaterThan(20);
  });
});

/** Events that counting takes for a relative standard error of 10%. */
function crudeEvents(rho: number, exact: number): number {
  // An idle queue needs no event: a cycle of n customers has 2 n - 1 after its first.
  return ((2 / (1 - rho) - 1) * (1 - exact)) / (exact * 0.1 ** 2);
}
