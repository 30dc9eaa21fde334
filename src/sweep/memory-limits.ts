/**
 * Many memory limits out of one run: a run without a limit is the run with limit L up to the first
 * instant its memory exceeds L, so its peak by the horizon decides whether L makes a kill that
 * counts. What a kill changes afterwards was never simulated and is null.
 */
import {
  isDeterministic,
  leaksOf,
  oomProbability,
  type PointContext,
  peakMemory,
  summarise,
} from './point.ts';
import type { Pooled } from './replication.ts';
import type { Cell } from './row.ts';
import { warnings } from './warnings.ts';

/** Columns that stay true of a limit some replications cross. */
const UNTOUCHED = new Set(['bound_bytes', 'bound_note', 'replications', 'stopped_on', 'grid']);

/** The statistics of `pooled`, simulated without a limit, under `limit` [B]; null is no limit. */
export function summariseUnderLimit(
  pooled: Pooled,
  limit: number | null,
  context: PointContext,
): Record<string, Cell> {
  const unlimited = summarise(pooled, context);
  const peaks = pooled.replications.map((run) => run.peakMemoryBytes);
  const crossed = limit === null ? 0 : peaks.filter((peak) => peak > limit).length;
  if (limit === null || crossed === 0) return unlimited;
  const kills = pooled.replications.filter((run) => run.peakByHorizonBytes > limit).length;
  const deterministic = isDeterministic(pooled.replications);
  const untouched = Object.entries(unlimited).map(([column, cell]) => [
    column,
    UNTOUCHED.has(column) ? cell : null,
  ]);
  const doubts = warnings({
    kills,
    replications: peaks.length,
    deterministic,
    unfinished: 0,
    killedLate: crossed - kills,
    outOfEvents: 0,
    leaks: leaksOf(pooled.replications, context),
  });
  return {
    ...Object.fromEntries(untouched),
    ...oomProbability(kills, peaks.length, deterministic, context.stoppedOn),
    // A killed pod's memory was its limit at the kill, and no pod's is ever higher.
    ...peakMemory(peaks.map((peak) => Math.min(peak, limit))),
    deterministic,
    warnings: [doubts, 'decided from peaks: nothing after a kill was simulated']
      .filter((text) => text !== '')
      .join('; '),
  };
}
