/** The byte-and-memory model, beside the queueing core in C++: what following every byte costs. */
import type { Baselines } from './baselines.ts';
import type { Effort } from './effort.ts';
import { inFreshProcess, timingOf } from './measured-process.ts';
import { benchModel } from './models.ts';
import { cppCore } from './queueing-core.ts';
import { type Contender, type Race, race } from './race.ts';

/** Requests of full.yaml per simulated second. */
export const FULL_RATE = 21.5;

/** A flood as the incident had it, 256 requests: the replication that most sweeps are made of. */
const FLOOD_REQUESTS = 256;

export async function measureFull(effort: Effort, baselines: Baselines): Promise<Race> {
  const { fullRequests, fullRuns, coreRequests, rounds } = effort;
  const floods = Math.ceil((fullRequests * fullRuns) / FLOOD_REQUESTS / 4);
  const contenders = [
    steady(fullRequests, fullRuns),
    single(floods),
    ...cppCore(baselines.cpp, coreRequests),
  ];
  return { name: 'bytes and memory', unit: 'requests/s', lanes: await race(contenders, rounds) };
}

/** A few long runs: what a pod keeps of each request would kill it in one run of all. */
function steady(requests: number, runs: number): Contender {
  const model = benchModel('full', { 'run.horizon': `${requests / FULL_RATE}s` });
  const warmUp = benchModel('full', { 'run.horizon': `${requests / FULL_RATE / 5}s` });
  return {
    name: 'spillway',
    measure: (round) =>
      inFreshProcess(async (subject) => {
        await subject.runs(warmUp, ['warm-up']);
        const seeds = Array.from({ length: runs }, (_, run) => `bench/${round}/${run}`);
        const seen = await subject.runs(model, seeds);
        if (seen.kills > 0) throw new Error('the steady load of full.yaml has killed a pod');
        return timingOf(seen);
      }),
  };
}

/** Many short runs, each wired anew. */
function single(floods: number): Contender {
  const model = benchModel('flood');
  const seedsOf = (name: string, count: number) =>
    Array.from({ length: count }, (_, flood) => `bench/${name}/${flood}`);
  return {
    name: 'spillway, single floods',
    measure: (round) =>
      inFreshProcess(async (subject) => {
        await subject.runs(model, seedsOf('warm-up', Math.ceil(floods / 5)));
        return timingOf(await subject.runs(model, seedsOf(String(round), floods)));
      }),
  };
}
