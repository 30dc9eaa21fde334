/** What a figure of a case means, and what its parameters are. */
type Statistic =
  /** Mean wait in the backend queue of the requests served, zeros included [s]. */
  | 'wait-mean'
  /** Mean time from sending to the end [s]. */
  | 'sojourn-mean'
  /** Share of the arrivals that wait at all. */
  | 'wait-probability'
  /** Share of the arrivals that end as queue_timeout. */
  | 'timeout-share'
  /** Share of the arrivals whose clients give up before they reach a pod. */
  | 'abandon-share'
  /** As wait-mean, where some requests are not served [s]. */
  | 'served-wait-mean'
  /** Mean share of the servers busy. */
  | 'utilisation'
  /** Share of the arrivals turned away by `station`. */
  | 'blocked-share'
  /** Share of time that the memory of pod 0 is above `threshold` [B]. */
  | 'time-above'
  /** Share of the replications in which a pod is OOMKilled. */
  | 'oom-probability'
  /** When the k-th request ends, k = `rank` from 1 [s]. */
  | 'completion-time'
  /** When a pod is first OOMKilled [s]. */
  | 'first-crossing'
  /** Highest memory of pod 0 [B]. */
  | 'peak-memory'
  /** Number of requests that end ok. */
  | 'ok-count'
  /** Number of requests that end as queue_timeout. */
  | 'queue-timeout-count'
  /** Longest wait in the backend queue of the requests served [s]. */
  | 'longest-wait'
  /** Time of the last ending [s]. */
  | 'makespan'
  /** Share of the `instants` of each replication with more than `threshold` requests in flight. */
  | 'in-flight-above';

/** How a case is simulated so that its standard error is small enough. */
export type Design =
  /** One long run: after `warmUp` [s], so many batches of `batch` [s]. */
  | {
      readonly kind: 'batches';
      readonly warmUp: number;
      readonly batch: number;
      readonly batches: number;
    }
  /** Independent runs. */
  | { readonly kind: 'replications'; readonly replications: number }
  /** Every run must give the exact value, up to a relative `tolerance` for rounding. */
  | { readonly kind: 'exact'; readonly tolerance: number; readonly replications: number };

/** A loss system without a model file: arrivals [1/s], lognormal service, no place to wait. */
interface LossStation {
  readonly servers: number;
  readonly arrivalRate: number;
  readonly service: { readonly law: 'lognormal'; readonly mu: number; readonly sigma: number };
}

/** Moments of observation in each of `count` periods of `every`: so long `within` it [s]. */
interface Instants {
  readonly within: readonly number[];
  readonly every: number;
  readonly count: number;
}

/** Plain data in the notation of a model file. */
export type PlainModel = { readonly [key: string]: unknown };

/** One figure with a closed form, and how to simulate it. */
export interface OracleCase {
  /** Unique: the run, and the statistic where a run has several. */
  readonly id: string;
  /** The family: O1, O2, ... */
  readonly oracle: string;
  readonly title: string;
  readonly statistic: Statistic;
  readonly exact: number;
  /** Cases of equal `run` agree in all but the statistic, so one simulation answers them all. */
  readonly run: string;
  readonly seed: string;
  /** Null if the case is about a `station` alone. */
  readonly model: PlainModel | null;
  readonly station?: LossStation;
  readonly threshold?: number;
  readonly rank?: number;
  readonly instants?: Instants;
  readonly design: Design;
  /** Takes minutes: for the long tests only. */
  readonly deep: boolean;
}

/** Cases by their run: one simulation answers all of a run's. */
export function byRun(cases: readonly OracleCase[]): Map<string, OracleCase[]> {
  const runs = new Map<string, OracleCase[]>();
  for (const oracle of cases) runs.set(oracle.run, [...(runs.get(oracle.run) ?? []), oracle]);
  return runs;
}

/** A run and the figures to be read from it. */
interface OracleRun extends Pick<OracleCase, 'oracle' | 'title' | 'design'> {
  readonly run: string;
  readonly model: PlainModel | null;
  readonly station?: LossStation;
  readonly deep?: boolean;
  readonly figures: readonly (Pick<OracleCase, 'statistic' | 'exact'> &
    Partial<Pick<OracleCase, 'threshold' | 'rank' | 'instants'>>)[];
}

/** The cases of a run. */
export function casesOf({ figures, deep = false, ...run }: OracleRun): OracleCase[] {
  return figures.map((figure) => {
    const rank = figure.rank === undefined ? '' : ` ${figure.rank}`;
    const id = figures.length === 1 ? run.run : `${run.run} ${figure.statistic}${rank}`;
    return { ...run, ...figure, id, deep, seed: `oracle ${run.run}` };
  });
}
