/** One run reduced to its part in a statistic: what it adds above and below the line of a ratio. */
import { ANSWERED_503, ENDINGS } from '../request/ending.ts';
import type { Replication } from '../sweep/replication.ts';

export interface Outcome {
  readonly above: number;
  readonly below: number;
  /** Whether chance had any part in it. */
  readonly drew: boolean;
}

type Part = (run: Replication) => readonly [above: number, below: number];

const RATIOS: Readonly<Record<string, Part>> = {
  oom_probability: (run) => [run.killCount > 0 ? 1 : 0, 1],
  served_within_60s_share: (run) => [run.servedWithin60s, run.operations],
  answered_503_share: (run) => [
    ANSWERED_503.reduce((total, ending) => total + run.endings[ending], 0),
    run.requests,
  ],
  attempts_per_operation: (run) => [run.requests, run.operations],
  oom_kills_mean: (run) => [run.killCount, 1],
  liveness_kills_mean: (run) => [run.livenessKills, 1],
  pod_seconds_lost_mean: (run) => [run.podSecondsLost, 1],
  goodput_bytes_per_s: (run) => [run.goodputBytes, run.endedAt],
  ...Object.fromEntries(
    ENDINGS.map((ending): [string, Part] => [
      `${ending}_share`,
      (run) => [run.endings[ending], run.requests],
    ]),
  ),
};

/** The statistics of the rows that are a sum over runs divided by another. */
export const RATIO_STATISTICS: readonly string[] = Object.keys(RATIOS);

/** The one among them that is a chance: each run is a yes or a no. */
export const CHANCE = 'oom_probability';

/** @param statistic one of RATIO_STATISTICS */
export function outcomeOf(statistic: string, run: Replication): Outcome {
  const [above, below] = RATIOS[statistic]!(run);
  return { above, below, drew: run.drewRandom };
}
