/** A whole fit: numbers read off, numbers searched for, and what the predictions gain by them. */
import { conformanceResults } from '../conformance/conformance.ts';
import { overheadOf, type PlannedCase } from '../conformance/plan-cases.ts';
import { predictionOf } from '../conformance/prediction.ts';
import type { ConformanceResults } from '../conformance/results.ts';
import { casesOf, type StatisticSpec } from './fit-spec.ts';
import { plannedCases, type Runner, type Values } from './forward.ts';
import { type ModelError, modelErrors } from './model-error.ts';
import type { FitPlan } from './read-fit.ts';
import { type Search, search } from './search.ts';
import { inUnit, readingIn, statisticSetting } from './settings.ts';
import { type Reading, STATISTICS } from './statistics.ts';

/** In the unit of the statistic, but for the reading, which is in base units. */
export interface FittedStatistic {
  readonly spec: StatisticSpec;
  readonly value: number;
  readonly reading: Reading;
}

/** Errors over the cases that numbers rest on, and over all others. */
export interface Errors {
  readonly fitted: readonly ModelError[];
  readonly rest: readonly ModelError[];
  readonly targets: ConformanceResults['targets'];
}

export interface FitResults {
  readonly statistics: readonly FittedStatistic[];
  readonly search: Search;
  /** With the numbers there were before, and with those of the fit. */
  readonly before: Errors;
  readonly after: Errors;
}

/**
 * @throws InputError where a path or a number does not fit the model
 */
export async function fitModel(plan: FitPlan, runner: Runner): Promise<FitResults> {
  const { replications } = plan.spec;
  const start = plannedCases(plan, plan.measured.cases, startValues(plan));
  runner.expect(2 * start.length * replications);
  const statistics = readStatistics(plan);
  const found = await search(plan, readValues(statistics), runner);
  const values = fittedValues(statistics, found);
  const fitted = plannedCases(plan, plan.measured.cases, values);
  return {
    statistics,
    search: found,
    before: await errorsOf(plan, start, runner),
    after: await errorsOf(plan, fitted, runner),
  };
}

export function readStatistics({ spec, measured }: FitPlan): FittedStatistic[] {
  return spec.statistics.map((one) => {
    const cases = one.cases.map((id) => measured.cases.find((each) => each.id === id)!);
    const reading = STATISTICS[one.statistic].read(cases);
    return { spec: one, value: readingIn(reading.value, one.unit), reading };
  });
}

/** All numbers of a fit by path, in the notation of a model file. */
export function fittedValues(statistics: readonly FittedStatistic[], found: Search): Values {
  const searched = found.parameters.map(
    ({ spec, value }) => [spec.path, inUnit(value, spec.unit)] as const,
  );
  return new Map([...readValues(statistics), ...searched]);
}

function readValues(statistics: readonly FittedStatistic[]): Values {
  return new Map(
    statistics.flatMap(({ spec, value }) =>
      [spec.path, ...spec.also].map((path) => [path, statisticSetting(spec, value)] as const),
    ),
  );
}

function startValues({ spec }: FitPlan): Values {
  return new Map([
    ...readValues(spec.statistics.map((one) => ({ spec: one, value: one.start, reading: NONE }))),
    ...spec.blocks.flatMap(({ parameters }) =>
      parameters.map(({ path, start, unit }) => [path, inUnit(start, unit)] as const),
    ),
  ]);
}

const NONE: Reading = {
  value: Number.NaN,
  standardError: null,
  low: null,
  high: null,
  degrees: 0,
};

/** By the seeds and the rules of the conformance experiment. */
async function errorsOf(
  { spec, measured }: FitPlan,
  cases: readonly PlannedCase[],
  runner: Runner,
): Promise<Errors> {
  const seeds = Array.from({ length: spec.replications }, (_, index) => `1/${index}`);
  const predicted = await Promise.all(
    cases.map(async ({ model }) => ({
      predictions: await Promise.all(
        seeds.map(async (seed) => predictionOf(await runner.run(model, seed))),
      ),
      withSockets: [],
    })),
  );
  const results = conformanceResults(
    {
      provenance: measured.provenance,
      cases,
      notCovered: [],
      fitted: casesOf(spec),
      explanations: [],
      seeds,
      overhead: overheadOf(cases[0]!.model),
    },
    predicted,
  );
  return {
    fitted: modelErrors(results.cases.filter(({ fitted }) => fitted)),
    rest: modelErrors(results.cases.filter(({ fitted }) => !fitted)),
    targets: results.targets,
  };
}
