/**
 * Where a requirement stops holding along a knob: a coarse scan first, which assumes nothing, then
 * bisection between scanned values that differ.
 *
 * The interval is a test turned round (Neyman, Philosophical Transactions A 236, 1937): it reaches
 * from the last value that the test puts on one side to the first that it puts on the other. The
 * true edge is only missed if the test is wrong about it. Where every run goes one way along the
 * knob under its seed ("coupled"), the counts do as well and one test at the full level is all
 * that can go wrong. Elsewhere each value may be judged wrongly on its own, and the level is
 * divided among all that may be tried (Bonferroni).
 */
import type { Requirement } from '../sweep/requirement.ts';
import { KnobPoints, type RunAt, type TriedPoint } from './knob-points.ts';
import { CHANCE } from './outcome.ts';
import { PointTest } from './point-test.ts';

export interface Edge {
  /** The side on which the requirement holds. */
  readonly holds: 'below' | 'above';
  /** Last value tried that is surely below the edge, and first that is surely above. */
  readonly low: number;
  readonly high: number;
  /** Whether the search ended for want of runs rather than because it was done. */
  readonly cutShort: boolean;
}

export interface EdgeSearch {
  readonly require: Requirement;
  /** Values of the scan, ascending. */
  readonly scan: readonly number[];
  /** Whether only whole numbers are values. */
  readonly whole: boolean;
  /** 0.95 for 95%. */
  readonly level: number;
  /** Runs at a value that is not decided earlier. */
  readonly runsPerValue: number;
  /** No value is begun that might exceed it. */
  readonly budget: number;
  readonly runAt: RunAt;
}

export interface FoundEdges {
  /** Every crossing, ascending. */
  readonly edges: readonly Edge[];
  /** All values tried, ascending. */
  readonly tried: readonly TriedPoint[];
  readonly runs: number;
  /** Runs that go one way along the knob and then back; of other statistics than a chance null. */
  readonly turns: number | null;
  /** Whether the interval rests on runs that all go one way. */
  readonly coupled: boolean;
}

/** Values tried between two scanned ones that differ, at most, where each may err on its own. */
const REFINED = 16;
/** The ends are located to this share of the interval's length; what is left only widens it. */
const FINE = { coupled: 0.02, apart: 0.1 };
/** And never finer than this share of the value. */
const FINEST = 1e-4;

export async function findEdges(search: EdgeSearch): Promise<FoundEdges> {
  const { require, scan, level, runsPerValue: n } = search;
  const error = 1 - level;
  const strict = new PointTest(require, n, error / (scan.length + REFINED));
  const points = new KnobPoints(search.runAt);
  for (const value of scan) await points.try(value, strict, false);
  const isChance = require.statistic === CHANCE;
  if (isChance && points.turns() === 0) {
    const full = new PointTest(require, n, error / 2);
    points.judgeAgain(full);
    const edges = await refineAll(points, full, true, search);
    if (points.turns() === 0) return { ...answer(points, edges), turns: 0, coupled: true };
    points.forgetInferred();
    points.judgeAgain(strict);
  }
  const edges = await refineAll(points, strict, false, search);
  return { ...answer(points, edges), turns: isChance ? points.turns() : null, coupled: false };
}

function answer(points: KnobPoints, edges: readonly Edge[]) {
  return { edges, tried: points.all, runs: points.runs };
}

async function refineAll(
  points: KnobPoints,
  test: PointTest,
  coupled: boolean,
  search: EdgeSearch,
): Promise<Edge[]> {
  const edges: Edge[] = [];
  for (const [below, above] of crossings(points.all)) {
    edges.push(await refine(points, [below, above], test, coupled, search));
  }
  return edges;
}

/** Neighbours that differ, of the points that are decided. */
function crossings(points: readonly TriedPoint[]): [TriedPoint, TriedPoint][] {
  const decided = points.filter(({ verdict }) => verdict !== 'open');
  return decided.flatMap((point, index): [TriedPoint, TriedPoint][] => {
    const next = decided[index + 1];
    return next === undefined || next.verdict === point.verdict ? [] : [[point, next]];
  });
}

async function refine(
  points: KnobPoints,
  [first, last]: readonly [TriedPoint, TriedPoint],
  test: PointTest,
  coupled: boolean,
  { whole, budget }: EdgeSearch,
): Promise<Edge> {
  const holds = first.verdict === 'holds' ? 'below' : 'above';
  const within = () =>
    points.all.filter(({ value }) => value >= first.value && value <= last.value);
  for (let tried = 0; ; tried++) {
    const { low, afterLow, high, beforeHigh } = endsOf(within(), first.verdict);
    const share = coupled ? FINE.coupled : FINE.apart;
    const fine = Math.max(share * (high - low), FINEST * Math.abs(high));
    const gaps = [
      [low, afterLow],
      [beforeHigh, high],
    ] as const;
    const splits = gaps.flatMap(([a, b]) => (b - a > fine ? (middleOf(a, b, whole) ?? []) : []));
    const cutShort = points.runs + test.n > budget;
    if (splits.length === 0 || cutShort || (!coupled && tried >= REFINED)) {
      return { holds, low, high, cutShort: splits.length > 0 };
    }
    await points.try(splits[0]!, test, coupled);
  }
}

/**
 * The ends of the interval and their neighbours. Cautious where verdicts contradict each other:
 * all values up to the lower end agree with the first one, all from the upper end on do not.
 */
function endsOf(points: readonly TriedPoint[], side: TriedPoint['verdict']) {
  const firstOther = points.findIndex(({ verdict }) => verdict !== side);
  const lastNotOther = points.findLastIndex(
    ({ verdict }) => verdict === side || verdict === 'open',
  );
  return {
    low: points[firstOther - 1]!.value,
    afterLow: points[firstOther]!.value,
    beforeHigh: points[lastNotOther]!.value,
    high: points[lastNotOther + 1]!.value,
  };
}

/** null where there is nothing in between. */
function middleOf(a: number, b: number, whole: boolean): number | null {
  const middle = whole ? Math.floor((a + b) / 2) : (a + b) / 2;
  return middle > a && middle < b ? middle : null;
}
