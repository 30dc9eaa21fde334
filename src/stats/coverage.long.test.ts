import { describeCoverage } from './coverage-suite.fixture.ts';

describeCoverage({ 0.5: 60_000, 0.8: 300_000 }, 1000);
