import { describeCoverage } from './coverage-suite.fixture.ts';

describeCoverage({ 0.5: 20_000 }, 300);
