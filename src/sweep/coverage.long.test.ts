import { describeKillCoverage, describeSteadyCoverage } from './coverage-suite.fixture.ts';

// 30,000 requests: enough for a p99, few enough for 1,000 macro-replications in a minute or two.
describeSteadyCoverage([{ rho: 0.5, horizon: 60_000 }], 1000);

describeKillCoverage(
  [
    { level: 8, runs: 50 },
    { level: 7, runs: { relative: 0.2, absolute: 0.08, first: 20, budget: 100 } },
  ],
  1000,
);
