/** What a second thread brings, beside what a second process brings to C++ on the same machine. */
import { availableParallelism } from 'node:os';
import type { Baselines, CoreLine, Program } from './baselines.ts';
import { isThere } from './baselines.ts';
import type { Effort } from './effort.ts';
import { inFreshProcess } from './measured-process.ts';
import { coreModel, cppArguments } from './queueing-core.ts';
import { type By, type Contender, laneNamed, type Race, race } from './race.ts';

/** Tasks for each thread: a sweep's blocks are many and short, so the threads must be fed. */
const TASKS_EACH = 4;

export async function measureWorkers(effort: Effort, { cpp }: Baselines): Promise<Race> {
  const { coreRequests, rounds } = effort;
  const contenders = [1, 2].flatMap((workers) => [
    threads(workers, coreRequests),
    ...processes(workers, coreRequests, cpp),
  ]);
  return { name: 'two at once', unit: 'requests/s', lanes: await race(contenders, rounds) };
}

/** Our gain by a second worker over C++'s gain by a second process; null without either. */
export function parallelEfficiency(workers: Race | undefined, by: By): number | null {
  if (workers === undefined || availableParallelism() < 2) return null;
  const gain = (name: (count: number) => string) => {
    const [one, two] = [1, 2].map((count) => laneNamed(workers, name(count)));
    return one && two ? two[by] / one[by] : null;
  };
  const [ours, theirs] = [gain(threadsName), gain(processesName)];
  return ours === null || theirs === null ? null : ours / theirs;
}

const threadsName = (count: number) => `spillway, ${count} ${count === 1 ? 'worker' : 'workers'}`;
const processesName = (count: number) => `cpp, ${count} ${count === 1 ? 'process' : 'processes'}`;

function threads(workers: number, requests: number): Contender {
  const model = coreModel(requests / TASKS_EACH);
  return {
    name: threadsName(workers),
    measure: (round) =>
      inFreshProcess((subject) => {
        const tasks = workers * TASKS_EACH;
        const seeds = Array.from({ length: tasks }, (_, task) => `bench/${round}/${task}`);
        return subject.pool({ workers, model, seeds });
      }),
  };
}

function processes(count: number, requests: number, cpp: Program): Contender[] {
  if (!isThere(cpp)) return [];
  const measure = async (round: number) => {
    const lines = (await Promise.all(
      Array.from({ length: count }, (_, index) =>
        cpp.run(...cppArguments(requests, 2 * round + index + 1)),
      ),
    )) as CoreLine[];
    return {
      amount: count * requests,
      wall: Math.max(...lines.map((line) => line.wall_s)),
      cpu: lines.reduce((sum, line) => sum + line.cpu_s, 0),
    };
  };
  return [{ name: processesName(count), measure }];
}
