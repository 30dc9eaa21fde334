import { describeOracles, isLong } from './oracle-suite.fixture.ts';

describeOracles('oracles that take long', isLong);
