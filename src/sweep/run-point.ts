/** One design point: replications until they are enough, and peaks under drawn parameters. */
import { SequentialStop } from '../stats/stopping-rule.ts';
import { finiteOrNull } from '../units/finite-or-null.ts';
import { type Outcomes, outcomesOf } from './against-present.ts';
import { drawnPeaks, fittedPeaks, paired, type Runs, tailUnder } from './drawn-runs.ts';
import { givenModel } from './horizon.ts';
import { BLOCK_SIZE, inBlocks } from './in-blocks.ts';
import { summariseUnderLimit } from './memory-limits.ts';
import { MEMORY_LIMIT } from './paths.ts';
import type { PlannedGrid, PlannedPoint } from './plan.ts';
import { isDeterministic, type StoppedOn, summarise } from './point.ts';
import { type Block, pool, type Replication } from './replication.ts';
import type { Cell, Row } from './row.ts';
import { noSecondFigure, secondFigure } from './second-figure.ts';
import { NOT_AVERAGED, NOT_STEADY } from './steady.ts';

/** A row, and what each of its replications came to. */
export interface PointRow {
  readonly row: Row;
  readonly outcomes: Outcomes;
}

/** The rows of one design point: one, or one for each memory limit. */
export async function runPoint(
  point: PlannedPoint,
  grid: PlannedGrid,
  options: Runs,
): Promise<PointRow[]> {
  const [samples, drawn, steady] = await Promise.all([
    replicate(point, grid, options),
    'reason' in point.unknowns ? [] : drawnPeaks(point.model, point.unknowns.draws, options),
    steadyRun(point, grid, options),
  ]);
  const figures = await secondFigures(point, grid, { samples, drawn }, options);
  const { pod, run } = point.model;
  const context = {
    grid: grid.result.name,
    bound: point.bound,
    maxEvents: run.maxEvents,
    leakingPods: pod.residue > 0 ? pod.replicas : null,
  };
  return samples.map(({ limit, blocks, stoppedOn }, index) => {
    const pooled = pool(blocks);
    const known = { ...context, stoppedOn };
    const summary =
      limit === undefined
        ? summarise(pooled, known)
        : { [MEMORY_LIMIT]: limit, ...summariseUnderLimit(pooled, limit, known) };
    const row: Row = {
      ...point.cells,
      ...summary,
      ...figures[index],
      ...givenModel(summary, grid.horizon),
      ...steady,
    };
    return {
      row: { ...row, warnings: warned(row.warnings, steady) },
      outcomes: outcomesOf(pooled.replications, limit),
    };
  });
}

/** The columns of the second figure, by sample. */
async function secondFigures(
  { model, unknowns }: PlannedPoint,
  { seeds, horizon }: PlannedGrid,
  { samples, drawn }: { samples: readonly Sample[]; drawn: readonly (readonly number[])[] },
  options: Runs,
): Promise<Record<string, Cell>[]> {
  if ('reason' in unknowns) return samples.map(() => noSecondFigure(unknowns.reason));
  const runs = samples.map(({ blocks }) => blocks.flatMap((block) => block.replications));
  const longest = runs.reduce((a, b) => (b.length > a.length ? b : a));
  const fitted = await fittedPeaks(model, unknowns, { seeds, replications: longest }, options);
  const draws = paired(unknowns, drawn, fitted);
  const own = finiteOrNull(model.pod.memoryLimit);
  return samples.map(({ limit }, index) => {
    const decided = limit === undefined ? own : limit;
    if (decided === null) return noSecondFigure('no memory limit');
    const tail = tailUnder(decided, { seeds, replications: runs[index]! }, fitted);
    return secondFigure(unknowns, { draws, tail, limit: decided, horizon });
  });
}

/** A run of its own: its length has nothing to do with the window of a replication. */
async function steadyRun(
  { model }: PlannedPoint,
  { steady }: PlannedGrid,
  options: Runs,
): Promise<Readonly<Record<string, Cell>>> {
  if (steady === null) return NOT_STEADY;
  const { horizon, seed } = steady;
  const long = { ...model, run: { ...model.run, horizon } };
  const cells = await options.execute({ kind: 'steady', model: long, seed });
  options.onProgress(1, false);
  return cells;
}

/** A run that is not averaged is a reason to look. */
function warned(warnings: Cell | undefined, { steady_note: note }: Readonly<Record<string, Cell>>) {
  const isDoubt = String(note ?? '').startsWith(NOT_AVERAGED);
  const said = [String(warnings ?? ''), isDoubt ? `steady load ${note}` : ''];
  return said.filter((text) => text !== '').join('; ');
}

/** The replications one row rests on. */
interface Sample {
  /** [B], decided from peaks, null: none; undefined where the runs have the limit themselves. */
  readonly limit: number | null | undefined;
  readonly blocks: readonly Block[];
  readonly stoppedOn: StoppedOn;
}

/** Runs look after look until every row has enough: each rests on its own, the first of them. */
async function replicate(
  point: PlannedPoint,
  { rule, seeds, memoryLimits }: PlannedGrid,
  options: Runs,
): Promise<Sample[]> {
  const limits: Sample['limit'][] = memoryLimits === null ? [undefined] : [...memoryLimits];
  if (rule === null) {
    const blocks = await runBlocks(point, seeds, options);
    return limits.map((limit) => ({ limit, blocks, stoppedOn: 'replications' }));
  }
  const samples: Sample[] = [];
  const blocks: Block[] = [];
  let open = limits.map((limit) => ({ limit, stop: new SequentialStop(rule) }));
  for (let done = 0; open.length > 0; ) {
    const { wanted } = open[0]!.stop;
    if (done > 0) options.onExpect(wanted - done);
    blocks.push(...(await runBlocks(point, seeds.slice(done, wanted), options)));
    done = wanted;
    const runs = blocks.flatMap((block) => block.replications);
    const deterministic = isDeterministic(runs);
    open = open.filter(({ limit, stop }) => {
      const verdict = stop.absorb({ kills: runs.filter((run) => isKilled(run, limit)).length });
      if (verdict === 'go on' && !deterministic) return true;
      const stoppedOn = deterministic || verdict === 'go on' ? 'deterministic' : verdict;
      samples.push({ limit, blocks: [...blocks], stoppedOn });
      return false;
    });
  }
  return limits.map((limit) => samples.find((sample) => sample.limit === limit)!);
}

function isKilled(run: Replication, limit: Sample['limit']): boolean {
  if (limit === undefined) return run.killCount > 0;
  return limit !== null && run.peakMemoryBytes > limit;
}

function runBlocks(point: PlannedPoint, seeds: readonly string[], options: Runs): Promise<Block[]> {
  return inBlocks(seeds, BLOCK_SIZE, async (some) => {
    const block = await options.execute({ kind: 'block', model: point.model, seeds: some });
    options.onProgress(some.length, false);
    return block;
  });
}
