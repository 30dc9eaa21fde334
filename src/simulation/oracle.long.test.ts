import { describeOracles } from './oracle-suite.fixture.ts';

describeOracles('oracles that take minutes', ({ deep }) => deep);
