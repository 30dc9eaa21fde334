/** Runs a plan, wherever its tasks execute, and puts the answers together in the plan's order. */
import type { Model } from '../config/config.ts';
import type { PlannedConformance } from '../conformance/conformance.ts';
import { conformanceResults } from '../conformance/conformance.ts';
import { type Prediction, predictionOf } from '../conformance/prediction.ts';
import type { ConformanceResults } from '../conformance/results.ts';
import type { OracleEstimate } from '../simulation/oracle.ts';
import type { OracleCase } from '../theory/cases.ts';
import { finiteOrNull } from '../units/finite-or-null.ts';
import { summariseUnderLimit } from './memory-limits.ts';
import { MEMORY_LIMIT } from './paths.ts';
import type { Plan, PlannedGrid, PlannedPoint, PlannedTimeline } from './plan.ts';
import { summarise } from './point.ts';
import { contentKey, type PointStore } from './point-store.ts';
import { type Pooled, pool } from './replication.ts';
import type { ExperimentResults, Measured, NamedTimeline, TheoryRow } from './results.ts';
import type { Row } from './row.ts';
import { standardErrorsOff } from './standard-errors-off.ts';
import type { Execute } from './task.ts';

interface RunOptions {
  readonly execute: Execute;
  /** Finished points of an earlier, interrupted run. */
  readonly store: PointStore;
  /** Names the program: points stored by another one are not taken up. */
  readonly engine: string;
  readonly measured: Measured;
  /** Called whenever runs are done; `reused` if they were found in the store. */
  readonly onProgress: (runs: number, reused: boolean) => void;
}

/**
 * Replications of one task: fixed, so that nothing depends on the number of threads; few, so that
 * threads do not idle while one of them finishes the last point.
 */
const BLOCK_SIZE = 10;

export async function runExperiment(plan: Plan, options: RunOptions): Promise<ExperimentResults> {
  const [rows, timelines, theory, conformance] = await Promise.all([
    Promise.all(plan.grids.map((grid) => runGrid(grid, options))),
    Promise.all(plan.timelines.map((timeline) => runTimeline(timeline, options))),
    plan.oracles && Promise.all(plan.oracles.map((oracle) => runOracle(oracle, options))),
    plan.conformance && runConformance(plan.conformance, options),
  ]);
  return {
    ...plan.header,
    grids: plan.grids.map((grid) => grid.result),
    rows: rows.flat(),
    timelines,
    measured: options.measured,
    theory,
    conformance,
  };
}

async function runGrid(grid: PlannedGrid, options: RunOptions): Promise<Row[]> {
  const rows = await Promise.all(grid.points.map((point) => runPoint(point, grid, options)));
  return rows.flat();
}

/** The rows of one design point: one, or one for each memory limit. */
async function runPoint(
  point: PlannedPoint,
  grid: PlannedGrid,
  options: RunOptions,
): Promise<Row[]> {
  const { seeds, memoryLimits } = grid;
  const context = {
    grid: grid.result.name,
    bound: point.bound,
    maxEvents: point.model.run.maxEvents,
  };
  const ingredients = { point, seeds, memoryLimits, grid: context.grid };
  return stored(ingredients, seeds.length, options, async () => {
    const pooled = await runReplications(point, seeds, options);
    if (memoryLimits === null) return [{ ...point.cells, ...summarise(pooled, context) }];
    return memoryLimits.map((limit) => ({
      ...point.cells,
      [MEMORY_LIMIT]: limit,
      ...summariseUnderLimit(pooled, limit, context),
    }));
  });
}

async function runReplications(
  point: PlannedPoint,
  seeds: readonly string[],
  options: RunOptions,
): Promise<Pooled> {
  const starts = seeds.map((_, index) => index).filter((index) => index % BLOCK_SIZE === 0);
  const blocks = starts.map(async (start) => {
    const some = seeds.slice(start, start + BLOCK_SIZE);
    const block = await options.execute({ kind: 'block', model: point.model, seeds: some });
    options.onProgress(some.length, false);
    return block;
  });
  return pool(await Promise.all(blocks));
}

async function runTimeline(timeline: PlannedTimeline, options: RunOptions): Promise<NamedTimeline> {
  const { name, model, seed } = timeline;
  const observations = await options.execute({ kind: 'run', model, seed, timeline: true });
  options.onProgress(1, false);
  return { name, memoryLimitBytes: finiteOrNull(model.pod.memoryLimit), observations };
}

async function runOracle(oracle: OracleCase, options: RunOptions): Promise<TheoryRow> {
  const estimate = await stored({ oracle }, 1, options, async (): Promise<OracleEstimate> => {
    const answer = await options.execute({ kind: 'oracle', oracle });
    options.onProgress(1, false);
    return answer;
  });
  const { id, title, statistic, exact } = oracle;
  return { id, title, statistic, exact, ...estimate, z: standardErrorsOff(oracle, estimate) };
}

async function runConformance(
  plan: PlannedConformance,
  options: RunOptions,
): Promise<ConformanceResults> {
  const runs = async (model: Model, seeds: readonly string[]): Promise<Prediction[]> =>
    stored({ measured: model, seeds }, seeds.length, options, async () => {
      const observed = await Promise.all(
        seeds.map((seed) => options.execute({ kind: 'run', model, seed, timeline: false })),
      );
      options.onProgress(seeds.length, false);
      return observed.map(predictionOf);
    });
  const predicted = await Promise.all(
    plan.cases.map(async ({ model, withSockets }) => ({
      predictions: await runs(model, plan.seeds),
      withSockets: await runs(withSockets, plan.seeds.slice(0, 1)),
    })),
  );
  return conformanceResults(plan, predicted);
}

/** The stored result of an earlier run with the same ingredients, or a new one, then stored. */
async function stored<T>(
  ingredients: object,
  runs: number,
  options: RunOptions,
  compute: () => Promise<T>,
): Promise<T> {
  const key = contentKey({ engine: options.engine, ...ingredients });
  const found = options.store.get(key);
  if (found !== null) {
    options.onProgress(runs, true);
    return JSON.parse(found) as T;
  }
  const result = await compute();
  options.store.put(key, JSON.stringify(result));
  return result;
}
