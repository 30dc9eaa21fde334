/** Which files of the project the time of the two models goes to. */
import type { Effort } from './effort.ts';
import { FULL_RATE } from './full-model.ts';
import { inFreshProcess } from './measured-process.ts';
import { benchModel } from './models.ts';
import type { FileShare } from './profile.ts';
import { coreModel } from './queueing-core.ts';

export interface TimeSpent {
  readonly of: string;
  readonly files: readonly FileShare[];
}

export async function measureTimeSpent(effort: Effort): Promise<TimeSpent[]> {
  const { coreRequests, fullRequests, pairedRuns } = effort;
  const steady = benchModel('full', { 'run.horizon': `${fullRequests / FULL_RATE}s` });
  const seeds = (count: number) => Array.from({ length: count }, (_, run) => `profile/${run}`);
  const all = [
    { of: 'queueing core', model: coreModel(coreRequests), seeds: seeds(1) },
    { of: 'bytes and memory', model: steady, seeds: seeds(2) },
    { of: 'single floods', model: benchModel('flood'), seeds: seeds(pairedRuns) },
  ];
  const spent: TimeSpent[] = [];
  for (const { of, model, seeds: names } of all) {
    const files = await inFreshProcess((subject) => subject.profile(model, names));
    spent.push({ of, files });
  }
  return spent;
}
