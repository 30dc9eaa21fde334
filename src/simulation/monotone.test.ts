import { expect, it } from 'vitest';
import { modelFrom } from '../config/config.ts';
import { HANDLERS } from '../pod/options.ts';
import { simulate } from './simulate.ts';

const MiB = 2 ** 20;

it.each(HANDLERS)('a higher memory limit never kills where a lower one did not: %s', (handler) => {
  const killed = (memoryLimit: string, seed: string) =>
    simulate(
      modelFrom(
        { clients: [{ kind: 'closed', workers: 30, requests: 60, getShare: 0.2 }] },
        {
          'pod.handler': handler,
          'pod.replicas': 2,
          'pod.memoryLimit': memoryLimit,
          'pod.runEffect': { law: 'lognormal', mean: 1, cv: 0.1 },
          'clients[0].bodySize': { law: 'lognormal', mean: '16MB', cv: 1 },
          'clients[0].startJitter': { law: 'uniform', min: '0s', max: '2s' },
          'upstream.latency': { law: 'lognormal', mean: '250ms', cv: 0.5 },
        },
      ),
      seed,
    );
  for (const seed of ['1', '2', '3', '4', '5']) {
    const peak = Math.max(...killed('none', seed).peakMemoryBytes);
    const limits = [64, 128, 192, 256, 384, 512, 768, 1024, 2048].map((limit) => limit * MiB);
    const justAbove = peak * (1 + 1e-9);
    const verdicts = [...limits, justAbove].map(
      (limit) => killed(`${limit}B`, seed).kills.length > 0,
    );
    // One run without a limit decides every limit: the pod dies where the limit is below its peak.
    expect(verdicts).toEqual([...limits.map((limit) => peak > limit), false]);
  }
});
