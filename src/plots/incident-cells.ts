/** The four cells measured at the incident, and what a row of the simulation says to each. */
import type { Row } from '../sweep/row.ts';
import { numberIn } from './slice.ts';

const MIB = 2 ** 20;

export const INCIDENT_SOURCE = 'pull request ServerSideHannes/s3proxy-python#99';

export interface IncidentCell {
  /** Name of the case in the experiment. */
  readonly case: string;
  readonly flood: string;
  /** Measured peak [B]; null: OOMKilled. */
  readonly peakBytes: number | null;
}

/** One pod of 512 MiB; the composition of the mixed flood is not stated there. */
export const INCIDENT_CELLS: readonly IncidentCell[] = [
  { case: 'direct PUT', flood: '128 at once x 16 MB PUT, 256 in all', peakBytes: null },
  { case: 'capped PUT', flood: 'the same through HAProxy, maxconn 40', peakBytes: 335 * MIB },
  { case: 'direct mixed', flood: 'harsh mix of uploads and GETs', peakBytes: null },
  { case: 'capped mixed', flood: 'the same through HAProxy, maxconn 40', peakBytes: 322 * MIB },
];

/** Whether nearly all, some or nearly none of the simulated runs end as the incident did. */
export type Verdict = 'agrees' | 'edge' | 'differs';

/** Beyond this share of runs on either side a verdict is clear. */
export const CLEAR = 0.9;

export interface CellVerdict {
  readonly cell: IncidentCell;
  readonly handler: string;
  /** Share of simulated runs with a kill. */
  readonly oomShare: number;
  /** Median peak of the simulated runs with its 5% and 95% quantiles [B]. */
  readonly peakBytes: number;
  readonly lowBytes: number;
  readonly highBytes: number;
  readonly verdict: Verdict;
  /** (predicted - measured) / measured; null where either was killed. */
  readonly peakError: number | null;
}

/** A verdict for every row that is one of the four cells, in the order of the rows. */
export function cellVerdicts(rows: readonly Row[]): CellVerdict[] {
  return rows.flatMap((row) => {
    const cell = INCIDENT_CELLS.find((known) => known.case === row.case);
    const oomShare = numberIn(row, 'oom_probability');
    const peakBytes = numberIn(row, 'peak_memory_p50_bytes');
    if (cell === undefined || oomShare === null || peakBytes === null) return [];
    const killed = oomShare >= 0.5;
    return [
      {
        cell,
        handler: String(row['pod.handler'] ?? ''),
        oomShare,
        peakBytes,
        lowBytes: numberIn(row, 'peak_memory_p05_bytes') ?? peakBytes,
        highBytes: numberIn(row, 'peak_memory_p95_bytes') ?? peakBytes,
        verdict: verdictOf(cell.peakBytes === null ? oomShare : 1 - oomShare),
        peakError:
          killed || cell.peakBytes === null ? null : (peakBytes - cell.peakBytes) / cell.peakBytes,
      },
    ];
  });
}

/** @param alike share of runs with the outcome that was measured. */
function verdictOf(alike: number): Verdict {
  if (alike >= CLEAR) return 'agrees';
  return 1 - alike >= CLEAR ? 'differs' : 'edge';
}

/** Handler paths that agree in every cell, and those that do but for an edge. */
export function agreement(verdicts: readonly CellVerdict[]) {
  const cells = new Set(verdicts.map((one) => one.cell)).size;
  const agreeing: string[] = [];
  const onEdge: string[] = [];
  for (const handler of new Set(verdicts.map((one) => one.handler))) {
    const own = verdicts.filter((one) => one.handler === handler);
    if (own.length < cells || own.some((one) => one.verdict === 'differs')) continue;
    (own.every((one) => one.verdict === 'agrees') ? agreeing : onEdge).push(handler);
  }
  return { cells, agreeing, onEdge };
}
