/**
 * What variance reduction saves: events to a given standard error with it and without. Counted, not
 * timed, so that these figures are the same on any machine.
 */
import { estimateOom, eventsByCounting } from '../src/rare/estimate-oom.ts';
import { Moments } from '../src/stats/moments.ts';
import { pairedDifference } from '../src/stats/paired-difference.ts';
import { reachesWithin } from '../src/theory/mminf-first-passage.ts';
import type { Effort } from './effort.ts';
import { inFreshProcess } from './measured-process.ts';
import { benchModel } from './models.ts';

export interface Saving {
  readonly name: string;
  /** What is estimated. */
  readonly figure: string;
  readonly value: number | null;
  /** Null where there is no closed form. */
  readonly exact: number | null;
  /** Events to `relativeError` with the method, and without it. */
  readonly events: number;
  readonly eventsWithout: number | null;
  /** The standard error reached, as a share of the value. */
  readonly relativeError: number | null;
  /** How many times as many events it takes without; null where too few were spent to say. */
  readonly factor: number | null;
}

export async function measurePrecision(effort: Effort): Promise<Saving[]> {
  return [...(await commonNumbers(effort)), splitting(effort)];
}

/** The same floods under two settings, each on the same seeds. */
async function commonNumbers({ pairedRuns }: Effort): Promise<Saving[]> {
  const seeds = Array.from({ length: pairedRuns }, (_, run) => `bench/paired/${run}`);
  const parts = { 'pod.handler': 'parts', 'pod.memoryLimit': 'none' };
  return inFreshProcess(async (subject) => {
    const under = (maxconn: number) =>
      subject.runs(benchModel('flood', { ...parts, 'haproxy.maxconn': maxconn }), seeds);
    const [tight, loose] = [await under(30), await under(40)];
    const events = tight.events + loose.events;
    return [
      paired('peak memory [B]', tight.peaks, loose.peaks, events),
      paired('end of the flood [s]', tight.ends, loose.ends, events),
    ];
  });
}

/**
 * The variance of a difference, beside the sum of both variances, which is what it would be on seeds
 * of their own.
 */
function paired(
  what: string,
  tight: readonly number[],
  loose: readonly number[],
  events: number,
): Saving {
  const { value, standardError } = pairedDifference(tight, loose);
  const apart = (varianceOf(tight) + varianceOf(loose)) / tight.length;
  const factor = apart / standardError ** 2;
  return {
    name: 'common random numbers',
    figure: `${what} at maxconn 40 less that at 30, of drawn floods`,
    value,
    exact: null,
    events,
    eventsWithout: events * factor,
    relativeError: Math.abs(standardError / value),
    factor,
  };
}

function varianceOf(values: readonly number[]): number {
  const moments = new Moments();
  for (const each of values) moments.add(each);
  return moments.variance;
}

/** Arrivals and services of rare.yaml [1/s]; horizon [s]. */
const RARE = { load: 2, horizon: 5 };

/** The whole of `spillway oom`, pilots included, beside counting kills. */
function splitting({ rareLevel, rareEvents }: Effort): Saving {
  const model = benchModel('rare', { 'pod.memoryLimit': `${rareLevel - 0.5}MB` });
  const found = estimateOom(model, { seed: 'bench', precision: 0.01, budget: rareEvents });
  const { value, standardError, events, eventsPerRun } = found;
  const exact = reachesWithin(RARE.load, rareLevel, RARE.horizon);
  const relativeError = value === null || standardError === null ? null : standardError / value;
  const eventsWithout =
    relativeError === null ? null : eventsByCounting(exact, eventsPerRun, relativeError);
  return {
    name: 'splitting',
    figure: `P(kill) of bench/rare.yaml, ${rareLevel} uploads at once`,
    value,
    exact,
    events,
    eventsWithout,
    relativeError,
    factor: eventsWithout === null ? null : eventsWithout / events,
  };
}
