/** `spillway cliff`: the edge of the safe region along one knob, from runs in any order of threads. */
import type { Model } from '../config/config.ts';
import { MEMORY_LIMIT } from '../sweep/paths.ts';
import type { Requirement } from '../sweep/requirement.ts';
import { runSeed } from '../sweep/seeds.ts';
import type { Execute } from '../sweep/task.ts';
import { type Edge, findEdges } from './find-edges.ts';
import { type Knob, scanOf } from './knob.ts';
import { limitEdge } from './limit-edge.ts';
import { CHANCE, type Outcome, outcomeOf, RATIO_STATISTICS } from './outcome.ts';
import type { PointVerdict } from './point-test.ts';
import { calibratedSize, fewestRuns } from './proportion-test.ts';

export interface CliffTask {
  readonly require: Requirement;
  readonly level: number;
  readonly seed: string;
  /** Most runs; null: as many as the bound needs. */
  readonly budget: number | null;
  readonly execute: Execute;
  readonly onProgress: (runs: number) => void;
}

/** One value that was tried. */
export interface Tried {
  readonly value: number;
  /** The statistic over its runs, those inferred included; null where it is undefined. */
  readonly estimate: number | null;
  readonly outcomes: number;
  readonly runs: number;
  readonly verdict: PointVerdict;
}

export interface Cliff {
  readonly method: 'peaks' | 'scan';
  /** Ascending. */
  readonly edges: readonly Edge[];
  /** Of a scan; ascending. */
  readonly tried: readonly Tried[];
  readonly runs: number;
  /** Runs at a value that is not decided earlier. */
  readonly runsPerValue: number;
  /** Runs of a grid as fine as the narrowest interval, so many at each value; null without. */
  readonly gridRuns: number | null;
  readonly turns: number | null;
  readonly coupled: boolean;
}

/** Values of the scan, and what refining may take on top: what a budget has to pay for. */
const SCANNED = 9;
const VALUES = SCANNED + 16;
/** So many of the rarer outcome are expected where the chance is the bound itself. */
const EXPECTED = { scan: 12, peaks: 40 };
const FEWEST = 200;
/** Below so many runs Student's t is too far from what it stands for. */
const FEWEST_SPREAD = 30;
/** A block of a sweep: more threads than one share a value's runs. */
const BLOCK_SIZE = 10;

/** Why a cliff cannot be looked for, as lines; empty where it can. */
export function whyNoCliff(require: Requirement, knob: string, task: CliffNeeds): string[] {
  const { statistic, bound } = require;
  const label = `--bound '${require.text}'`;
  if (!RATIO_STATISTICS.includes(statistic)) {
    const known = RATIO_STATISTICS.join(', ');
    return [`${label}: expected a statistic that is a ratio of sums over runs; known: ${known}`];
  }
  if (statistic === CHANCE && (bound <= 0 || bound >= 1)) {
    return [`${label}: expected a chance between 0 and 1; no number of runs shows 0 or 1`];
  }
  const needed = fewestBudget(require, knob, task.level);
  if (task.budget === null || task.budget >= needed) return [];
  return [`--budget ${task.budget}: expected at least ${needed} runs for ${require.text}`];
}

interface CliffNeeds {
  readonly level: number;
  readonly budget: number | null;
}

/** Whether the peaks of runs without a limit decide it. */
export function isDecidedByPeaks({ statistic }: Requirement, knob: string): boolean {
  return statistic === CHANCE && knob === MEMORY_LIMIT;
}

/** How many runs a search makes at a value, and at most in all. */
export function runsFor(
  require: Requirement,
  knob: string,
  { level, budget }: CliffNeeds,
): { readonly runsPerValue: number; readonly most: number } {
  const { bound } = require;
  const tail = (1 - level) / 2;
  if (isDecidedByPeaks(require, knob)) {
    const most = budget ?? defaultRuns(bound, EXPECTED.peaks, tail);
    return { runsPerValue: calibratedSize(bound, tail, most), most };
  }
  const isChance = require.statistic === CHANCE;
  const wished = isChance ? defaultRuns(bound, EXPECTED.scan, (1 - level) / VALUES) : FEWEST;
  const size = budget === null ? wished : Math.floor(budget / VALUES);
  const runsPerValue = isChance ? calibratedSize(bound, tail, size) : size;
  return { runsPerValue, most: budget ?? VALUES * size };
}

/** @param unlimited the model without a memory limit */
export async function cliffOfLimit(unlimited: Model, task: CliffTask): Promise<Cliff> {
  const { require, level } = task;
  const { bound } = require;
  const size = runsFor(require, MEMORY_LIMIT, task).runsPerValue;
  const first = await runsOf(unlimited, [0], task);
  const isSure = !first[0]!.drewRandom;
  const rest = isSure ? [] : await runsOf(unlimited, range(1, size), task);
  const peaks = [...first, ...rest].map((run) => run.peakByHorizonBytes);
  const { low, high } = isSure
    ? { low: peaks[0]!, high: peaks[0]! }
    : limitEdge(peaks, bound, level);
  const holds = require.sense === '<' ? 'above' : 'below';
  return {
    method: 'peaks',
    edges: [{ holds, low, high, cutShort: false }],
    tried: [],
    runs: peaks.length,
    runsPerValue: peaks.length,
    gridRuns: null,
    turns: null,
    coupled: true,
  };
}

export async function cliffOf(knob: Knob, task: CliffTask): Promise<Cliff> {
  const { require, level } = task;
  const { runsPerValue, most } = runsFor(require, knob.path, task);
  const found = await findEdges({
    require,
    scan: scanOf(knob, SCANNED),
    whole: knob.whole,
    level,
    runsPerValue,
    budget: most,
    runAt: async (value, runs): Promise<Outcome[]> => {
      const made = await runsOf(knob.modelAt(value), runs, task);
      return made.map((run) => outcomeOf(require.statistic, run));
    },
  });
  return {
    method: 'scan',
    edges: found.edges,
    tried: found.tried.map(({ value, outcomes, runs, verdict }) => {
      const above = outcomes.reduce((sum, each) => sum + each.above, 0);
      const below = outcomes.reduce((sum, each) => sum + each.below, 0);
      const estimate = below === 0 ? null : above / below;
      return { value, estimate, outcomes: outcomes.length, runs, verdict };
    }),
    runs: found.runs,
    runsPerValue,
    gridRuns: gridRuns(knob, found.edges, runsPerValue),
    turns: found.turns,
    coupled: found.coupled,
  };
}

async function runsOf(model: Model, runs: readonly number[], task: CliffTask) {
  const starts = runs.map((_, index) => index).filter((index) => index % BLOCK_SIZE === 0);
  const blocks = await Promise.all(
    starts.map(async (start) => {
      const seeds = runs.slice(start, start + BLOCK_SIZE).map((run) => runSeed(task.seed, run));
      const block = await task.execute({ kind: 'block', model, seeds });
      task.onProgress(seeds.length);
      return block.replications;
    }),
  );
  return blocks.flat();
}

/** A value every step as long as the narrowest interval, and each the same number of runs. */
function gridRuns(knob: Knob, edges: readonly Edge[], runsPerValue: number): number | null {
  const lengths = edges.map(({ low, high }) => high - low).filter((length) => length > 0);
  if (lengths.length === 0) return null;
  const step = knob.whole ? Math.max(1, Math.min(...lengths)) : Math.min(...lengths);
  return (Math.floor((knob.to - knob.from) / step) + 1) * runsPerValue;
}

function defaultRuns(bound: number, expected: number, tail: number): number {
  const enough = Math.ceil(expected / Math.min(bound, 1 - bound));
  // calibratedSize looks a tenth further down.
  return Math.max(FEWEST, enough, Math.ceil(fewestRuns(bound, tail) / 0.9));
}

function fewestBudget(require: Requirement, knob: string, level: number): number {
  if (require.statistic !== CHANCE) return VALUES * FEWEST_SPREAD;
  if (isDecidedByPeaks(require, knob)) return fewestRuns(require.bound, (1 - level) / 2);
  return VALUES * Math.ceil(fewestRuns(require.bound, (1 - level) / VALUES) / 0.9);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
