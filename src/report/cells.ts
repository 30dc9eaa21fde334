/** The incident's four measured cells beside the prediction of every handler path. */
import {
  agreement,
  type CellVerdict,
  cellVerdicts,
  INCIDENT_CELLS,
  INCIDENT_SOURCE,
} from '../plots/incident-cells.ts';
import { mib, percent, sentenceList } from '../plots/quantity.ts';
import { gridWith, hold } from '../plots/slice.ts';
import type { ExperimentResults } from '../sweep/results.ts';
import type { Block } from './block.ts';

const VERDICTS = { agrees: 'agrees', edge: 'on the edge', differs: 'DIFFERS' } as const;

/** Empty where the experiment holds none of the four cells. */
export function cellsOf(results: ExperimentResults): CellVerdict[] {
  const found = gridWith(results, 'main', ['pod.handler', 'case']);
  if (found === null) return [];
  return cellVerdicts(hold(found, results.facts, ['pod.handler', 'case']).rows);
}

/** One sentence for each path, and one on what follows. */
export function cellsAnswer(results: ExperimentResults): string[] {
  const verdicts = cellsOf(results);
  if (verdicts.length === 0) return [];
  const handlers = [...new Set(verdicts.map((verdict) => verdict.handler))];
  const { agreeing, onEdge } = agreement(verdicts);
  const measured = agreeing.filter((handler) => handler !== 'incident-fit');
  const edge =
    onEdge.length > 0 ? ` Some runs either way in at least one cell: ${sentenceList(onEdge)}.` : '';
  const first =
    measured.length === 0
      ? `No handler path that was measured by itself predicts OOM or no OOM as seen in all four cells.${edge}`
      : `OOM or no OOM in all four cells is predicted by: ${sentenceList(measured)}.${edge}`;
  return [
    first,
    ...handlers.map((handler) => {
      const own = verdicts.filter((verdict) => verdict.handler === handler);
      const right = own.filter(({ verdict }) => verdict === 'agrees').length;
      const fitted =
        handler === 'incident-fit'
          ? ' (fitted to these cells: no degree of freedom left, not evidence)'
          : '';
      return `${handler}${fitted}: ${right} of ${own.length} cells; ${own.map((one) => `${one.cell.case} ${predicted(one)}`).join('; ')}.`;
    }),
  ];
}

/** A row for each path, a column for each cell. */
export function cellsTable(verdicts: readonly CellVerdict[]): Block {
  const cells = INCIDENT_CELLS.filter((cell) => verdicts.some((one) => one.cell === cell));
  const handlers = [...new Set(verdicts.map((verdict) => verdict.handler))];
  const measured = cells.map((cell) =>
    cell.peakBytes === null ? 'OOMKilled' : `ok, ${mib(cell.peakBytes)}`,
  );
  return {
    kind: 'table',
    headers: ['', ...cells.map((cell) => `${cell.case}: ${cell.flood}`)],
    numeric: [],
    rows: [
      [`measured (${INCIDENT_SOURCE})`, ...measured],
      ...handlers.map((handler) => [
        handler,
        ...cells.map((cell) => {
          const verdict = verdicts.find((one) => one.cell === cell && one.handler === handler);
          if (verdict === undefined) return '';
          return `${VERDICTS[verdict.verdict]}: ${predicted(verdict)}`;
        }),
      ]),
    ],
  };
}

function predicted(verdict: CellVerdict): string {
  if (verdict.oomShare >= 0.5) return `OOM in ${percent(verdict.oomShare)} of runs`;
  const oom = verdict.oomShare > 0 ? `, OOM in ${percent(verdict.oomShare)}` : '';
  const error = verdict.peakError;
  const off =
    error === null
      ? ''
      : ` (${error < 0 ? '−' : '+'}${(100 * Math.abs(error)).toFixed(0)}% of the measured peak)`;
  return `${mib(verdict.peakBytes)}${off}${oom}`;
}
