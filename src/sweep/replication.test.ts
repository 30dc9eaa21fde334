import { expect, it } from 'vitest';
import { modelFrom } from '../config/config.ts';
import { simulate } from '../simulation/simulate.ts';
import { pureQueue } from '../theory/plain-models.ts';
import { BlockUnderWay, blockOf } from './replication.ts';

const LOAD = { pods: 1, servers: 1, rate: 0.5, service: { law: 'exponential', mean: '1s' } };
const QUEUE = modelFrom(pureQueue(LOAD, 20_000));
const SEEDS = ['1', '2'];

it('a block that takes times in as they come is the one of the same runs kept whole', () => {
  const whole = SEEDS.map((seed) => simulate(QUEUE, seed));
  const block = new BlockUnderWay();
  const takeTimes = block.take.bind(block);
  const rest = SEEDS.map((seed) => {
    const run = simulate(QUEUE, seed, { takeTimes });
    block.add(run);
    return run;
  });
  expect(whole.every((run) => run.queueWait.length > 9000)).toBe(true);
  expect(rest.every((run) => run.queueWait.length <= 2048)).toBe(true);
  expect(block.state()).toEqual(blockOf(whole));
});
