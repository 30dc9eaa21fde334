/** A policy as a contest: its settings grouped by cost, on the runs of their columns. */
import { InputError } from '../schema/issue.ts';
import type { Execute } from '../sweep/task.ts';
import { isChance } from './bounds.ts';
import type { PlannedCandidate } from './candidates.ts';
import {
  type ContestResult,
  contest,
  type Entrant,
  type ErrorShares,
  errorShares,
} from './contest.ts';
import type { PlannedPolicy } from './plan-policy.ts';
import { type Circumstance, TrialSource, type TrialStream } from './trials.ts';

export interface Selection {
  readonly result: ContestResult;
  readonly source: TrialSource;
  readonly columns: Columns;
  /** Runs it took. */
  readonly runs: number;
  readonly errors: ErrorShares;
}

export async function select(
  plan: PlannedPolicy,
  execute: Execute,
  onRuns: (runs: number) => void,
): Promise<Selection> {
  const { facts } = plan;
  const shares = facts.bounds.filter((bound) => !isChance(bound));
  const source = new TrialSource({ seed: facts.seed, execute, bounds: shares, onRuns });
  const columns = new Columns(plan, source);
  const options = {
    groups: groupsOf(plan),
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
  return { result, source, columns, runs: source.runs, errors };
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
    return this.required.map((index) => {
      const found = ground.circumstanceAt([any.change, scenarios[index]!]);
      if ('value' in found) return found.value;
      throw new InputError(found.issues);
    });
  }

  streamsOf(column: number): readonly TrialStream[] {
    const known = this.#streams.get(column);
    if (known !== undefined) return known;
    const streams = this.circumstancesOf(column).map((one) => this.#source.of(one));
    this.#streams.set(column, streams);
    return streams;
  }
}

export function entrantOf({ id, column, limit }: PlannedCandidate): Entrant {
  return { id, column, limit };
}

/** Of equal cost; one group of all where time is what counts. */
function groupsOf({ candidates, facts }: PlannedPolicy): Entrant[][] {
  if (facts.minimise === 'time') return [candidates.map(entrantOf)];
  const costs = [...new Set(candidates.map(({ cost }) => cost))];
  return costs.map((cost) => candidates.filter((one) => one.cost === cost).map(entrantOf));
}
