/** A small probability, or the share of time in a rare set, from independent trees. */
import { type Estimate, estimate } from '../stats/interval.ts';
import { Moments } from '../stats/moments.ts';
import type { RarePath } from './rare-path.ts';
import { growTree, type SplittingPlan } from './splitting-tree.ts';
import { finish, type Steps } from './steps.ts';

export interface SplittingOptions {
  /** Names the random numbers; another than the pilot's. */
  readonly seed: string;
  /** Stop at this relative standard error ... */
  readonly relativeError?: number;
  /** ... or once the trees have taken so many events. */
  readonly maxEvents?: number;
  /**
   * Trees grown from each draw of what is decided at time 0 (crowds, process starts): splitting
   * begins after it and cannot reach back.
   */
  readonly treesPerDraw?: number;
  /**
   * Draws with a hit before the standard error is believed: 50 by default. Where one tree holds
   * hundreds of independent excursions (a long horizon), a few do.
   */
  readonly leastDraws?: number;
}

export interface SplittingEstimate extends Estimate {
  /** Share of the variance of `value` that lies between draws at time 0; NaN from one tree each. */
  readonly outsideShare: number;
  /** Draws at time 0. */
  readonly draws: number;
  /** Draws with a hit: below some thirty of them the standard error is itself a guess. */
  readonly drawsHit: number;
  readonly hits: number;
  readonly events: number;
  readonly stoppedOn: 'precise' | 'budget';
}

/** Checkpoints are 1.25 times apart, so that looking often cannot pick a lucky moment. */
const FIRST_LOOK = 30;
const GROWTH = 1.25;
const LEAST_DRAWS = 50;

/**
 * Grows trees draw by draw under a frozen plan. The draws are independent and equally distributed,
 * so the variance of the mean over them holds all there is: Var = between / n, where the spread
 * between draws' means is that of the draws themselves plus that of the trees within them divided
 * by their number (the law of total variance). `outsideShare` tells them apart.
 *
 * @param create a process that has drawn what it draws at time 0, and nothing else yet
 */
export function estimateBySplitting<State>(
  create: (seed: string) => RarePath<State>,
  plan: SplittingPlan,
  options: SplittingOptions,
): SplittingEstimate {
  return finish(splittingSteps(create, plan, options));
}

/** The same in steps. */
export function* splittingSteps<State>(
  create: (seed: string) => RarePath<State>,
  plan: SplittingPlan,
  options: SplittingOptions,
): Steps<SplittingEstimate> {
  const { seed, relativeError = 0.1, maxEvents = 1e8, treesPerDraw = 1 } = options;
  const { leastDraws = LEAST_DRAWS } = options;
  const draws = new Moments();
  const within = new Moments();
  const found = { drawsHit: 0, hits: 0, events: 0 };
  let nextLook = Math.min(FIRST_LOOK, leastDraws);
  let isPrecise = false;
  while (!isPrecise && found.events < maxEvents) {
    const before = found.events;
    const trees = growDraw(create(`${seed}/${draws.count}`), plan, treesPerDraw, found);
    yield found.events - before;
    draws.add(trees.mean);
    within.add(trees.variance);
    if (draws.count < nextLook) continue;
    nextLook = Math.ceil(nextLook * GROWTH);
    isPrecise = found.drawsHit >= leastDraws && draws.standardError <= relativeError * draws.mean;
  }
  return {
    ...estimate(draws.mean, draws.standardError, draws.count - 1, 0.95),
    outsideShare: Math.max(0, 1 - within.mean / treesPerDraw / draws.variance),
    draws: draws.count,
    ...found,
    stoppedOn: isPrecise ? 'precise' : 'budget',
  };
}

/** Trees from one draw, each on random numbers of its own. */
function growDraw<State>(
  path: RarePath<State>,
  plan: SplittingPlan,
  trees: number,
  found: { drawsHit: number; hits: number; events: number },
): Moments {
  const moments = new Moments();
  const start = trees > 1 ? path.save() : null;
  let hits = 0;
  for (let tree = 0; tree < trees; tree++) {
    if (start !== null) {
      path.load(start);
      path.fork(`tree ${tree}`);
    }
    const grown = growTree(path, plan);
    moments.add(grown.value);
    hits += grown.hits;
    found.events += grown.events;
  }
  found.hits += hits;
  if (hits > 0) found.drawsHit++;
  return moments;
}
