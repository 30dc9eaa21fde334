import { describeOracles, isLong } from './oracle-suite.fixture.ts';

const QUEUES = ['O1', 'O2', 'O3', 'O4', 'O5', 'O6', 'O7', 'O8'];

describeOracles('queueing oracles', (one) => !isLong(one) && QUEUES.includes(one.oracle));
