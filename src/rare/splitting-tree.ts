/**
 * One path of a process, split on its way to a rare event: RESTART (M. and J. Villen-Altamirano,
 * "RESTART: a method for accelerating rare event simulations", 1991), with a fixed plan.
 *
 * As a path rises over threshold i, copies[i] - 1 clones of it start there on random numbers of
 * their own. A clone ends when it falls below the floor of the threshold it was born at; the path
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
  let value = 0;
  let events = 0;
  let hits = 0;
  let clones = 0;

  const regionOf = (level: number, before: number): number => {
    let region = before;
    while (region < thresholds.length && level >= thresholds[region]!) region++;
    while (region > 0 && level < floors[region - 1]!) region--;
    return region;
  };

  /** The path has come from region `from` to region `to`: its clones go first. */
  const split = (from: number, to: number): void => {
    const here = path.save();
    for (let born = from + 1; born <= to; born++) {
      for (let copy = 1; copy < copies[born - 1]!; copy++) {
        path.load(here);
        path.fork(`clone ${++clones}`);
        follow(born, to);
      }
    }
    path.load(here);
  };

  /** Follows a path born at a threshold (0: the root) that stands in region `start`. */
  const follow = (born: number, start: number): void => {
    let region = born;
    if (start > region) split(region, start);
    region = start;
    while (!path.ended()) {
      const gain = path.step();
      events++;
      if (gain > 0) {
        value += gain * weights[region]!;
        hits++;
      }
      if (path.ended()) return;
      const next = regionOf(path.level(), region);
      if (next < born) return;
      if (next > region) {
        split(region, next);
      }
      region = next;
    }
  };

  follow(0, regionOf(path.level(), 0));
  return { value, events, hits };
}
