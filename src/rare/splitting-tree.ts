/**
 * One path of a process, split on its way to a rare event: RESTART (M. and J. Villen-Altamirano,
 * "RESTART: a method for accelerating rare event simulations", 1991), with a fixed plan.
 *
 * As a path rises over threshold i, copies[i] - 1 clones of it start there on random numbers of
 * their own, when the path itself has ended. A clone ends when it falls below the floor of the threshold it was born at; the path
 * itself goes on. A floor below its threshold prolongs clones that would fall back at once; until a
 * path has fallen below it, a second rise splits nothing ("prolonged retrials", the same authors).
 * What is earned i thresholds up counts 1 / (copies[0] x ... x copies[i - 1]).
 * Given the plan, the mean of a tree is exactly that of a single path, whatever the thresholds:
 * every excursion, from a threshold to its floor, is followed copies[i] times and counted
 * 1 / copies[i] each.
 */
import type { RarePath } from './rare-path.ts';

/** Where paths are split, and into how many: fixed before the first tree of an estimate. */
export interface SplittingPlan {
  /** Levels of the process, strictly increasing. */
  readonly thresholds: readonly number[];
  /** By threshold: where an excursion above it ends, increasing; the threshold itself if absent. */
  readonly floors?: readonly number[];
  /** By threshold: paths that go on where one arrives, 2 or more. */
  readonly copies: readonly number[];
}

/** No splitting: crude Monte Carlo. */
export const NO_SPLITTING: SplittingPlan = { thresholds: [], copies: [] };

export interface Tree {
  /** Weighted sum of what all paths earned: its mean over trees is the estimate. */
  readonly value: number;
  /** Steps of all paths. */
  readonly events: number;
  /** Steps that earned something, each counted once. */
  readonly hits: number;
}

/** A moment at which clones are still to start. */
interface Split<State> {
  readonly state: State;
  /** Region in which they start. */
  readonly region: number;
  /** Threshold each of them is born at. */
  readonly births: number[];
}

/**
 * Follows the process from where it stands, and all its clones, to their ends: a tree cut short, or
 * left out for its size, would bias the estimate towards safety.
 */
export function growTree<State>(
  path: RarePath<State>,
  { thresholds, copies, floors = thresholds }: SplittingPlan,
): Tree {
  const weights = [1];
  for (const [i, count] of copies.entries()) weights.push(weights[i]! / count);
  const tree = { value: 0, events: 0, hits: 0 };
  const splits: Split<State>[] = [];
  /** Saved moments that no clone needs any more: their memory serves the next. */
  const spare: State[] = [];
  let clones = 0;

  const regionOf = (level: number, before: number): number => {
    let region = before;
    while (region < thresholds.length && level >= thresholds[region]!) region++;
    while (region > 0 && level < floors[region - 1]!) region--;
    return region;
  };

  const split = (from: number, to: number): void => {
    const births: number[] = [];
    let paths = 1;
    for (let born = from + 1; born <= to; born++) {
      const count = copies[born - 1]!;
      // Whoever was born at a lower threshold in this very step is split here, too.
      for (let clone = 0; clone < paths * (count - 1); clone++) births.push(born);
      paths *= count;
    }
    splits.push({ state: path.save(spare.pop()), region: to, births });
  };

  /** Follows a path born at a threshold (0: the root), which stands in a region, to its end. */
  const follow = (born: number, start: number): void => {
    let region = start;
    while (!path.ended()) {
      const gain = path.step();
      tree.events++;
      if (gain > 0) {
        tree.value += gain * weights[region]!;
        tree.hits++;
      }
      if (path.ended()) return;
      const next = regionOf(path.level(), region);
      if (next < born) return;
      if (next > region) split(region, next);
      region = next;
    }
  };

  const start = regionOf(path.level(), 0);
  if (start > 0) split(0, start);
  follow(0, start);
  for (let last = splits.at(-1); last !== undefined; last = splits.at(-1)) {
    const { state, region, births } = last;
    path.load(state);
    path.fork(`clone ${++clones}`);
    const born = births.pop()!;
    // The moment must be given up before the clone is followed: it saves moments of its own.
    if (births.length === 0) spare.push(splits.pop()!.state);
    follow(born, region);
  }
  return tree;
}
