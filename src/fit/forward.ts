/** From numbers of the model to residuals: each case simulated under its own configuration. */
import { type Model, modelSchema } from '../config/config.ts';
import { applyOverrides } from '../config/override.ts';
import { type MeasuredCase, repeatedId } from '../conformance/measured-case.ts';
import { type PlannedCase, planCases } from '../conformance/plan-cases.ts';
import { predictionOf } from '../conformance/prediction.ts';
import { COMPARED } from '../conformance/quantities.ts';
import type { Observations } from '../observe/observations.ts';
import { InputError } from '../schema/issue.ts';
import type { BlockSpec } from './fit-spec.ts';
import type { FitPlan } from './read-fit.ts';
import { overridesOf } from './settings.ts';

export interface Runner {
  /** Runs a model once, in this thread or another. */
  run(model: Model, seed: string): Promise<Observations>;
  /** Is told how many runs will be asked for, in time for whoever counts. */
  expect(runs: number): void;
}

/** Values of the model by path, in the notation of a model file. */
export type Values = ReadonlyMap<string, unknown>;

/** What is compared once: the repeats of a configuration are one witness, not several. */
export interface Witness {
  readonly block: BlockSpec;
  readonly repeats: readonly MeasuredCase[];
}

/** One run of each case: what is drawn at random in it is the run effect, held at its middle. */
const SEED = 'fit';

/**
 * While the search goes on nothing may be killed, or the predicted peak is the limit whatever the
 * parameters: no case that a parameter rests on was.
 */
const SEARCHING = [
  ['pod.runEffect', 1],
  ['pod.memoryLimit', 'none'],
] as const;

/** Block after block, configurations in the order of their first case. */
export function witnessesOf({ spec, measured }: Pick<FitPlan, 'spec' | 'measured'>): Witness[] {
  const byId = new Map(measured.cases.map((one) => [one.id, one]));
  return spec.blocks.flatMap((block) => {
    const cases = block.cases.map((id) => byId.get(id)!);
    return [...new Set(cases.map(repeatedId))].map((configuration) => ({
      block,
      repeats: cases.filter((one) => repeatedId(one) === configuration),
    }));
  });
}

/** @throws InputError where a value does not fit the model */
export function plannedCases(
  { rig }: Pick<FitPlan, 'rig'>,
  cases: readonly MeasuredCase[],
  values: Values,
  over: readonly (readonly [string, unknown])[] = [],
): readonly PlannedCase[] {
  const { tree, issues } = applyOverrides(rig.tree, overridesOf(values), modelSchema);
  if (issues.length > 0) throw new InputError(issues);
  const planned = planCases(cases, { tree, file: rig.file, pinned: overridesOf(over) });
  if ('issues' in planned) throw new InputError(planned.issues);
  return planned.covered;
}

/** The logarithm of predicted over measured, by witness, under some values of the model. */
export async function logRatios(
  plan: FitPlan,
  witnesses: readonly Witness[],
  values: Values,
  runner: Runner,
): Promise<number[]> {
  const cases = [...new Set(witnesses.map(({ repeats }) => repeats[0]!))];
  const planned = plannedCases(plan, cases, values, SEARCHING);
  runner.expect(planned.length);
  const predictions = new Map(
    await Promise.all(
      planned.map(
        async ({ measured, model }) =>
          [measured, predictionOf(await runner.run(model, SEED))] as const,
      ),
    ),
  );
  return witnesses.map(({ block, repeats }) => {
    const { measured, predicted } = COMPARED.find(({ name }) => name === block.quantity)!;
    const logs = repeats.map((one) => Math.log(measured(one)!));
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    return Math.log(predicted(predictions.get(repeats[0]!)!)!) - mean;
  });
}
