/** The heap under the calendar, beside std::priority_queue, at three sizes. */
import { type Baselines, isThere, type TimedLine, timed } from './baselines.ts';
import type { Effort } from './effort.ts';
import { inFreshProcess } from './measured-process.ts';
import { type Contender, type Race, race } from './race.ts';

const PENDING = [1e3, 1e4, 1e5];

export function heapRaceName(pending: number): string {
  return `heap of ${pending.toLocaleString('en-GB')}`;
}

export async function measureHeap(effort: Effort, baselines: Baselines): Promise<Race[]> {
  const { holdOperations, rounds } = effort;
  const races: Race[] = [];
  for (const pending of PENDING) {
    const lanes = await race(contenders(pending, holdOperations, baselines), rounds);
    races.push({ name: heapRaceName(pending), unit: 'holds/s', lanes });
  }
  return races;
}

function contenders(pending: number, operations: number, { cppHeap }: Baselines): Contender[] {
  const ours: Contender = {
    name: 'spillway',
    measure: () => inFreshProcess((subject) => subject.hold({ pending, operations })),
  };
  if (!isThere(cppHeap)) return [ours];
  const measure = async () => {
    const line = (await cppHeap.run(pending, operations)) as TimedLine;
    return timed(line, operations);
  };
  return [ours, { name: 'cpp', measure }];
}
