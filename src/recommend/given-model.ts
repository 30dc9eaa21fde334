/** Runs of one setting as it is, with its memory limit and nothing of the fit drawn. */
import { pool } from '../sweep/replication.ts';
import { runSeeds } from '../sweep/seeds.ts';
import type { Execute } from '../sweep/task.ts';
import { finiteOrNull } from '../units/finite-or-null.ts';
import type { Figure } from './candidate.ts';
import { proportion } from './figures.ts';
import type { Change } from './ground.ts';
import type { PlannedPolicy } from './plan-policy.ts';

export interface GivenModel {
  readonly oom: Figure;
  /** From the first send of an operation to its answer, failures infinite [s]; null: lost to them. */
  readonly latencyP50: number | null;
  readonly latencyP99: number | null;
}

const BLOCK = 10;

/** null where there is no such model. */
export async function givenModel(
  { ground, facts, evidence }: PlannedPolicy,
  changes: readonly Change[],
  execute: Execute,
): Promise<GivenModel | null> {
  const found = ground.modelAt(changes);
  if ('issues' in found) return null;
  const model = found.value;
  const seeds = runSeeds(facts.seed, evidence);
  const starts = seeds.map((_, index) => index).filter((index) => index % BLOCK === 0);
  const blocks = await Promise.all(
    starts.map((start) =>
      execute({ kind: 'block', model, seeds: seeds.slice(start, start + BLOCK) }),
    ),
  );
  const { replications, operationLatencyOk } = pool(blocks);
  const sent = replications.reduce((sum, { operations }) => sum + operations, 0);
  const failures = sent - operationLatencyOk.count;
  const isSure = replications.every((run) => !run.drewRandom);
  const kills = replications.filter(({ killCount }) => killCount > 0).length;
  return {
    oom: proportion(
      kills,
      replications.map(() => ({ isSure })),
    ),
    latencyP50: finiteOrNull(operationLatencyOk.quantile(0.5, failures)),
    latencyP99: finiteOrNull(operationLatencyOk.quantile(0.99, failures)),
  };
}
