/** The measured cells of an incident, and what a row of the simulation says to each. */
import { CASE, HANDLER } from '../sweep/paths.ts';
import type { ExperimentResults, IncidentCell } from '../sweep/results.ts';
import type { Cell, Row } from '../sweep/row.ts';
import { gridWith, hold, numberIn } from './slice.ts';

/** The handler path that is a line through the incident's own points: it agrees by construction. */
export function isFitted(handler: Cell): boolean {
  return handler === 'incident-fit';
}

/** Whether nearly all, some or nearly none of the simulated runs end as the incident did. */
export type Verdict = 'agrees' | 'edge' | 'differs';

/** Beyond this share of runs on either side a verdict is clear. */
export const CLEAR = 0.9;

export interface CellVerdict {
  readonly cell: IncidentCell;
  /** What was simulated of it. */
  readonly row: Row;
  /** The handler path, and the grid's name behind it where that is not the main one. */
  readonly handler: string;
  /** Share of simulated runs with a kill. */
  readonly oomShare: number;
  /** Whether most simulated runs had one. */
  readonly killed: boolean;
  /** Median peak of the simulated runs with its 5% and 95% quantiles [B]. */
  readonly peakBytes: number;
  readonly lowBytes: number;
  readonly highBytes: number;
  readonly verdict: Verdict;
  /** (predicted - measured) / measured; null where either was killed. */
  readonly peakError: number | null;
}

/**
 * Empty where the experiment holds none of the incident's cells. A grid beside the main one is a
 * variant of the paths it holds, and has verdicts of its own.
 */
export function cellsOf(results: ExperimentResults): CellVerdict[] {
  return results.grids.flatMap(({ name }) => {
    const found = gridWith(results, name, [HANDLER, CASE]);
    if (found?.grid.name !== name) return [];
    const { rows } = hold(found, results.facts, [HANDLER, CASE]);
    const verdicts = cellVerdicts(rows, results.measured.incident.cells);
    if (name === 'main') return verdicts;
    return verdicts.map((one) => ({ ...one, handler: `${one.handler}, ${name}` }));
  });
}

/** A verdict for every row that is one of the cells, in the order of the rows. */
export function cellVerdicts(rows: readonly Row[], cells: readonly IncidentCell[]): CellVerdict[] {
  return rows.flatMap((row) => {
    const cell = cells.find((known) => known.case === row[CASE]);
    const oomShare = numberIn(row, 'oom_probability');
    const peakBytes = numberIn(row, 'peak_memory_p50_bytes');
    if (cell === undefined || oomShare === null || peakBytes === null) return [];
    const killed = oomShare >= 0.5;
    return [
      {
        cell,
        row,
        handler: String(row[HANDLER] ?? ''),
        oomShare,
        killed,
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

/** The cells that have a verdict, in the order of the report. */
export function cellsWithVerdict(
  verdicts: readonly CellVerdict[],
  cells: readonly IncidentCell[],
): IncidentCell[] {
  return cells.filter((cell) => verdicts.some((one) => one.cell === cell));
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

/** `−31%` or `+4%` of the measured peak; empty where there is none to compare with. */
export function peakErrorInWords({ peakError }: CellVerdict): string {
  if (peakError === null) return '';
  return `${peakError < 0 ? '−' : '+'}${Math.round(100 * Math.abs(peakError))}%`;
}
