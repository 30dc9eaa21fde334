import { describeSteadyCoverage } from './coverage-suite.fixture.ts';

// Waits remember for longer: with fewer than 100,000 requests the p99 is left out too often.
describeSteadyCoverage([{ rho: 0.8, horizon: 130_000 }], 1000);
