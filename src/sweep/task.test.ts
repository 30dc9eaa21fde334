import { expect, it } from 'vitest';
import { modelFrom } from '../config/config.ts';
import { exampleRun } from './example-run.fixture.ts';
import { runTask } from './task.ts';

it('decides a chance by the memory up to the horizon, as kills are counted', async () => {
  const never = () => {
    throw new Error('no such task here');
  };
  const peaks = await runTask(
    { kind: 'peaks', model: modelFrom({}, {}), draws: [{ draw: {}, seeds: ['1', '2'] }] },
    {
      simulate: () => exampleRun({ peakMemoryBytes: [300, 50], peakByHorizonBytes: [100, 40] }),
      estimateOracle: never,
      check: never,
    },
  );
  expect(peaks).toEqual([[100, 100]]);
});
