/** Runs a plan, wherever its tasks execute, and puts the answers together in the plan's order. */
import type { Model } from '../config/config.ts';
import type { PlannedConformance } from '../conformance/conformance.ts';
import { conformanceResults } from '../conformance/conformance.ts';
import { type Prediction, predictionOf } from '../conformance/prediction.ts';
import type { ConformanceResults } from '../conformance/results.ts';
import type { OracleEstimate } from '../simulation/oracle.ts';
import type { OracleCase } from '../theory/cases.ts';
import { finiteOrNull } from '../units/finite-or-null.ts';
import { againstPresent } from './against-present.ts';
import type { ChartRequest } from './chart-request.ts';
import type { Runs } from './drawn-runs.ts';
import { FirstCome } from './first-come.ts';
import { type Plan, type PlannedGrid, type PlannedTimeline, runsAtFirst } from './plan.ts';
import { contentKey, type PointStore } from './point-store.ts';
import type { ExperimentResults, Measured, NamedTimeline, TheoryRow } from './results.ts';
import type { Row } from './row.ts';
import { runPoint } from './run-point.ts';
import { standardErrorsOff } from './standard-errors-off.ts';

interface RunOptions extends Runs {
  /** Finished points of an earlier, interrupted run. */
  readonly store: PointStore;
  /** Names the program: points stored by another one are not taken up. */
  readonly engine: string;
  readonly measured: Measured;
}

export async function runExperiment(plan: Plan, options: RunOptions): Promise<ExperimentResults> {
  const line = new FirstCome(POINTS_AT_ONCE);
  const { charts } = plan.header.experiment;
  const [rows, timelines, theory, conformance] = await Promise.all([
    Promise.all(plan.grids.map((grid) => runGrid(grid, charts, line, options))),
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

/** Points at a time: enough for many threads, few enough that points end one after the other. */
const POINTS_AT_ONCE = 32;

async function runGrid(
  grid: PlannedGrid,
  charts: readonly ChartRequest[],
  line: FirstCome,
  options: RunOptions,
): Promise<Row[]> {
  const { seeds, rule, steady, horizon, memoryLimits, result } = grid;
  const points = grid.points.map((point) =>
    line.run(() => {
      const ingredients = {
        point,
        seeds,
        rule,
        steady,
        horizon,
        memoryLimits,
        grid: result.name,
      };
      const runs = runsAtFirst(grid, point);
      return stored(ingredients, runs, options, () => runPoint(point, grid, options));
    }),
  );
  return againstPresent(result, (await Promise.all(points)).flat(), charts);
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
