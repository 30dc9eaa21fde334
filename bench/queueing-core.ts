/** The queueing core: the project's own simulation beside the same work written by hand. */
import { type Baselines, type CoreLine, isThere, type Program, timed } from './baselines.ts';
import type { Effort } from './effort.ts';
import { inFreshProcess, timingOf } from './measured-process.ts';
import { benchModel } from './models.ts';
import { type Contender, type Race, race, type Timing } from './race.ts';
import { type CoreFigures, checkFigures, type Sanity } from './sanity.ts';

/** Arrivals per simulated second in core.yaml. */
export const CORE_RATE = 3136;
/** Enough for the compiler to have seen everything: this share of a measurement goes before it. */
const WARM_UP = 0.1;

/** Enough for the byte-and-memory model to be compiled. */
const FLOODS = Array.from({ length: 40 }, (_, flood) => `bench/before/${flood}`);

export interface CorePart {
  readonly race: Race;
  readonly sanity: readonly Sanity[];
}

export async function measureCore(effort: Effort, baselines: Baselines): Promise<CorePart> {
  const figures = new Map<string, CoreFigures[]>();
  const note = (one: CoreFigures) => figures.set(one.name, [...(figures.get(one.name) ?? []), one]);
  const { coreRequests, simpyRequests, rounds } = effort;
  const contenders = [
    ours('spillway', coreRequests, [], note),
    ours('spillway, after floods', coreRequests, FLOODS, note),
    ...baseline(
      'cpp',
      baselines.cpp,
      coreRequests,
      (seed) => cppArguments(coreRequests, seed),
      note,
    ),
    ...baseline('plain js', baselines.plainJs, coreRequests, (seed) => [coreRequests, seed], note),
    ...baseline('simpy', baselines.simpy, simpyRequests, (seed) => [simpyRequests, seed], note),
  ];
  const lanes = await race(contenders, rounds);
  return {
    race: { name: 'queueing core', unit: 'requests/s', lanes },
    sanity: [...figures.values()].map((some) => checkFigures(pooled(some))),
  };
}

/** The queueing core in C++ as a contender of any race; none where it cannot run. */
export function cppCore(program: Program, requests: number): Contender[] {
  return baseline(
    'cpp',
    program,
    requests,
    (seed) => cppArguments(requests, seed),
    () => {},
  );
}

/** About so many requests of core.yaml. */
export function coreModel(requests: number) {
  return benchModel('core', { 'run.horizon': `${requests / CORE_RATE}s` });
}

/**
 * @param floods seeds of floods with bytes run before in the same process: what the compiler has
 *   learnt from other models must not cost this one much, as a sweep's thread runs many
 */
function ours(
  name: string,
  requests: number,
  floods: readonly string[],
  note: (figures: CoreFigures) => void,
): Contender {
  const flood = benchModel('flood');
  const warmUp = coreModel(requests * WARM_UP);
  const model = coreModel(requests);
  return {
    name,
    measure: (round) =>
      inFreshProcess(async (subject) => {
        if (floods.length > 0) await subject.runs(flood, floods);
        await subject.runs(warmUp, ['warm-up']);
        const seen = await subject.runs(model, [`bench/${round}`]);
        note({ ...seen, name, runs: 1 });
        return timingOf(seen);
      }),
  };
}

function baseline(
  name: string,
  program: Program,
  requests: number,
  argumentsOf: (seed: number) => readonly number[],
  note: (figures: CoreFigures) => void,
): Contender[] {
  if (!isThere(program)) return [];
  const measure = async (round: number): Promise<Timing> => {
    const line = (await program.run(...argumentsOf(round + 1))) as CoreLine;
    note({ name, runs: 1, requests, timedOut: line.timed_out, meanWait: line.mean_wait_s });
    return timed(line, requests);
  };
  return [{ name, measure }];
}

/** REQUESTS SERVERS MAXCONN LOAD TIMEOUT_S SEED */
export function cppArguments(requests: number, seed: number): readonly number[] {
  return [requests, 8, 40, 0.98, 0.05, seed];
}

function pooled(some: readonly CoreFigures[]): CoreFigures {
  const requests = some.reduce((sum, one) => sum + one.requests, 0);
  const mean = (value: (one: CoreFigures) => number) =>
    some.reduce((sum, one) => sum + value(one) * one.requests, 0) / requests;
  return {
    name: some[0]!.name,
    runs: some.length,
    requests,
    timedOut: mean((one) => one.timedOut),
    meanWait: mean((one) => one.meanWait),
  };
}
