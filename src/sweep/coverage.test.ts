import { describeKillCoverage, describeSteadyCoverage } from './coverage-suite.fixture.ts';

describeSteadyCoverage([{ rho: 0.5, horizon: 60_000 }], 25);

describeKillCoverage([{ level: 8, runs: 50 }], 60);
