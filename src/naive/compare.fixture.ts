/** Runs a model through both implementations and says where they part. */
import type { Model } from '../config/config.ts';
import { TERMINATIONS } from '../request/termination.ts';
import { Simulation } from '../simulation/simulation.ts';
import { runNaively } from './run.fixture.ts';
import type { Fate, Kill } from './world.fixture.ts';

/** Largest difference of two times or sizes that rounding may leave, relative. */
const ROUNDING = 1e-9;

export interface Run {
  /** In the order of sending. */
  readonly fates: readonly Fate[];
  readonly kills: readonly Kill[];
  /** By pod. */
  readonly peaks: readonly number[];
  readonly peakInFlight: readonly number[];
}

export interface NaiveRun extends Run {
  /** First instant at which rounding decided which of two flows ended first; Infinity: never. */
  readonly tiedAt: number;
}

export interface Comparison {
  /** A line for each figure that differs; none: the two agree. */
  readonly disagreements: string[];
  /**
   * Those that count: where rounding decided which of two flows ended first, either order is right,
   * and if the two took different ones only what ended before does.
   */
  readonly faults: string[];
  readonly naive: NaiveRun;
}

/**
 * Runs a model through both.
 *
 * @param rounding largest difference of two times or sizes that counts as none, relative
 */
export function compare(model: Model, seed: string, rounding = ROUNDING): Comparison {
  const [first, second] = [simulated(model, seed), naive(model, seed)];
  const { tiedAt } = second;
  const disagreements = differencesOf(first, second, rounding);
  const before = ({ fates }: Run): Run => ({
    ...NOTHING,
    fates: fates.filter(({ endedAt }) => endedAt < tiedAt * (1 - rounding)),
  });
  const isDecided = disagreements.length === 0 || tiedAt === Number.POSITIVE_INFINITY;
  const faults = isDecided ? disagreements : differencesOf(before(first), before(second), rounding);
  return { disagreements, faults, naive: second };
}

const NOTHING = { kills: [], peaks: [], peakInFlight: [] };

function differencesOf(first: Run, second: Run, rounding: number): string[] {
  const differences = (what: string, simulated: readonly Figure[], naive: readonly Figure[]) =>
    differencesIn(what, simulated, naive, rounding);
  return [
    ...differences('peak of pod', first.peaks, second.peaks),
    ...differences('most in flight in pod', first.peakInFlight, second.peakInFlight),
    ...differences('kill', first.kills.map(Object.values), second.kills.map(Object.values)),
    ...differences('fate', first.fates.map(Object.values), second.fates.map(Object.values)),
  ];
}

function naive(model: Model, seed: string): NaiveRun {
  const { fates, kills, pods, tiedAt } = runNaively(model, seed);
  return {
    tiedAt,
    fates: fates.toSorted((a, b) => a.number - b.number),
    kills,
    peaks: pods.map(({ peak }) => peak),
    peakInFlight: pods.map(({ peakInFlight }) => peakInFlight),
  };
}

function simulated(model: Model, seed: string): Run {
  const simulation = new Simulation(model, seed);
  const fates: Fate[] = [];
  simulation.follow((request, ending) => {
    const { number, sentAt, assignedAt, reached, termination } = simulation.table.state;
    fates.push({
      number: number[request]!,
      ending,
      sentAt: sentAt[request]!,
      assignedAt: assignedAt[request]!,
      endedAt: simulation.simulator.now,
      pod: reached[request]!,
      termination: TERMINATIONS[termination[request]!]!,
    });
  });
  simulation.begin();
  if (!simulation.run()) throw new Error(`seed ${seed}: the event budget ran out`);
  const { pods, recorder } = simulation;
  const { replicas } = model.pod;
  return {
    fates: fates.sort((a, b) => a.number - b.number),
    kills: recorder.state.kills.map(({ at, podIndex, inFlight, readyAt }) => ({
      at,
      podIndex,
      inFlight,
      readyAt,
    })),
    peaks: Array.from(pods.memory.state.peak).slice(0, replicas),
    peakInFlight: Array.from(pods.state.peakInFlight).slice(0, replicas),
  };
}

type Figure = number | string | readonly (number | string)[];

function differencesIn(
  what: string,
  simulated: readonly Figure[],
  naive: readonly Figure[],
  rounding: number,
): string[] {
  const lines = simulated.length === naive.length ? [] : [`${what}s: unequal in number`];
  for (let i = 0; i < Math.min(simulated.length, naive.length); i++) {
    if (isClose(simulated[i]!, naive[i]!, rounding)) continue;
    lines.push(`${what} ${i}: simulated ${simulated[i]}, naive ${naive[i]}`);
  }
  return lines;
}

function isClose(a: Figure, b: Figure, rounding: number): boolean {
  if (typeof a === 'object' && typeof b === 'object') {
    return a.length === b.length && a.every((each, i) => isClose(each, b[i]!, rounding));
  }
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  if (Number.isNaN(a)) return Number.isNaN(b);
  return a === b || Math.abs(a - b) <= rounding * Math.max(Math.abs(a), Math.abs(b));
}
