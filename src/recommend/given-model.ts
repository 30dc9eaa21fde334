/** Runs of one setting as it is, with its memory limit and nothing of the fit drawn. */
import { ANSWERED_503 } from '../request/ending.ts';
import { quantile } from '../stats/quantile.ts';
import { pool, type Replication } from '../sweep/replication.ts';
import { runSeeds } from '../sweep/seeds.ts';
import type { Execute } from '../sweep/task.ts';
import { finiteOrNull } from '../units/finite-or-null.ts';
import { boundedMean, proportion } from './figures.ts';
import type { Change } from './ground.ts';
import type { PlannedPolicy } from './plan-policy.ts';
import type { Figure } from './recommendation.ts';

export interface GivenModel {
  readonly oom: Figure;
  readonly served: Figure;
  readonly answered503: Figure;
  readonly time: Figure;
  readonly peakP50: number;
  readonly peakP99: number;
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
  const failures = sum(replications, (run) => run.operations) - operationLatencyOk.count;
  const kills = replications.filter((run) => run.killCount > 0).length;
  const isSure = replications.every((run) => !run.drewRandom);
  const peaks = Float64Array.from(replications, (run) => run.peakMemoryBytes).sort();
  const refused = (run: Replication) =>
    ANSWERED_503.reduce((total, ending) => total + run.endings[ending], 0);
  const mean = (of: (run: Replication) => number, most: number) =>
    boundedMean(replications.map(of), most, isSure);
  return {
    oom: proportion(
      kills,
      replications.map(() => ({ isSure })),
    ),
    served: mean((run) => run.servedWithin60s / Math.max(1, run.operations), 1),
    answered503: mean((run) => refused(run) / Math.max(1, run.requests), 1),
    time: mean((run) => run.answerSeconds / Math.max(1, run.answered), Number.POSITIVE_INFINITY),
    peakP50: quantile(peaks, 0.5),
    peakP99: quantile(peaks, 0.99),
    latencyP50: finiteOrNull(operationLatencyOk.quantile(0.5, failures)),
    latencyP99: finiteOrNull(operationLatencyOk.quantile(0.99, failures)),
  };
}

function sum(runs: readonly Replication[], of: (run: Replication) => number): number {
  return runs.reduce((total, run) => total + of(run), 0);
}
