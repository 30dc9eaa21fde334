/** One design point: replications until they are enough, and peaks under drawn parameters. */
import { SequentialStop } from '../stats/stopping-rule.ts';
import { type Outcomes, outcomesOf } from './against-present.ts';
import { summariseUnderLimit } from './memory-limits.ts';
import { MEMORY_LIMIT } from './paths.ts';
import type { PlannedGrid, PlannedPoint } from './plan.ts';
import { isDeterministic, type StoppedOn, summarise } from './point.ts';
import { type Block, pool, type Replication } from './replication.ts';
import type { Cell, Row } from './row.ts';
import { secondFigure } from './second-figure.ts';
import { NOT_AVERAGED, NOT_STEADY } from './steady.ts';
import type { Execute } from './task.ts';

/** A row, and what each of its replications came to. */
export interface PointRow {
  readonly row: Row;
  readonly outcomes: Outcomes;
}

interface RunOptions {
  readonly execute: Execute;
  /** Is told of runs beyond those of the first look. */
  readonly onExpect: (runs: number) => void;
  readonly onProgress: (runs: number, reused: boolean) => void;
}

/**
 * Runs of one task: fixed, so that nothing depends on the number of threads; few, so that threads
 * do not idle while one of them finishes the last point.
 */
const BLOCK_SIZE = 10;

/** The rows of one design point: one, or one for each memory limit. */
export async function runPoint(
  point: PlannedPoint,
  grid: PlannedGrid,
  options: RunOptions,
): Promise<PointRow[]> {
  const [samples, peaks, steady] = await Promise.all([
    replicate(point, grid, options),
    drawnPeaks(point, options),
    steadyRun(point, grid, options),
  ]);
  const { pod, run } = point.model;
  const own = pod.memoryLimit;
  const context = {
    grid: grid.result.name,
    bound: point.bound,
    maxEvents: run.maxEvents,
    leakingPods: pod.residue > 0 ? pod.replicas : null,
  };
  return samples.map(({ limit, blocks, stoppedOn }) => {
    const pooled = pool(blocks);
    const known = { ...context, stoppedOn };
    const figure = (decided: number | null) => secondFigure(point.unknowns, peaks, decided);
    const row: Row =
      limit === undefined
        ? {
            ...point.cells,
            ...summarise(pooled, known),
            ...figure(Number.isFinite(own) ? own : null),
          }
        : {
            ...point.cells,
            [MEMORY_LIMIT]: limit,
            ...summariseUnderLimit(pooled, limit, known),
            ...figure(limit),
          };
    const told = { ...row, ...steady, warnings: warned(row.warnings, steady) };
    return { row: told, outcomes: outcomesOf(pooled.replications, limit) };
  });
}

/** A run of its own: its length has nothing to do with the window of a replication. */
async function steadyRun(
  { model }: PlannedPoint,
  { steady }: PlannedGrid,
  options: RunOptions,
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
  options: RunOptions,
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

function runBlocks(
  point: PlannedPoint,
  seeds: readonly string[],
  options: RunOptions,
): Promise<Block[]> {
  return inBlocks(seeds, BLOCK_SIZE, async (some) => {
    const block = await options.execute({ kind: 'block', model: point.model, seeds: some });
    options.onProgress(some.length, false);
    return block;
  });
}

/** By draw, the highest memory of each run [B]; none where nothing is drawn. */
async function drawnPeaks(
  { model, unknowns }: PlannedPoint,
  options: RunOptions,
): Promise<readonly (readonly number[])[]> {
  if ('reason' in unknowns) return [];
  const { draws } = unknowns;
  const size = Math.max(1, Math.floor(BLOCK_SIZE / draws[0]!.seeds.length));
  const blocks = await inBlocks(draws, size, async (some) => {
    const peaks = await options.execute({ kind: 'peaks', model, draws: some });
    options.onProgress(peaks.flat().length, false);
    return peaks;
  });
  return blocks.flat();
}

function inBlocks<T, Result>(
  all: readonly T[],
  size: number,
  run: (some: readonly T[]) => Promise<Result>,
): Promise<Result[]> {
  const starts = all.map((_, index) => index).filter((index) => index % size === 0);
  return Promise.all(starts.map((start) => run(all.slice(start, start + size))));
}
