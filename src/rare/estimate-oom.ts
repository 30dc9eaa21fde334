/** P(OOM) of one model, given the model, by the method that fits it. */
import type { Model } from '../config/config.ts';
import { Simulation } from '../simulation/simulation.ts';
import type { Interval } from '../stats/interval.ts';
import { noneSeenBound } from '../stats/proportion.ts';
import { type Choice, choiceSteps } from './choose-method.ts';
import { countingSteps } from './crude.ts';
import { giantSteps } from './giant-body.ts';
import { effectSteps } from './run-effect.ts';
import { anyKill, simulationPath } from './simulation-path.ts';
import { splittingSteps } from './splitting.ts';
import { finish, type Steps } from './steps.ts';

export interface OomOptions {
  readonly seed: string;
  /** Relative standard error to aim at. */
  readonly precision: number;
  /** Events after which it ends wherever it stands; a run or a tree begun is finished. */
  readonly budget: number;
}

/** The 95% interval is wide rather than narrow where there is too little to tell. */
export interface OomEstimate extends Interval {
  readonly choice: Choice;
  /**
   * - `estimate`: a value with its error;
   * - `bound`: nothing more is known than that it lies between `low` and `high`;
   * - `certain`: chance has no part, and the value is 0 or 1.
   */
  readonly kind: 'estimate' | 'bound' | 'certain';
  /** Null where there is only a bound. */
  readonly value: number | null;
  readonly standardError: number | null;
  /** Whether the standard error is as small as was asked. */
  readonly precise: boolean;
  /** What the estimate rests on, in words. */
  readonly basis: string;
  /** Events of the choice and the estimate together. */
  readonly events: number;
  /** Events of one run, on average. */
  readonly eventsPerRun: number;
}

type Found = Pick<OomEstimate, 'kind' | 'value' | 'standardError' | 'low' | 'high' | 'basis'> & {
  readonly events: number;
};

/** Draws with a kill below which the standard error of splitting is itself a guess. */
const FEW_DRAWS = 30;
/** A single run with more than this share of the sum is luck, good or bad. */
const DOMINANT = 0.5;

export function estimateOom(model: Model, options: OomOptions): OomEstimate {
  return finish(oomSteps(model, options));
}

/** The same in steps; pilots and estimates never share random numbers. */
export function* oomSteps(model: Model, options: OomOptions): Steps<OomEstimate> {
  const { seed, precision, budget } = options;
  const pilotEvents = Math.round(Math.min(20_000, Math.max(600, budget / 500)));
  const choice = yield* choiceSteps(model, { seed: `${seed}/choice`, pilotEvents });
  const eventsPerRun = choice.pilot.events / choice.pilot.runs;
  const left = Math.max(0, budget - choice.events);
  const most = Math.max(choice.pilot.runs, Math.floor(left / Math.max(1, eventsPerRun)));
  const found = yield* estimateSteps(model, choice, {
    seed: `${seed}/estimate`,
    relativeError: precision,
    runs: most,
    maxEvents: left,
  });
  const { value, standardError } = found;
  return {
    ...found,
    low: Math.max(0, found.low),
    high: Math.min(1, found.high),
    choice,
    precise: found.kind === 'certain' || (value !== null && standardError! <= precision * value),
    events: choice.events + found.events,
    eventsPerRun,
  };
}

/**
 * Events that counting kills would take for a relative standard error, at a probability above 0.
 */
export function eventsByCounting(value: number, eventsPerRun: number, precision: number): number {
  return (eventsPerRun * (1 - value)) / (value * precision ** 2);
}

interface Effort {
  readonly seed: string;
  readonly relativeError: number;
  readonly runs: number;
  readonly maxEvents: number;
}

function* estimateSteps(model: Model, choice: Choice, effort: Effort): Steps<Found> {
  const { kills, drewRandom } = choice.pilot;
  if (!drewRandom) {
    const value = kills > 0 ? 1 : 0;
    const certain = { value, standardError: 0, low: value, high: value };
    return { kind: 'certain', ...certain, basis: 'one run, as good as any', events: 0 };
  }
  switch (choice.method) {
    case 'effect':
      return yield* byEffect(model, effort);
    case 'giant':
      return yield* byGiant(model, effort);
    case 'splitting':
      return yield* bySplitting(model, choice, effort);
    default:
      return yield* byCounting(model, effort);
  }
}

function* byCounting(model: Model, effort: Effort): Steps<Found> {
  const { kills, runs, value, standardError, low, high, events } = yield* countingSteps(
    model,
    effort,
  );
  const basis = `${kills} of ${runs} runs killed`;
  if (kills === 0) return { ...NOTHING_KNOWN, high, basis, events };
  return { kind: 'estimate', value, standardError, low, high, basis, events };
}

const NOTHING_KNOWN = { kind: 'bound', value: null, standardError: null, low: 0, high: 1 } as const;

function* byEffect(model: Model, effort: Effort): Steps<Found> {
  const { runs, largestShare, events, ...found } = yield* effectSteps(model, effort);
  const basis = `${runs} runs, each with its chance over all run effects`;
  if (!(found.value > 0)) return { ...NOTHING_KNOWN, high: noneSeenBound(runs), basis, events };
  if (largestShare > DOMINANT) {
    const high = Math.max(found.high, noneSeenBound(runs));
    const lucky = `${basis}; one of them makes up ${Math.round(100 * largestShare)}% of the sum`;
    return { ...NOTHING_KNOWN, high, basis: lucky, events };
  }
  return { kind: 'estimate', ...found, basis, events };
}

/** Runs without a giant take most of the effort: their kills are what is not exact. */
function* byGiant(model: Model, { seed, runs }: Effort): Steps<Found> {
  const each = Math.max(1, Math.min(1000, Math.floor(runs / 2)));
  const found = yield* giantSteps(model, { seed, runs: each });
  const { value, standardError, low, high, events, killedByGiant, killedWithout } = found;
  const killed = (share: number) => `${Math.round(share * each)} of ${each}`;
  const basis =
    `P(a giant body) = ${found.anyGiant.toPrecision(3)} exactly; ` +
    `${killed(killedByGiant)} runs with one killed, ${killed(killedWithout)} without`;
  // Where none was killed without a giant, those runs may still be most of the risk.
  const isOpen = killedWithout === 0 && high > 2 * value;
  if (isOpen) return { kind: 'bound', value: null, standardError: null, low, high, basis, events };
  return { kind: 'estimate', value, standardError, low, high, basis, events };
}

function* bySplitting(model: Model, choice: Choice, effort: Effort): Steps<Found> {
  const { seed, relativeError, maxEvents } = effort;
  const create = (name: string) => {
    const simulation = new Simulation(model, name);
    simulation.begin();
    return simulationPath(simulation, anyKill(model));
  };
  const { plan } = choice.levels!;
  const found = yield* splittingSteps(create, plan, { seed, relativeError, maxEvents });
  const { value, standardError, low, high, draws, drawsHit, events } = found;
  const basis = `${draws} trees of paths, ${drawsHit} of them with a kill`;
  if (drawsHit >= FEW_DRAWS) {
    return { kind: 'estimate', value, standardError, low, high, basis, events };
  }
  // Few trees with a kill say too little of those that have none: counting bounds it honestly.
  const bound = noneSeenBound(choice.pilot.runs);
  const counted = choice.pilot.kills === 0 ? bound : 1;
  return { ...NOTHING_KNOWN, high: Math.max(high, counted), basis, events };
}
