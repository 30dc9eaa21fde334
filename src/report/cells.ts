/** The incident's measured cells beside the prediction of every handler path. */
import {
  agreement,
  type CellVerdict,
  cellsOf,
  cellsWithVerdict,
  isFitted,
  peakErrorInWords,
} from '../plots/incident-cells.ts';
import type { ExperimentResults, Incident } from '../sweep/results.ts';
import { readableBytes, sentenceList } from '../units/readable.ts';
import type { Block } from './block.ts';
import { chanceInShort } from './words.ts';

const VERDICTS = { agrees: 'agrees', edge: 'on the edge', differs: 'DIFFERS' } as const;

/** One sentence for each path, and one on what follows; none without the cells. */
export function cellsAnswer(results: ExperimentResults): string[] {
  const verdicts = cellsOf(results);
  if (verdicts.length === 0) return [];
  const handlers = [...new Set(verdicts.map((verdict) => verdict.handler))];
  const { cells, agreeing, onEdge } = agreement(verdicts);
  const all = cells === 4 ? 'all four' : `all ${cells}`;
  const measured = agreeing.filter((handler) => !isFitted(handler));
  const edge =
    onEdge.length > 0 ? ` Some runs either way in at least one cell: ${sentenceList(onEdge)}.` : '';
  const first =
    measured.length === 0
      ? `No handler path that was measured by itself predicts OOM or no OOM as seen in ${all} cells.${edge}`
      : `OOM or no OOM in ${all} cells is predicted by: ${sentenceList(measured)}.${edge}`;
  return [
    first,
    ...handlers.map((handler) => {
      const own = verdicts.filter((verdict) => verdict.handler === handler);
      const right = own.filter(({ verdict }) => verdict === 'agrees').length;
      const fitted = isFitted(handler)
        ? ' (fitted to these cells: no degree of freedom left, not evidence)'
        : '';
      return `${handler}${fitted}: ${right} of ${own.length} cells; ${own.map((one) => `${one.cell.case} ${predicted(one)}`).join('; ')}.`;
    }),
  ];
}

/** A row for each path, a column for each cell. */
export function cellsTable(verdicts: readonly CellVerdict[], incident: Incident): Block {
  const cells = cellsWithVerdict(verdicts, incident.cells);
  const handlers = [...new Set(verdicts.map((verdict) => verdict.handler))];
  const measured = cells.map((cell) =>
    cell.peakBytes === null ? 'OOMKilled' : `ok, ${readableBytes(cell.peakBytes)}`,
  );
  return {
    kind: 'table',
    headers: ['', ...cells.map((cell) => `${cell.case}: ${cell.flood}`)],
    numeric: [],
    rows: [
      [`measured (${incident.source})`, ...measured],
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

/** The peak where most runs survive, and both figures of P(OOM). */
function predicted(verdict: CellVerdict): string {
  const chance = chanceInShort(verdict.row);
  if (verdict.killed) return chance;
  const error = peakErrorInWords(verdict);
  const off = error === '' ? '' : ` (${error} of the measured peak)`;
  return `${readableBytes(verdict.peakBytes)}${off}, ${chance}`;
}
