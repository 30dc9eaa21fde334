/** Measured beside predicted: what the conformance experiment hands to charts and report. */

export const QUANTITIES = [
  'peak_memory',
  'peak_with_sockets',
  'latency_p50',
  'latency_p99',
  'queue_wait_p50',
  'queue_wait_p99',
  'queue_wait_mean',
  'ok_share',
  'queue_timeout_share',
  'no_server_share',
  'cut_share',
  'pod_requests',
] as const;
export type QuantityName = (typeof QUANTITIES)[number];

export type QuantityUnit = 'B' | 's' | 'share';

/** One number of one case. */
export interface ConformanceQuantity {
  readonly name: QuantityName;
  readonly unit: QuantityUnit;
  /** Of this very run. */
  readonly measured: number;
  /** Lowest and highest over the repeats of the case; null where it was measured once. */
  readonly low: number | null;
  readonly high: number | null;
  /** Median over the seeds. */
  readonly predicted: number;
  readonly predictedLow: number;
  readonly predictedHigh: number;
  /** The textbook's answer, where there is one. */
  readonly closedForm: number | null;
  /** Relative to the measured value; of the shares of endings the difference. */
  readonly error: number;
  /** Within the target, or within the spread of the repeats. */
  readonly met: boolean;
  /** Whether it counts for a target; otherwise it is for information. */
  readonly scored: boolean;
}

/** Whether pods were OOM-killed, measured and predicted. */
export interface OomVerdict {
  readonly measuredKills: number;
  readonly predictedKills: number;
  /** Share of the repeats of the case with a kill: 0 or 1 where all agree. */
  readonly measuredShare: number;
  /** Share of the seeds with a kill. */
  readonly predictedShare: number;
  /** Not scored where the highest measured memory is within a tenth of the limit. */
  readonly scored: boolean;
  readonly met: boolean;
}

export interface ConformanceCase {
  readonly id: string;
  /** A to F, as the rig's report names its experiments. */
  readonly group: string;
  readonly handler: string;
  readonly note: string;
  /** Whether parameters were fitted to it; then it is evidence of nothing. */
  readonly fitted: boolean;
  readonly memoryLimitBytes: number;
  readonly oom: OomVerdict;
  readonly quantities: readonly ConformanceQuantity[];
  /** Why it disagrees; null where it agrees, or where nobody knows. */
  readonly explanation: string | null;
}

/** A target over the cases that were not fitted. */
export interface TargetResult {
  readonly name: 'oom' | QuantityName;
  /** `median error at most 8%, none above 20%` */
  readonly target: string;
  readonly unit: 'share';
  /** Cases that count. */
  readonly scored: number;
  /** Of those, within the target or the spread of the repeats. */
  readonly met: number;
  /** Median of the errors' sizes; null where an error has no size, as of a verdict. */
  readonly medianError: number | null;
  /** The largest error that is not within the spread of the repeats, and its case. */
  readonly worstError: number | null;
  readonly worstCase: string | null;
  /** Whether the whole target is met: no case missed, and the median where it has one. */
  readonly reached: boolean;
}

export interface NotCovered {
  readonly id: string;
  /** What the model does not have. */
  readonly reason: string;
}

/** Where the measurements are from. */
export interface Provenance {
  readonly measured: string;
  readonly machine: string;
  readonly kernel: string;
  readonly versions: string;
  readonly cgroup: string;
  readonly sysctls: string;
  readonly clients: string;
}

export interface ConformanceResults {
  readonly provenance: Provenance;
  readonly cases: readonly ConformanceCase[];
  readonly targets: readonly TargetResult[];
  readonly notCovered: readonly NotCovered[];
  /** Ids of the cases that parameters were fitted to. */
  readonly fitted: readonly string[];
  /** Seeds behind each prediction. */
  readonly seeds: number;
}
