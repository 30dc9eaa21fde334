/** Settings looked at beside the selection: judged by intervals, as thresholds of a sweep are. */
import type { Observations } from '../observe/observations.ts';
import type { BoundVerdict, CandidateFigures, Judged } from './candidate.ts';
import type { TestedBound } from './feasibility.ts';
import { figuresOf, judgeBound, type Seen } from './figures.ts';
import { type Change, underScenario } from './ground.ts';
import type { PlannedPolicy } from './plan-policy.ts';
import type { ScenarioFacts } from './policy-facts.ts';
import { isExercised } from './returning-pod.ts';
import { lacksError, riskOf, riskVerdict } from './risk.ts';
import type { Circumstance, TrialSource } from './trials.ts';
import type { InfluenceLabel, InfluenceLevel } from './what-if.ts';

export interface Looked {
  readonly verdict: BoundVerdict;
  readonly judged: readonly Judged[];
  readonly figures: readonly CandidateFigures[];
  /** Scenarios under which a pod that dies and returns tests little: all where none does. */
  readonly notExercised: readonly string[];
}

/** What is asked of each level of an influence. */
export type Risk = Omit<InfluenceLevel, keyof InfluenceLabel | 'flips'>;

/** Under one scenario. */
interface LookedOnce {
  readonly judged: readonly Judged[];
  readonly figures: CandidateFigures;
  readonly isExercised: boolean;
}

interface Judgeable extends Seen {
  /** Memory limit [B]. */
  readonly limit: number;
  /** The policy asks for the error of the model, and this path has none. */
  readonly lacksError: boolean;
}

/** Runs of a first look; all that are asked for where an interval is still on the bound. */
const FIRST = 50;
/** What moves P(OOM) is asked of its mean alone, for which a part of the runs will do. */
const PART = 3;

export class Evidence {
  readonly #plan: PlannedPolicy;
  readonly #source: TrialSource;

  constructor(plan: PlannedPolicy, source: TrialSource) {
    this.#plan = plan;
    this.#source = source;
  }

  /** Every required scenario with these changes, the candidate first. null: no such model. */
  async look(
    changes: readonly Change[],
    isAsked: (scenario: ScenarioFacts) => boolean = () => true,
  ): Promise<Looked | null> {
    const { facts, scenarios } = this.#plan;
    const required = facts.scenarios.flatMap((one, index) =>
      one.required && isAsked(one) ? [index] : [],
    );
    const looked = await Promise.all(
      required.map((index) =>
        this.#under(facts.scenarios[index]!.name, underScenario(scenarios[index]!, changes)),
      ),
    );
    if (looked.length === 0 || looked.some((one) => one === null)) return null;
    const all = looked.flatMap((one) => one ?? []);
    const judged = all.flatMap((one) => one.judged);
    const figures = all.map((one) => one.figures);
    const idle = all.filter((one) => !one.isExercised);
    const notExercised = idle.map((one) => one.figures.scenario);
    return { verdict: verdictOf(judged), judged, figures, notExercised };
  }

  /** One scenario by its index. */
  async figuresAt(changes: readonly Change[], scenario: number): Promise<CandidateFigures | null> {
    const { facts, scenarios } = this.#plan;
    const { name } = facts.scenarios[scenario]!;
    return (await this.#under(name, underScenario(scenarios[scenario]!, changes)))?.figures ?? null;
  }

  /** P(OOM) after all changes, and what the bounds say of it. */
  async riskAt(changes: readonly Change[]): Promise<Risk | null> {
    const { evidence, facts } = this.#plan;
    const one = await this.#under('', changes, Math.ceil(evidence / PART));
    if (one === null) return null;
    const { figures, judged } = one;
    return {
      oom: riskOf(figures)!,
      lacksError: lacksError(figures, facts),
      risk: riskVerdict(figures, facts),
      servedWithin60s: figures.servedWithin60s,
      verdict: verdictOf(judged),
    };
  }

  /** What happens in the first run under each required scenario; without those that are no model. */
  async coursesOf(
    changes: readonly Change[],
  ): Promise<readonly { readonly scenario: string; readonly run: Observations }[]> {
    const { facts, scenarios } = this.#plan;
    const found = facts.scenarios.flatMap(({ name, required }, index) => {
      const own = this.#circumstanceAt(underScenario(scenarios[index]!, changes));
      return required && own !== null ? [{ name, circumstance: own.circumstance }] : [];
    });
    return Promise.all(
      found.map(async ({ name, circumstance }) => ({
        scenario: name,
        run: await this.#source.course(circumstance),
      })),
    );
  }

  async #under(
    scenario: string,
    changes: readonly Change[],
    most = this.#plan.evidence,
  ): Promise<LookedOnce | null> {
    const { bounds, facts } = this.#plan;
    for (const runs of [Math.min(FIRST, most), most]) {
      const seen = await this.#seen(changes, runs);
      if (seen === null) return null;
      const judged = bounds.map((bound, index) => ({
        scenario,
        bound: facts.bounds[index]!.text,
        verdict: judgedBy(bound, seen),
        runs: seen.trials.length,
      }));
      const isDecided =
        judged.some(({ verdict }) => verdict === 'fails') || verdictOf(judged) === 'holds';
      if (!isDecided && runs < most) continue;
      const figures = figuresOf(scenario, seen, seen.limit);
      return { judged, figures, isExercised: isExercised(seen.trials) };
    }
    return null;
  }

  async #seen(changes: readonly Change[], runs: number): Promise<Judgeable | null> {
    const found = this.#circumstanceAt(changes);
    if (found === null) return null;
    const { circumstance, lacksError } = found;
    return {
      trials: await this.#source.first(circumstance, runs),
      sigma: circumstance.sigma,
      isDrawn: circumstance.draw !== null,
      limit: circumstance.model.pod.memoryLimit,
      lacksError,
    };
  }

  #circumstanceAt(
    changes: readonly Change[],
  ): { readonly circumstance: Circumstance; readonly lacksError: boolean } | null {
    const { ground } = this.#plan;
    const model = ground.modelAt(changes);
    if ('issues' in model) return null;
    const drawn = ground.circumstanceAt(changes);
    if ('value' in drawn) return { circumstance: drawn.value, lacksError: false };
    // A path whose error was never measured has no second figure, and has the first.
    return { circumstance: { model: model.value, draw: null, sigma: 0 }, lacksError: true };
  }
}

/** Without the error that the policy asks for, runs may break a bound and cannot meet it. */
function judgedBy(bound: TestedBound, seen: Judgeable): BoundVerdict {
  const verdict = judgeBound(bound, seen, seen.limit);
  return seen.lacksError && verdict === 'holds' ? 'open' : verdict;
}

export function verdictOf(judged: readonly Judged[]): BoundVerdict {
  if (judged.some(({ verdict }) => verdict === 'fails')) return 'fails';
  return judged.every(({ verdict }) => verdict === 'holds') ? 'holds' : 'open';
}
