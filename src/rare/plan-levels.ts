/**
 * Chooses where to split from pilot runs, which no estimate ever uses: levels adapted to the very
 * paths that are then counted would pick the lucky ones.
 */
import { quantile } from '../stats/quantile.ts';
import { Pilot, type Sighting } from './pilot.ts';
import type { RarePath } from './rare-path.ts';
import type { SplittingPlan } from './splitting-tree.ts';
import { finish, type Steps } from './steps.ts';

export interface PilotOptions {
  /** Names the pilot's random numbers; not those of the estimate. */
  readonly seed: string;
  /** Events spent on each threshold, twice: to choose the next one, and to arrive there. */
  readonly events?: number;
  /** Of the events above one threshold, one in so many lies beyond the next. */
  readonly ratio?: number;
  /** The same for the first threshold: more where one path holds many excursions to it. */
  readonly firstRatio?: number;
  /** Events above each threshold, as a share of those below the first. */
  readonly effort?: number;
  /** Thresholds that a path may fall back before its excursion ends. */
  readonly prolong?: number;
}

export interface LevelPlan {
  readonly plan: SplittingPlan;
  /** Steps of all pilot runs. */
  readonly events: number;
  /** Whether pilot paths came to the rare set. */
  readonly arrived: boolean;
  /** Steps of the pilot runs that led to the rare set, each seen from its own threshold alone. */
  readonly hits: readonly Hit[];
  /** The highest level seen short of the rare set. */
  readonly highest: number;
}

/** A step to the rare set. */
export interface Hit {
  /** The level from which it led there. */
  readonly from: number;
  /** How often a path without splitting makes such a step: their sum is a first estimate. */
  readonly weight: number;
}

/** More thresholds than this lead nowhere: the level does not tell what is near. */
const MOST_THRESHOLDS = 60;
/** Ends by the rare event that show it is not rare from here. */
const ENOUGH = 10;

/**
 * Thresholds such that one event in `ratio` above each lies beyond the next, and as many copies as
 * give every region as many events as the root (the classical balance: Garvels, "The splitting
 * method in rare event simulation", 2000, chapter 2). Ends where the rare set begins, where it is
 * reached often, or where no path rises any more.
 */
export function planLevels<State>(
  create: (seed: string) => RarePath<State>,
  options: PilotOptions,
): LevelPlan {
  return finish(levelSteps(create, options));
}

/** The same in steps. */
export function* levelSteps<State>(
  create: (seed: string) => RarePath<State>,
  options: PilotOptions,
): Steps<LevelPlan> {
  const { seed, events = 20_000, ratio = 4, firstRatio = ratio, effort = 1, prolong = 0 } = options;
  const pilot = new Pilot(create, seed);
  const thresholds: number[] = [];
  const floors: number[] = [];
  const copies: number[] = [];
  const hits: Hit[] = [];
  /** Expected arrivals at the last threshold of a path without splitting. */
  let reach = 1;
  const note = (looks: readonly Sighting<State>[], next: number): void => {
    const trials = looks.reduce((sum, look) => sum + look.trials, 0);
    // Those from the next threshold on are seen from there, and there are more of them.
    const before = looks.flatMap((look) => look.levelsBefore).filter((from) => from < next);
    hits.push(...before.map((from) => ({ from, weight: reach / trials })));
  };
  /** Paths that start above the last threshold, under the plan so far, for `events` of the root. */
  let paths = 0;
  for (;;) {
    const seen = yield* pilot.look(events);
    if (thresholds.length > 0) {
      const cost = seen.events / seen.trials;
      const count = Math.max(2, Math.round((effort * events) / (paths * cost)));
      copies.push(count);
      paths *= count;
    } else {
      paths = seen.trials;
    }
    const often = seen.endings >= ENOUGH && seen.endings >= seen.trials / ratio;
    const wanted = thresholds.length === 0 ? firstRatio : ratio;
    const next = nextThreshold(seen.levels, thresholds.at(-1), wanted);
    const planned = () => {
      note([seen], Number.POSITIVE_INFINITY);
      return {
        plan: { thresholds, copies, floors },
        events: pilot.events,
        arrived: seen.hits > 0,
        hits,
        highest: largest(seen.levels),
      };
    };
    if (often || next === null || next >= pilot.target) return planned();
    if (thresholds.length === MOST_THRESHOLDS) return planned();
    const floor = [...thresholds, next][Math.max(0, thresholds.length - prolong)]!;
    const risen = yield* pilot.look(events, { threshold: next, floor });
    if (risen.arrivals.length === 0) return planned();
    note([seen, risen], next);
    reach *= risen.rises / risen.trials;
    thresholds.push(next);
    floors.push(floor);
    paths *= risen.rises / risen.trials;
    pilot.climb(floor, risen.arrivals);
  }
}

/** The level that one in `ratio` lies beyond; null if no level lies above the last threshold. */
function nextThreshold(
  levels: readonly number[],
  last: number | undefined,
  ratio: number,
): number | null {
  const sorted = Float64Array.from(levels).sort();
  const wanted = quantile(sorted, 1 - 1 / ratio);
  // Levels may be few: where the quantile is the one we stand on, the next above it.
  const above = sorted.find((level) => level >= wanted && level > (last ?? sorted[0]!));
  return above ?? null;
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}
