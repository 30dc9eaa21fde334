/**
 * What another setting of a knob changes: rows that differ in nothing but the knob ran on the same
 * seeds, so that their difference, replication by replication, has little of what they share.
 */
import { Moments } from '../stats/moments.ts';
import { pairedDifference, pairedProportions } from '../stats/paired-difference.ts';
import type { ChartRequest } from './chart-request.ts';
import { CASE, HANDLER, KNOBS } from './paths.ts';
import type { Replication } from './replication.ts';
import type { GridResult, Varied } from './results.ts';
import { AGAINST_PRESENT, type Cell, type Row } from './row.ts';

/** What each replication of a row came to, in order. */
export interface Outcomes {
  readonly drewRandom: boolean;
  readonly killed: readonly boolean[];
  /** Operations answered ok within 60 s, and sent; null where nothing after a kill was simulated. */
  readonly served: readonly number[] | null;
  readonly sent: readonly number[];
}

/** @param limit [B], decided from peaks; null: none; undefined: as simulated. */
export function outcomesOf(
  replications: readonly Replication[],
  limit: number | null | undefined,
): Outcomes {
  const killed = replications.map((run) =>
    limit === undefined ? run.killCount > 0 : limit !== null && run.peakByHorizonBytes > limit,
  );
  const isKnown = limit === undefined || !killed.includes(true);
  return {
    drewRandom: replications.some((run) => run.drewRandom),
    killed,
    served: isKnown ? replications.map((run) => run.servedWithin60s) : null,
    sent: replications.map((run) => run.operations),
  };
}

/** The knob of a grid whose present setting the rows are compared with; null: there is none. */
export function comparedKnob(grid: GridResult, charts: readonly ChartRequest[]): Varied | null {
  const drawn = charts.flatMap(({ knob }) =>
    knob !== null && (knob.grid ?? grid.name) === grid.name ? [knob.x] : [],
  );
  const paths = [...drawn, ...KNOBS, ...grid.varied.map(({ path }) => path)];
  // Cases have no present one, and a hypothesis is nothing that can be set.
  const knobs = paths
    .filter((path) => path !== CASE && path !== HANDLER)
    .flatMap((path) => grid.varied.find((varied) => varied.path === path) ?? []);
  return knobs.find(({ own, values }) => own !== undefined && values.includes(own)) ?? null;
}

interface Compared {
  readonly row: Row;
  readonly outcomes: Outcomes;
}

/** The rows of a grid with the columns of AGAINST_PRESENT. */
export function againstPresent(
  grid: GridResult,
  rows: readonly Compared[],
  charts: readonly ChartRequest[],
): Row[] {
  const knob = comparedKnob(grid, charts);
  const others = grid.varied.filter((varied) => varied !== knob);
  const contextOf = (row: Row) => JSON.stringify(others.map(({ path }) => row[path]));
  const present = new Map(
    rows
      .filter(({ row }) => knob !== null && row[knob.path] === knob.own)
      .map((one) => [contextOf(one.row), one]),
  );
  return rows.map((one) => {
    const reference = present.get(contextOf(one.row));
    const isCompared = knob !== null && reference !== undefined && reference !== one;
    return { ...one.row, ...(isCompared ? differences(knob, reference, one) : NOTHING) };
  });
}

const NOTHING: Readonly<Record<string, Cell>> = Object.fromEntries(
  AGAINST_PRESENT.map(({ key }) => [key, null]),
);

function differences(knob: Varied, a: Compared, b: Compared): Record<string, Cell> {
  const n = Math.min(a.outcomes.killed.length, b.outcomes.killed.length);
  return {
    against: `${knob.path} ${knob.labels[knob.values.indexOf(knob.own!)]}`,
    ...oomDifference(a.outcomes, b.outcomes, n),
    ...servedDifference(a.outcomes, b.outcomes, n),
    paired_replications: n,
  };
}

/** Without an interval where neither draws a random number. */
function oomDifference(a: Outcomes, b: Outcomes, n: number): Record<string, Cell> {
  const runs = Array.from({ length: n }, (_, i) => [a.killed[i]!, b.killed[i]!] as const);
  const count = (first: boolean, second: boolean) =>
    runs.filter(([x, y]) => x === first && y === second).length;
  const { value, low, high } = pairedProportions({
    both: count(true, true),
    first: count(true, false),
    second: count(false, true),
    neither: count(false, false),
  });
  const isChance = a.drewRandom || b.drewRandom;
  return {
    oom_difference: value,
    oom_difference_low: isChance ? low : null,
    oom_difference_high: isChance ? high : null,
  };
}

/** Without an interval where all pairs differ by the same, for then the spread says nothing. */
function servedDifference(a: Outcomes, b: Outcomes, n: number): Record<string, Cell> {
  const [first, second] = [a, b].map((one) => sharesOf(one, n));
  if (!first || !second) {
    return { served_difference: null, served_difference_low: null, served_difference_high: null };
  }
  const { value, standardError, low, high } = pairedDifference(first, second);
  const isKnown = standardError > 0 && Number.isFinite(low);
  return {
    served_difference: value,
    served_difference_low: isKnown ? Math.max(-1, low) : null,
    served_difference_high: isKnown ? Math.min(1, high) : null,
  };
}

/**
 * By replication, numbers whose mean is the share of all operations served and whose spread is that
 * of the share: replications differ in size (the linearised ratio of two means). Null: not known.
 */
function sharesOf({ served, sent }: Outcomes, n: number): number[] | null {
  const size = Moments.of(sent.slice(0, n)).mean;
  if (served === null || !(size > 0)) return null;
  const share = Moments.of(served.slice(0, n)).mean / size;
  return Array.from({ length: n }, (_, i) => share + (served[i]! - share * sent[i]!) / size);
}
