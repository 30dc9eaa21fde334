import { describeKillCoverage, describeSteadyCoverage } from './coverage-suite.fixture.ts';

// 30,000 and 60,000 requests: enough for a p99, few enough for 1,000 of each in minutes.
describeSteadyCoverage(
  [
    { rho: 0.5, horizon: 60_000 },
    { rho: 0.8, horizon: 75_000 },
  ],
  1000,
);

const RULE = { relative: 0.2, absolute: 0.05, first: 20, budget: 200 };

describeKillCoverage(
  [
    { level: 7, runs: 50 },
    { level: 8, runs: 50 },
    { level: 7, runs: RULE },
    { level: 8, runs: RULE },
  ],
  1000,
);
