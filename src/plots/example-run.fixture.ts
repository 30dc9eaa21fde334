/** A plausible run for the tests of the chart of one flood. */
import type { MemoryParts, Observations } from '../observe/observations.ts';
import { ENDINGS, type Ending } from '../request/ending.ts';

const MIB = 2 ** 20;
const LIMIT = 512 * MIB;

/** A flood that fills one pod; at a slope that crosses the limit the pod is killed and returns. */
export function exampleRun(inFlight: number, slopeMiB: number): Observations {
  const at: number[] = [];
  const parts: MemoryParts[] = [];
  const present: number[] = [];
  const kills: Observations['kills'] = [];
  let filled = 0;
  let readyAt = 0;
  for (let step = 0; step <= 900; step++) {
    const time = step / 30;
    const down = time < readyAt;
    filled = down ? 0 : Math.min(inFlight, filled + (time > 25 ? -2 : 1));
    filled = Math.max(0, filled);
    let handler = filled * slopeMiB * MIB * (0.9 + 0.1 * Math.sin(step / 9));
    if (24 * MIB + handler > LIMIT) {
      readyAt = time + 11 * (kills.length + 0.2);
      kills.push({ at: time, readyAt, podIndex: 0, inFlight: filled });
      filled = 0;
      handler = 0;
    }
    at.push(time);
    present.push(filled);
    parts.push({
      base: down ? 0 : 24 * MIB,
      handler,
      unread: filled * 0.12 * MIB,
      writeBuffer: 0,
      kernelReceive: filled * 0.4 * MIB,
      kernelSend: 0,
      retained: handler * 0.1,
    });
  }
  const memoryBytes = parts.map((part) => Object.values(part).reduce((sum, value) => sum + value));
  const endings = Object.fromEntries(ENDINGS.map((ending) => [ending, 0])) as Record<
    Ending,
    number
  >;
  const queue = at.map((time) => Math.max(0, 128 - inFlight) * Math.max(0, 1 - time / 20));
  return {
    seed: '1/0',
    trajectory: '0123456789abcdef',
    drewRandom: true,
    requests: 256,
    operations: 256,
    endings: { ...endings, ok: kills.length > 0 ? 100 : 256, killed: kills.length > 0 ? 156 : 0 },
    kills,
    deaths: kills,
    lateKills: 0,
    livenessKills: 0,
    peakMemoryBytes: [Math.max(...memoryBytes)],
    peakByHorizonBytes: [Math.max(...memoryBytes)],
    peakParts: [parts[memoryBytes.indexOf(Math.max(...memoryBytes))]!],
    peakInFlight: [inFlight],
    okByPod: [0],
    peakQueue: Math.max(...queue),
    latencyOk: Float64Array.of(1, 2, 3),
    terminations: {},
    operationLatencyOk: Float64Array.of(1, 2, 3),
    queueWait: Float64Array.of(0, 1, 2),
    queueWaitOk: Float64Array.of(0, 1, 2),
    servedWithin60s: 256,
    endedAt: 30,
    goodputBytes: 256 * 16e6,
    podSecondsLost: kills.length * 2,
    events: 4000,
    timeline: {
      pods: [{ at, memoryBytes, parts, inFlight: present }],
      queue: { at, length: queue },
      refusedAt: kills.map((kill) => kill.at + 0.4),
      kills,
    },
    attempts: null,
    load: null,
  };
}
