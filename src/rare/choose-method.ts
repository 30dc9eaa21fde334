/** Which estimator fits a model, from a short pilot, and why: said in words. */
import type { Model } from '../config/config.ts';
import { compileLaw } from '../random/sampler.ts';
import { simulate } from '../simulation/simulate.ts';
import { Simulation } from '../simulation/simulation.ts';
import { noneSeenBound } from '../stats/proportion.ts';
import { giantsPerRun, sizeThatKillsAlone, whyNoGiant } from './giant-body.ts';
import { type Hit, type LevelPlan, levelSteps } from './plan-levels.ts';
import { effectSteps, whyNoEffect } from './run-effect.ts';
import { anyKill, simulationPath } from './simulation-path.ts';
import { finish, type Steps } from './steps.ts';

export type Method = 'crude' | 'effect' | 'giant' | 'splitting' | 'none';

export interface Choice {
  readonly method: Method;
  /** One sentence. */
  readonly reason: string;
  /** Only for `splitting`: the frozen plan. */
  readonly levels: LevelPlan | null;
  /** Kernel events the choice took. */
  readonly events: number;
  /** The crude pilot. */
  readonly pilot: CrudePilot;
}

export interface CrudePilot {
  readonly runs: number;
  readonly kills: number;
  readonly events: number;
  /** Whether chance has any part in a run. */
  readonly drewRandom: boolean;
}

export interface ChoiceOptions {
  readonly seed: string;
  /** Crude pilot runs. */
  readonly runs?: number;
  /** Events of the splitting pilot on each threshold. */
  readonly pilotEvents?: number;
}

/** Kills in the pilot that make crude runs good enough. */
const KILLS = 10;
/** One run must not carry the estimate. */
const DOMINANT = 0.5;
/** A jump from below this share of the limit gave no warning on which to split. */
const WARNING = 0.8;
/** Jumps that are likelier than this share of the risk the pilot saw are not left to luck. */
const UNSEEN = 0.1;
/** Where so many copies are due, paths fall back before splitting them can pay. */
const FLEETING = 40;
/** A giant in a run is taken to decide where it is likelier than the pilot's kills by chance. */
const LIKELY_ENOUGH = 1e-15;

/**
 * In this order: crude runs where kills are not rare; the run effect integrated out where it has a
 * part; a giant body drawn where one alone kills; splitting where memory rises to the limit in
 * steps. None of them where chance has no part that any of them can reach.
 */
export function chooseMethod(model: Model, options: ChoiceOptions): Choice {
  return finish(choiceSteps(model, options));
}

/** The same in steps. */
export function* choiceSteps(model: Model, options: ChoiceOptions): Steps<Choice> {
  const { seed, runs = 100, pilotEvents = 20_000 } = options;
  const pilot = yield* crudePilot(model, seed, runs);
  const { kills, drewRandom } = pilot;
  let { events } = pilot;
  const chosen = (method: Method, reason: string, levels: LevelPlan | null = null): Choice => ({
    method,
    reason,
    levels,
    events: events + (levels?.events ?? 0),
    pilot,
  });
  if (!drewRandom) return chosen('none', 'no random number is drawn: one run says yes or no');
  if (kills >= KILLS)
    return chosen('crude', `${kills} of ${runs} pilot runs were killed: not rare`);

  const effect = whyNoEffect(model) === null ? yield* effectPilot(model, seed, runs) : null;
  events += effect?.events ?? 0;
  if (effect !== null && effect.value > 0 && effect.largestShare < DOMINANT) {
    return chosen('effect', 'the run effect can be integrated out, and no single run decides');
  }
  const giant = giantChance(model);
  if (giant > LIKELY_ENOUGH) {
    const chance = giant.toPrecision(2);
    return chosen('giant', `one body alone kills, and a run has such a body with P = ${chance}`);
  }
  return yield* splittingOrNone(model, seed, pilotEvents, runs, kills, chosen);
}

function* crudePilot(model: Model, seed: string, most: number): Steps<CrudePilot> {
  let [runs, kills, events, drewRandom] = [0, 0, 0, false];
  // A second run without chance would be the first again.
  while (runs < most && (runs === 0 || drewRandom)) {
    const seen = simulate(model, `${seed}/crude/${runs++}`);
    if (seen.kills.length > 0) kills++;
    events += seen.events;
    drewRandom ||= seen.drewRandom;
    yield seen.events;
  }
  return { runs, kills, events, drewRandom };
}

function effectPilot(model: Model, seed: string, runs: number) {
  return effectSteps(model, { seed: `${seed}/effect`, runs });
}

/** P(a run has a body that kills alone); 0 where that is not known. */
function giantChance(model: Model): number {
  if (whyNoGiant(model) !== null) return 0;
  const client = model.clients[0] as Extract<Model['clients'][number], { kind: 'closed' }>;
  const one = 1 - compileLaw(client.bodySize).cdf(sizeThatKillsAlone(model));
  return -Math.expm1(client.requests * Math.log1p(-one));
}

function* splittingOrNone(
  model: Model,
  seed: string,
  pilotEvents: number,
  runs: number,
  kills: number,
  chosen: (method: Method, reason: string, levels?: LevelPlan | null) => Choice,
): Steps<Choice> {
  if (model.pod.memoryLimit === Number.POSITIVE_INFINITY) {
    return chosen('none', 'there is no memory limit');
  }
  const levels = yield* levelSteps(
    (label) => {
      const simulation = new Simulation(model, label);
      simulation.begin();
      return simulationPath(simulation, anyKill(model));
    },
    { seed: `${seed}/levels`, events: pilotEvents },
  );
  const bound = kills === 0 ? `below ${noneSeenBound(runs).toPrecision(2)} (95%)` : 'a few percent';
  if (!levels.arrived) {
    const share = Math.round(100 * levels.highest);
    return chosen(
      'none',
      `pilot paths came to ${share}% of the limit and no further: crude runs say ${bound} at best`,
      levels,
    );
  }
  const risk = totalWeight(levels.hits);
  const jumpShare = totalWeight(levels.hits.filter(({ from }) => from < WARNING)) / risk;
  if (jumpShare > DOMINANT) {
    return chosen(
      'none',
      `${Math.round(100 * jumpShare)}% of the kills come in one jump from below 80% of the limit: ` +
        `nothing rises that could be split on, and crude runs say ${bound}`,
      levels,
    );
  }
  const giants = giantsPerRun(model);
  if (giants > UNSEEN * risk) {
    return chosen(
      'none',
      `${giants.toPrecision(2)} bodies a run kill in one jump, each alone, which pilot paths may ` +
        `not have met: nothing rises that could be split on, and crude runs say ${bound}`,
      levels,
    );
  }
  const fleeting = levels.plan.copies.findIndex((copies) => copies > FLEETING);
  if (fleeting >= 0) {
    const share = Math.round(100 * levels.plan.thresholds[fleeting]!);
    return chosen(
      'none',
      `paths that jump to ${share}% of the limit fall back at once: nothing stays that could be ` +
        `split, and crude runs say ${bound}`,
      levels,
    );
  }
  if (levels.plan.copies.length === 0) {
    return chosen('crude', 'pilot paths reach the limit often enough without splitting', levels);
  }
  const stages = levels.plan.copies.length;
  return chosen('splitting', `memory rises to the limit by ${stages} thresholds`, levels);
}

function totalWeight(hits: readonly Hit[]): number {
  return hits.reduce((sum, { weight }) => sum + weight, 0);
}
