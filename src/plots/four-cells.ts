/** The incident's four measured cells beside what each handler path predicts for them. */
import { HANDLER } from '../sweep/paths.ts';
import type { ExperimentResults, IncidentCell } from '../sweep/results.ts';
import { percent, readableBytes, sentenceList, toMiB } from '../units/readable.ts';
import { panelTitle, ruleAt } from './annotations.ts';
import type { ChartSpec, Json } from './chart-spec.ts';
import {
  agreement,
  type CellVerdict,
  CLEAR,
  cellsOf,
  cellsWithVerdict,
  isFitted,
  peakErrorInWords,
  type Verdict,
} from './incident-cells.ts';
import { intervalInWords, isDeterministic } from './oom-chance.ts';
import { secondFigureInWords } from './second-figure.ts';
import { frame, INK, LIMIT_COLOUR, MUTED, OKABE_ITO, seriesStyle } from './theme.ts';

const WIDTH = 180;
/** Room beside a panel for the verdicts. */
const VERDICT = 74;
const STEP = 40;

const GLYPHS: Record<Verdict, { glyph: string; colour: string }> = {
  agrees: { glyph: '✓', colour: OKABE_ITO.green },
  edge: { glyph: '≈', colour: INK },
  differs: { glyph: '✗', colour: LIMIT_COLOUR },
};

export function fourCells(results: ExperimentResults): ChartSpec | null {
  const verdicts = cellsOf(results);
  if (verdicts.length === 0) return null;
  const handlers = [...new Set(verdicts.map((verdict) => verdict.handler))];
  const { incident } = results.measured;
  const cells = cellsWithVerdict(verdicts, incident.cells);
  const limit = results.facts.memoryLimitBytes;
  const title = finding(verdicts);
  return frame(
    {
      title,
      subtitle: `Peak memory of one pod: median and 5% to 95% of the simulated runs; cross: OOMKilled in most of them. Grey rule: measured (${incident.source})${limit === null ? '' : '; red rule: the limit'}. ✓: OOM or no OOM as measured in at least ${percent(CLEAR)} of runs, ✗: in at most ${percent(1 - CLEAR)}, ≈: between; figure: error of the peak.`,
      description: `${title}. ${verdicts.map(inWords).join(' ')}`,
    },
    cells.length * (WIDTH + VERDICT) + 160,
    {
      spacing: VERDICT,
      bounds: 'flush',
      hconcat: cells.map((cell, index) =>
        panel(
          cell,
          verdicts.filter((verdict) => verdict.cell === cell),
          handlers,
          scaleTop(verdicts, limit),
          limit,
          index === 0,
        ),
      ),
    },
  );
}

/** Paths that agree in every cell, and how near their peaks come. */
function finding(verdicts: readonly CellVerdict[]): string {
  const { cells, agreeing, onEdge } = agreement(verdicts);
  const all = cells === 4 ? 'all four' : `all ${cells}`;
  const names = agreeing.map((name) => (isFitted(name) ? `${name} (fitted)` : name));
  const edge = onEdge.length > 0 ? `; ${sentenceList(onEdge)}: on the edge` : '';
  if (names.length === 0) return `No handler path agrees with ${all} measured cells${edge}`;
  const errors = verdicts
    .filter((one) => agreeing.includes(one.handler) && one.peakError !== null)
    .map((one) => Math.abs(one.peakError!));
  const off = errors.length > 0 ? `, peaks up to ${percent(Math.max(...errors))} off` : '';
  const agree = names.length === 1 ? 'agrees' : 'agree';
  return `${sentenceList(names)} ${agree} with ${all} measured cells${off}${edge}`;
}

function inWords(verdict: CellVerdict): string {
  const chance = `P(OOM) ${chanceInWords(verdict)}, with model errors ${secondFigureInWords(verdict.row)}`;
  const said = verdict.killed ? chance : `${readableBytes(verdict.peakBytes)}, ${chance}`;
  return `${verdict.handler}, ${verdict.cell.case}: ${said}, ${verdict.verdict === 'agrees' ? 'as measured' : verdict.verdict === 'edge' ? 'on the edge' : 'not as measured'}.`;
}

/** Given the model; no kill in n runs is a bound, and so is nothing else. */
function chanceInWords({ row, oomShare }: CellVerdict): string {
  if (isDeterministic(row)) return oomShare > 0 ? 'yes, deterministic' : 'no, deterministic';
  const interval = intervalInWords(row);
  if (interval === '') return percent(oomShare);
  return oomShare === 0 || oomShare === 1 ? interval : `${percent(oomShare)} (${interval})`;
}

function scaleTop(verdicts: readonly CellVerdict[], limit: number | null): number {
  const highest = Math.max(...verdicts.map((verdict) => verdict.highBytes), limit ?? 0);
  return toMiB(highest) * 1.05;
}

function panel(
  cell: IncidentCell,
  verdicts: readonly CellVerdict[],
  handlers: readonly string[],
  top: number,
  limit: number | null,
  first: boolean,
): Json {
  const y = {
    field: 'handler',
    type: 'nominal',
    sort: [...handlers],
    title: null,
    axis: { labels: first, ticks: false, domain: false, grid: true, labelPadding: 8 },
  };
  const x = {
    field: 'peak',
    type: 'quantitative',
    title: 'peak [MiB]',
    scale: { domain: [0, top], nice: false },
    axis: { tickCount: 4, grid: false },
  };
  const said =
    cell.peakBytes === null ? 'measured: OOMKilled' : `measured: ${readableBytes(cell.peakBytes)}`;
  return {
    title: panelTitle(cell.case, {
      subtitle: said,
      lineHeight: 16,
      subtitleColor: INK,
      subtitlePadding: 2,
    }),
    width: WIDTH,
    height: { step: STEP },
    data: { values: verdicts.map((verdict) => datumOf(verdict, limit)) },
    layer: [
      ...rules(cell, limit),
      {
        mark: { type: 'rule', strokeWidth: 5, opacity: 0.35, strokeCap: 'round' },
        encoding: {
          x: { ...x, field: 'low' },
          x2: { field: 'high' },
          y,
          color: { field: 'colour', type: 'nominal', scale: null },
        },
      },
      ...marks(x, y),
      ...glyphs(y),
    ],
  };
}

function datumOf(verdict: CellVerdict, limit: number | null) {
  const { killed } = verdict;
  const peak = killed && limit !== null ? limit : verdict.peakBytes;
  return {
    handler: verdict.handler,
    colour: seriesStyle(String(verdict.row[HANDLER]), 0).colour,
    killed,
    peak: toMiB(peak),
    low: toMiB(killed ? peak : verdict.lowBytes),
    high: toMiB(killed ? peak : verdict.highBytes),
    oom: chanceInWords(verdict),
    errors: secondFigureInWords(verdict.row),
    glyph: GLYPHS[verdict.verdict].glyph,
    off: peakErrorInWords(verdict),
    glyphColour: GLYPHS[verdict.verdict].colour,
  };
}

function rules(cell: IncidentCell, limit: number | null): Json[] {
  const at = (bytes: number) => ({ x: { datum: toMiB(bytes) } });
  const { peakBytes } = cell;
  return [
    ...(peakBytes === null ? [] : [ruleAt(at(peakBytes), { color: MUTED, strokeWidth: 2.5 })]),
    ...(limit === null ? [] : [ruleAt(at(limit), { color: LIMIT_COLOUR, strokeWidth: 1.5 })]),
  ];
}

function marks(x: Json, y: Json): Json[] {
  const tooltip = [
    { field: 'handler', type: 'nominal', title: 'handler path' },
    { field: 'peak', type: 'quantitative', title: 'median peak [MiB]', format: '.0f' },
    { field: 'oom', type: 'nominal', title: 'P(OOM) given the model' },
    { field: 'errors', type: 'nominal', title: 'with model errors' },
  ];
  const stroke = { field: 'colour', type: 'nominal', scale: null };
  return [
    {
      transform: [{ filter: '!datum.killed' }],
      mark: { type: 'point', shape: 'circle', size: 110, filled: true, opacity: 1 },
      encoding: { x, y, color: stroke, tooltip },
    },
    {
      transform: [{ filter: 'datum.killed' }],
      mark: { type: 'point', shape: 'M-1,-1L1,1M1,-1L-1,1', size: 120, strokeWidth: 3, opacity: 1 },
      encoding: { x, y, stroke, tooltip },
    },
  ];
}

/** Beside the panel, a line each. */
function glyphs(y: Json): Json[] {
  const text = (field: string, dx: number, fontSize: number, color: Json) => ({
    mark: { type: 'text', align: 'left', baseline: 'middle', dx, fontSize },
    encoding: { x: { value: WIDTH }, y, text: { field, type: 'nominal' }, color },
  });
  return [
    text('glyph', 7, 15, { field: 'glyphColour', type: 'nominal', scale: null }),
    text('off', 23, 12, { value: INK }),
  ];
}
