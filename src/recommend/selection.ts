/** A policy as a contest: its settings grouped by cost, on the runs of their columns. */
import { valueIn } from '../sweep/outcome.ts';
import type { Execute } from '../sweep/task.ts';
import {
  type ContestResult,
  contest,
  type Entrant,
  type ErrorShares,
  errorShares,
} from './contest.ts';
import { underScenario } from './ground.ts';
import type { PlannedPolicy } from './plan-policy.ts';
import type { PlannedCandidate } from './planned-candidates.ts';
import { isRiskBound } from './risk.ts';
import { type Circumstance, TrialSource, type TrialStream } from './trials.ts';

export interface Selection {
  readonly result: ContestResult;
  readonly source: TrialSource;
  readonly columns: Columns;
  /** Runs it took. */
  readonly runs: number;
  readonly errors: ErrorShares;
  /** Of a grid with as many everywhere as the longest needed. */
  readonly gridRuns: number;
}

export async function select(
  plan: PlannedPolicy,
  execute: Execute,
  onRuns: (runs: number) => void,
): Promise<Selection> {
  const { facts } = plan;
  const shares = facts.bounds.filter((bound) => !isRiskBound(bound));
  const source = new TrialSource({ seed: facts.seed, execute, bounds: shares, onRuns });
  const columns = new Columns(plan, source);
  const options = {
    groups: groupsOf(plan, columns),
    bounds: plan.bounds,
    streamsOf: (column: number) => columns.streamsOf(column),
    level: facts.level,
    room: facts.indifference.bound,
    worth: facts.indifference.time,
    spent: () => source.runs,
    budget: facts.budget,
  };
  const result = await contest(options);
  const errors = errorShares(options, columns.required.length);
  const lengths = [...result.judges.all.values()].flatMap(({ streams }) =>
    streams.map(({ trials }) => trials.length),
  );
  const cells = plan.candidates.length * columns.required.length;
  const gridRuns = cells * Math.max(...lengths);
  return { result, source, columns, runs: source.runs, errors, gridRuns };
}

/** The runs of each column under the required scenarios. */
export class Columns {
  /** Indices of the required scenarios. */
  readonly required: readonly number[];
  readonly #plan: PlannedPolicy;
  readonly #source: TrialSource;
  readonly #streams = new Map<number, readonly TrialStream[]>();

  constructor(plan: PlannedPolicy, source: TrialSource) {
    this.#plan = plan;
    this.#source = source;
    this.required = plan.facts.scenarios.flatMap((one, index) => (one.required ? [index] : []));
  }

  /** By required scenario. */
  circumstancesOf(column: number): Circumstance[] {
    const { candidates, ground, scenarios } = this.#plan;
    const any = candidates.find((one) => one.column === column)!;
    return this.required.map((index) =>
      valueIn(ground.circumstanceAt(underScenario(scenarios[index]!, [any.change]))),
    );
  }

  /** Memory limit by required scenario, which may set one of its own [B]. */
  limitsOf({ change }: PlannedCandidate): number[] {
    const { ground, scenarios } = this.#plan;
    return this.required.map((index) => {
      const model = valueIn(ground.modelAt(underScenario(scenarios[index]!, [change])));
      return model.pod.memoryLimit;
    });
  }

  entrantOf(one: PlannedCandidate): Entrant {
    return { id: one.id, column: one.column, limits: this.limitsOf(one) };
  }

  streamsOf(column: number): readonly TrialStream[] {
    const known = this.#streams.get(column);
    if (known !== undefined) return known;
    const streams = this.circumstancesOf(column).map((one) => this.#source.of(one));
    this.#streams.set(column, streams);
    return streams;
  }
}

/** Of equal cost; one group of all where time is what counts. */
function groupsOf({ candidates, facts }: PlannedPolicy, columns: Columns): Entrant[][] {
  const entrants = (of: readonly PlannedCandidate[]) => of.map((one) => columns.entrantOf(one));
  if (facts.minimise === 'time') return [entrants(candidates)];
  const costs = [...new Set(candidates.map(({ cost }) => cost))];
  return costs.map((cost) => entrants(candidates.filter((one) => one.cost === cost)));
}
