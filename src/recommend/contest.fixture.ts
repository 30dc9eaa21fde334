/** Families of settings whose best is known, without a simulator. */
import { normalQuantile } from '../random/normal-quantile.ts';
import { sfc32 } from '../stats/lindley.fixture.ts';
import { type ContestOptions, type ContestResult, contest, type Entrant } from './contest.ts';
import type { Trial } from './trial.ts';
import type { TrialStream } from './trials.ts';

/** What is true of a column under one scenario. */
export interface Truth {
  /** P(peak > limit) by limit. */
  readonly kill: (limit: number) => number;
  /** Mean share of operations lost. */
  readonly loss: number;
  /** Mean time [s], and its standard deviation that the columns do not share. */
  readonly time: number;
  readonly spread: number;
}

/** Of 1000 selections that are right 95% of the time at least 926 are: the 99.9% band. */
export const LEAST_RIGHT = 926;
export const BOUNDS = [
  { loss: null, most: 0.1 },
  { loss: 0, most: 0.1 },
] as const;
export const COMMON = { level: 0.95, room: 0.4, worth: 1, budget: 1e7 } as const;

/** Runs that are drawn from a truth; what columns share of a run is drawn from the common seed. */
export function streamOf(truth: Truth, seed: number, common: number): TrialStream {
  const own = sfc32(seed);
  const shared = sfc32(common);
  const trials: Trial[] = [];
  const limits = Array.from({ length: 64 }, (_, index) => index + 1);
  return {
    sigma: 0,
    trials,
    extend: async (count) => {
      while (trials.length < count) {
        // The highest limit that this run exceeds: P(peak > limit) is what is true of it.
        const luck = own();
        const peak = limits.findLast((limit) => luck < truth.kill(limit)) ?? 0;
        const noise = normalQuantile(Math.max(shared(), 1e-12));
        const apart = normalQuantile(Math.max(own(), 1e-12));
        trials.push({
          peak: peak + 0.5,
          losses: [own() < truth.loss ? 1 : 0],
          served: 1,
          answered503: 0,
          time: truth.time + 3 * noise + truth.spread * apart,
          endedAt: 1,
          isSure: false,
          isHandedAfterReturn: null,
        });
      }
    },
  };
}

/** An entrant whose limit no scenario changes. */
type OneLimit = Omit<Entrant, 'limits'> & { readonly limit: number };

/** A contest among columns, each with one truth for each scenario. */
export async function contestOf(
  columns: readonly (readonly Truth[])[],
  groups: readonly (readonly OneLimit[])[],
  seed: number,
  options: Partial<ContestOptions> = {},
): Promise<ContestResult & { readonly runs: number }> {
  const streams = columns.map((truths, column) =>
    truths.map((truth, scenario) =>
      streamOf(truth, seed * 1000 + column * 10 + scenario, seed * 1000 + 999),
    ),
  );
  const spent = () => streams.flat().reduce((sum, { trials }) => sum + trials.length, 0);
  const result = await contest({
    ...COMMON,
    bounds: BOUNDS,
    groups: groups.map((group) =>
      group.map(({ limit, ...one }) => ({
        ...one,
        limits: columns[one.column]!.map(() => limit),
      })),
    ),
    streamsOf: (column) => streams[column]!,
    spent,
    ...options,
  });
  return { ...result, runs: spent() };
}

/** Every column at this limit. */
export function groupAt(limit: number, columns: readonly number[]): OneLimit[] {
  return columns.map((column) => ({ id: `${column}@${limit}`, column, limit }));
}

/** Mean times apart, no loss, and a chance of a kill by limit. */
export function truth(kill: (limit: number) => number, time = 10, loss = 0): Truth {
  return { kill, loss, time, spread: 0.5 };
}

/** How many of the seeds end with one of these. */
export async function rightOf(
  seeds: number,
  run: (seed: number) => Promise<ContestResult>,
  right: readonly (string | null)[],
): Promise<number> {
  let hits = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    if (right.includes((await run(seed)).chosen)) hits++;
  }
  return hits;
}
