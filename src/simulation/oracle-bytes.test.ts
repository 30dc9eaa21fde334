import { describeOracles, isLong } from './oracle-suite.fixture.ts';

const BYTES = ['O9', 'O14', 'O15', 'O16', 'O17', 'O18', 'O19', 'O20'];

describeOracles('oracles of bytes and floods', (one) => !isLong(one) && BYTES.includes(one.oracle));
