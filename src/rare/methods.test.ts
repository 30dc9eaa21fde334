import { describe, expect, it } from 'vitest';
import { modelFrom } from '../config/config.ts';
import { simulate } from '../simulation/simulate.ts';
import { Simulation } from '../simulation/simulation.ts';
import { anyBodyKills, oneBodyKills } from '../theory/big-jump.ts';
import { reachesWithin } from '../theory/mminf-first-passage.ts';
import { BARE_POD, heldUploads, jumpingBodies, NO_PROXY, poisson } from '../theory/plain-models.ts';
import { chooseMethod } from './choose-method.ts';
import { estimateByGiant, sizeThatKillsAlone, whyNoGiant } from './giant-body.ts';
import { planLevels } from './plan-levels.ts';
import { estimateByEffect, whyNoEffect } from './run-effect.ts';
import { anyKill, simulationPath } from './simulation-path.ts';
import { estimateBySplitting } from './splitting.ts';

const MIB = 2 ** 20;

/** 256 lognormal bodies read whole, one at a time: the textbook's big jump. */
const bigJump = (overrides: Record<string, unknown> = {}) =>
  modelFrom(jumpingBodies(256, 4), overrides);

describe('one giant body', () => {
  it('kills alone from the size on that the closed form names, and then P(OOM) is exact', () => {
    const model = bigJump();
    expect(whyNoGiant(model)).toBeNull();
    expect(sizeThatKillsAlone(model)).toBeCloseTo((488 * MIB) / 3, -1);
    const estimate = estimateByGiant(model, { seed: '1', runs: 30 });
    expect(estimate.oneGiant).toBeCloseTo(0.0089774, 6);
    const exact = anyBodyKills(256, oneBodyKills(16e6, 1, 3, 488 * MIB));
    expect(exact).toBeCloseTo(0.9006, 4);
    expect(Math.abs(estimate.value - exact)).toBeLessThan(1e-6);
    expect(estimate.low).toBeLessThan(exact);
    expect(estimate.high).toBeGreaterThan(exact);
  });

  it('decides among few small bodies too, with far less variance than counting kills', () => {
    const overrides = {
      'clients[0].requests': 16,
      'clients[0].bodySize': { law: 'lognormal', median: '4MB', sigma: 1 },
    };
    const { value, killedByGiant } = estimateByGiant(bigJump(overrides), { seed: '1', runs: 100 });
    const exact = anyBodyKills(16, oneBodyKills(4e6, 1, 3, 488 * MIB));
    // Given a giant every run is killed: the relative variance p (1 - p) / p^2 = 715 is gone.
    expect(killedByGiant).toBe(1);
    expect(value / exact).toBeCloseTo(1, 4);
  });

  it('agrees with counting kills where two middling bodies may do what one giant does', () => {
    const model = bigJump({
      'clients[0].requests': 12,
      'haproxy.maxconn': 4,
      'clients[0].bodySize': { law: 'lognormal', median: '30MB', sigma: 0.7 },
    });
    const estimate = estimateByGiant(model, { seed: '1', runs: 400 });
    expect(estimate.killedWithout).toBeGreaterThan(0);
    const runs = 800;
    let killed = 0;
    for (let k = 0; k < runs; k++) if (simulate(model, `crude ${k}`).kills.length > 0) killed++;
    const crude = killed / runs;
    const error = Math.hypot(estimate.standardError, Math.sqrt((crude * (1 - crude)) / runs));
    expect(Math.abs(estimate.value - crude) / error).toBeLessThan(3.3);
  });
});

describe('the run effect', () => {
  const flood = (memoryLimit: string) =>
    modelFrom(
      {
        clients: [
          {
            kind: 'closed',
            workers: 20,
            requests: 60,
            bodySize: { law: 'lognormal', mean: '16MB', cv: 0.3 },
            pace: { law: 'lognormal', mean: '40MB/s', cv: 0.3 },
          },
        ],
      },
      {
        'pod.handler': 'parts',
        'pod.replicas': 2,
        'haproxy.maxconn': 10,
        'pod.runEffect': { law: 'lognormal', mean: 1, cv: 0.05 },
        'pod.memoryLimit': memoryLimit,
      },
    );

  /** A limit that kills about half of the runs, whatever the model's memory is fitted to. */
  const model = (() => {
    for (let limit = 100; ; limit += 4) {
      const tight = flood(`${limit}MiB`);
      if (estimateByEffect(tight, { seed: 'limit', runs: 20 }).value < 0.6) return tight;
    }
  })();

  it('is integrated out: agrees with counting kills, at less variance', () => {
    expect(whyNoEffect(model)).toBeNull();
    const { value, standardError } = estimateByEffect(model, { seed: '1', runs: 100 });
    const runs = 500;
    let killed = 0;
    for (let k = 0; k < runs; k++) if (simulate(model, `crude ${k}`).kills.length > 0) killed++;
    const crude = killed / runs;
    const crudeError = Math.sqrt((crude * (1 - crude)) / runs);
    expect(crude).toBeGreaterThan(0.05);
    expect(crude).toBeLessThan(0.95);
    expect(Math.abs(value - crude) / Math.hypot(standardError, crudeError)).toBeLessThan(3.3);
    expect(100 * standardError ** 2).toBeLessThan(0.5 * crude * (1 - crude));
  });

  it('decides each run as the simulator does: dead above its least deadly effect, alive below', () => {
    const one = (effect: number, seed: string) =>
      simulate(
        { ...model, pod: { ...model.pod, runEffect: { law: 'constant', value: effect } } },
        seed,
      ).kills.length > 0;
    for (const seed of ['1/0', '2/0']) {
      // Of one run the estimate is P(effect >= e*) for a law of two values: a step at e*.
      const killsAbove = (effect: number) =>
        estimateByEffect(
          {
            ...model,
            pod: { ...model.pod, runEffect: { law: 'empirical', values: [effect, effect + 1e-9] } },
          },
          { seed: seed.slice(0, 1), runs: 1 },
        ).value > 0.5;
      for (const effect of [0.7, 0.9, 1, 1.05, 1.1, 1.2, 1.4]) {
        expect(killsAbove(effect), `${seed} at ${effect}`).toBe(one(effect, seed));
      }
    }
  });
});

describe('splitting a whole simulation on memory', () => {
  it('meets the first passage of M/M/infinity, kills and all', () => {
    const model = modelFrom(heldUploads(5, 12, 5));
    const create = (seed: string) => {
      const simulation = new Simulation(model, seed);
      simulation.begin();
      return simulationPath(simulation, anyKill(model));
    };
    const { plan } = planLevels(create, { seed: 'pilot', events: 1500 });
    const split = estimateBySplitting(create, plan, { seed: '1', maxEvents: 4e4 });
    const exact = reachesWithin(5, 12, 5);
    expect(plan.thresholds.length).toBeGreaterThan(1);
    expect(split.standardError / split.value).toBeLessThan(0.15);
    expect(Math.abs(split.value - exact) / split.standardError).toBeLessThan(3.3);
  });
});

describe('the choice of a method', () => {
  it.each([
    ['crude', bigJump(), /100 pilot runs were killed/],
    ['giant', bigJump({ 'clients[0].requests': 8, 'clients[0].workers': 1 }), /one body alone/],
    ['splitting', modelFrom(heldUploads(5, 20, 10)), /memory rises to the limit/],
    ['none', modelFrom({}, { 'pod.replicas': 1 }), /no random number/],
  ] as const)('%s', (method, model, reason) => {
    const choice = chooseMethod(model, { seed: '1', pilotEvents: 1500 });
    expect(choice.method).toBe(method);
    expect(choice.reason).toMatch(reason);
  });

  it('says that none helps where bodies jump the limit and their number is open', () => {
    const model = modelFrom({
      clients: poisson(5, { bodySize: { law: 'lognormal', median: '1MB', sigma: 1 } }),
      haproxy: NO_PROXY,
      pod: { ...BARE_POD, handler: 'constant', service: '100ms', memoryLimit: '30MB' },
      run: { horizon: '5s' },
    });
    const choice = chooseMethod(model, { seed: '1', pilotEvents: 2000 });
    expect(choice.method).toBe('none');
    expect(choice.reason).toMatch(/jump/);
  });
});
