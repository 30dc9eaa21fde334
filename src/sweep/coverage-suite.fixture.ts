/** How often the intervals of a sweep cover, through the simulator: seeds fixed beforehand. */
import { expect, it } from 'vitest';
import { modelFrom } from '../config/config.ts';
import { simulate } from '../simulation/simulate.ts';
import { expectCoverage } from '../stats/risk-coverage-suite.fixture.ts';
import type { StoppingRule } from '../stats/stopping-rule.ts';
import { reachesWithin } from '../theory/mminf-first-passage.ts';
import { BARE_POD, NO_PROXY, poisson, pureQueue } from '../theory/plain-models.ts';
import { steadyCells } from './steady.ts';

/** Half the width of the 99.9% band, in standard errors. */
const Z = 3.29;

interface SteadyCase {
  /** Utilisation of a queue with one server of rate 1/s. */
  readonly rho: number;
  /** Simulated time of a macro-replication [s]. */
  readonly horizon: number;
}

/** A p99 is withheld where too few independent values lie beyond it: at most so often here. */
const WITHHELD = 1 / 8;

/** Of 1000 intervals that cover 95% of the time 926 to 971 do, or as near of another number given. */
export function describeSteadyCoverage(cases: readonly SteadyCase[], macros: number): void {
  it.each(cases)('mean and p99 of M/M/1 at rho = $rho over $horizon s', ({ rho, horizon }) => {
    const service = { law: 'exponential', mean: '1s' };
    const model = modelFrom(pureQueue({ pods: 1, servers: 1, rate: rho, service }, horizon));
    // The time in the system is exponential with rate 1 - rho, the wait rho times that, or none.
    const exact = {
      steady_latency_mean: 1 / (1 - rho),
      steady_latency_p99: Math.log(100) / (1 - rho),
      steady_wait_mean: rho / (1 - rho),
      steady_wait_p99: Math.log(100 * rho) / (1 - rho),
    };
    const stems = Object.keys(exact);
    const covered = Object.fromEntries(stems.map((stem) => [stem, 0]));
    const given = Object.fromEntries(stems.map((stem) => [stem, 0]));
    for (let macro = 0; macro < macros; macro++) {
      const run = simulate(model, `coverage ${rho}/${macro}`, { load: true });
      const cells = steadyCells(run, model.run.maxEvents);
      for (const [stem, value] of Object.entries(exact)) {
        const [low, high] = [cells[`${stem}_low_s`], cells[`${stem}_high_s`]];
        if (low == null || high == null) continue;
        given[stem]!++;
        if ((low as number) <= value && value <= (high as number)) covered[stem]!++;
      }
    }
    for (const [stem, count] of Object.entries(covered)) {
      const intervals = given[stem]!;
      const half = Z * Math.sqrt(0.95 * 0.05 * intervals);
      expect(intervals, stem).toBeGreaterThanOrEqual((1 - WITHHELD) * macros);
      expect(count, stem).toBeGreaterThanOrEqual(0.95 * intervals - 1 - half);
      expect(count, stem).toBeLessThanOrEqual(0.95 * intervals + half);
    }
  });
}

interface KillCase {
  /** Requests in a pod that kill it, of an offered load of 3 from empty, within 4 s. */
  readonly level: number;
  /** How many runs: so many, or until a rule is satisfied. */
  readonly runs: number | StoppingRule;
}

/** Sampled coverage of P(OOM) beside the enumerated one, through kills of simulated pods. */
export function describeKillCoverage(cases: readonly KillCase[], macros: number): void {
  it.each(cases)('P(OOM) of pods killed at $level requests, $runs runs', ({ level, runs }) => {
    const p = reachesWithin(3, level, 4);
    const model = modelFrom({
      clients: poisson(3, { bodySize: '1MB' }),
      haproxy: NO_PROXY,
      pod: {
        ...BARE_POD,
        handler: 'constant',
        service: { law: 'exponential', mean: '1s' },
        memoryLimit: `${level - 0.5}MB`,
      },
      run: { horizon: '4s' },
    });
    let seed = 0;
    expectCoverage({ trials: runs, p }, macros, (count) => {
      const all = Array.from({ length: count }, () => simulate(model, `kills ${level}/${seed++}`));
      return all.filter((run) => run.kills.length > 0).length;
    });
  });
}
