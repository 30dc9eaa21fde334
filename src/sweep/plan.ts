/** A checked experiment, resolved to the last number: nothing a user got wrong is left in it. */
import type { Model } from '../config/config.ts';
import type { PlannedConformance } from '../conformance/conformance.ts';
import type { StoppingRule } from '../stats/stopping-rule.ts';
import type { OracleCase } from '../theory/cases.ts';
import type { Bound } from './bound.ts';
import type { HorizonSpec } from './horizon.ts';
import type { ExperimentResults, GridResult } from './results.ts';
import type { Cell } from './row.ts';
import { type NoUnknowns, runsOf, type Unknowns } from './second-figure.ts';

/** A design point before it is run. */
export interface PlannedPoint {
  readonly model: Model;
  readonly bound: Bound;
  /** What is drawn of what is not known, for the second figure of P(OOM). */
  readonly unknowns: Unknowns | NoUnknowns;
  /** Its place on each axis that is simulated, by path. */
  readonly cells: Readonly<Record<string, Cell>>;
}

export interface PlannedGrid {
  readonly result: GridResult;
  /** When a point has had replications enough; null: it has all of the seeds. */
  readonly rule: StoppingRule | null;
  /** Over how many windows P(OOM) is told too; null: over one alone. */
  readonly horizon: HorizonSpec | null;
  /** Asks for a long run of each point, apart from the replications; null: none. */
  readonly steady: { readonly horizon: number; readonly seed: string } | null;
  /** Seeds of the replications, the same at every point: the most it may have. */
  readonly seeds: readonly string[];
  readonly points: readonly PlannedPoint[];
  /**
   * Limits [B] decided from the peaks of one run without a limit, each a row of its own, `none`
   * as null; null altogether where the points carry their limit themselves.
   */
  readonly memoryLimits: readonly (number | null)[] | null;
}

export interface PlannedTimeline {
  readonly name: string;
  readonly model: Model;
  readonly seed: string;
}

export interface Plan {
  /** What is known of the results before anything has run. */
  readonly header: Pick<
    ExperimentResults,
    'experiment' | 'model' | 'facts' | 'asked' | 'seed' | 'quick' | 'sources' | 'thresholds'
  >;
  readonly grids: readonly PlannedGrid[];
  readonly timelines: readonly PlannedTimeline[];
  /** Only of an experiment of kind theory. */
  readonly oracles: readonly OracleCase[] | null;
  /** Only of an experiment of kind conformance. */
  readonly conformance: PlannedConformance | null;
  /** Every file the plan was made from, the experiment first. */
  readonly inputs: readonly { readonly file: string; readonly text: string }[];
}

/** How many runs the plan asks for, up to the first look at a point: the unit of progress. */
export function runsIn(plan: Plan): number {
  const replications = plan.grids.flatMap((grid) =>
    grid.points.map((point) => runsAtFirst(grid, point)),
  );
  const measured = plan.conformance;
  // Beside the seeds, one run of each case shows what sockets add.
  const beside = measured === null ? 0 : measured.cases.length * (measured.seeds.length + 1);
  const others = plan.timelines.length + (plan.oracles?.length ?? 0) + beside;
  return replications.reduce((total, runs) => total + runs, others);
}

/** How many runs a point asks for before anybody looks. */
export function runsAtFirst(grid: PlannedGrid, { unknowns }: PlannedPoint): number {
  const { rule, seeds, steady } = grid;
  const replications = rule === null ? seeds.length : Math.min(rule.first, seeds.length);
  return replications + runsOf(unknowns) + (steady === null ? 0 : 1);
}
