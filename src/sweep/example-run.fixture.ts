/** Runs made by hand for tests, with everything quiet except what a test says. */
import type { Kill, MemoryParts, Observations } from '../observe/observations.ts';
import { ENDINGS, type Ending } from '../request/ending.ts';

interface Told extends Partial<Omit<Observations, 'endings' | 'kills'>> {
  endings?: Partial<Record<Ending, number>>;
  kills?: Partial<Kill>[];
}

const NO_PARTS: MemoryParts = {
  base: 0,
  handler: 0,
  unread: 0,
  writeBuffer: 0,
  kernelReceive: 0,
  kernelSend: 0,
  retained: 0,
};

export function exampleRun(told: Told = {}): Observations {
  const { endings = { ok: told.requests ?? 4 }, kills = [], ...others } = told;
  const requests = Object.values(endings).reduce((total, count) => total + count, 0);
  const filled = kills.map((kill) => ({ at: 1, podIndex: 0, inFlight: 1, readyAt: 2, ...kill }));
  return {
    seed: '1/0',
    trajectory: 'aaaaaaaaaaaaaaaa',
    drewRandom: true,
    requests,
    operations: requests,
    peakMemoryBytes: [100],
    peakByHorizonBytes: told.peakMemoryBytes ?? [100],
    peakParts: [NO_PARTS],
    peakInFlight: [1],
    okByPod: [1],
    peakQueue: 0,
    latencyOk: new Float64Array(0),
    terminations: {},
    operationLatencyOk: new Float64Array(0),
    queueWait: new Float64Array(0),
    queueWaitOk: new Float64Array(0),
    servedWithin60s: endings.ok ?? 0,
    endedAt: 10,
    goodputBytes: 0,
    podSecondsLost: 0,
    events: 10,
    timeline: null,
    attempts: null,
    load: null,
    deaths: filled,
    lateKills: 0,
    ...others,
    endings: Object.fromEntries(ENDINGS.map((ending) => [ending, endings[ending] ?? 0])) as Record<
      Ending,
      number
    >,
    kills: filled,
    livenessKills: 0,
  };
}

export { NO_PARTS };
