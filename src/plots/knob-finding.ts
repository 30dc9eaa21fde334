/** What the first panel of the chart `knob` shows, in words computed from the rows. */
import type { Panel } from '../sweep/panels.ts';
import type { Cell, Row } from '../sweep/row.ts';
import { percent, sentenceList } from '../units/readable.ts';
import { type Drawing, knobWords } from './knob-drawing.ts';
import { rangeInWords, safeRange } from './safe-range.ts';
import { labelOf, nearestTested, numberIn } from './slice.ts';
import { statisticWords, valueInWords } from './statistic-words.ts';
import { isSteadyPanel, steadyFinding } from './steady-load.ts';

/** So many values of x, or series, are said one by one. */
const FEW = 5;

export function knobFinding(drawing: Drawing, panel: Panel): string {
  if (panel.columns[0] !== 'oom_probability') return valueFinding(drawing, panel);
  return drawing.isCategorical ? killedUnder(drawing) : safeRanges(drawing);
}

/** Which categories have kills. */
function killedUnder({ x, points }: Drawing): string {
  const killed: string[] = [];
  const spared: string[] = [];
  for (const value of x.values) {
    const shares = points
      .filter(({ row }) => row[x.path] === value)
      .flatMap(({ row }) => numberIn(row, 'oom_probability') ?? []);
    if (shares.length === 0) continue;
    const most = Math.max(...shares);
    const label = labelOf(x, value);
    if (most === 0) spared.push(label);
    else
      killed.push(
        `${label} (${Math.min(...shares) === most ? '' : 'up to '}${percent(most)} of runs)`,
      );
  }
  if (killed.length === 0) return `no OOM kill in any run of ${sentenceList(spared)}`;
  const rest = spared.length === 0 ? '' : `; none seen under ${sentenceList(spared)}`;
  return `OOM kills under ${sentenceList(killed)}${rest}`;
}

/** Up to where each series is without a kill; series that agree are said once. */
function safeRanges({ x, names, points }: Drawing): string {
  const series = new Map<string, string[]>();
  for (const name of names) {
    const rows = points.filter((point) => point.name === name).map(({ row }) => row);
    const words = rangeInWords(safeRange(rows), x);
    series.set(words, [...(series.get(words) ?? []), name]);
  }
  const knob = knobWords(x.path);
  if (series.size === 1) return `without an OOM kill: ${knob} ${[...series.keys()][0]}`;
  const parts = [...series].map(([words, shared]) => `${sentenceList(shared)} ${words}`);
  return `without an OOM kill, ${knob}: ${parts.join('; ')}`;
}

function valueFinding(drawing: Drawing, panel: Panel): string {
  const { x, names, namesAreWords, isCategorical, own } = drawing;
  const words = statisticWords({ ...panel, columns: panel.columns.slice(0, 1) });
  if (isSteadyPanel(panel))
    return `${words} by ${knobWords(x.path)}: ${steadyFinding(drawing, panel)}`;
  const knob = knobWords(x.path);
  const at = (value: Cell) => `${knob} ${labelOf(x, value)}`.trim();
  const across = names.length > 1 ? ' (ranges: across the lines)' : '';
  if (isCategorical && x.values.length <= FEW) {
    const parts = x.values.map((value) => `${labelOf(x, value)} ${valueAt(drawing, panel, value)}`);
    return `${words}: ${`${knob} ${parts.join(', ')}`.trim()}${across}`;
  }
  const ends = endsOf(drawing);
  if (namesAreWords && names.length > 1 && names.length <= FEW) {
    const chosen = own !== undefined && x.values.includes(own) ? own : ends[0]!;
    const parts = names.map((name) => `${name} ${valueAt(drawing, panel, chosen, name)}`);
    return `${words} at ${at(chosen)}: ${parts.join(', ')}`;
  }
  const parts = ends.map((value) => `${valueAt(drawing, panel, value)} at ${at(value)}`);
  return `${words}: ${parts.join(', ')}${across}`;
}

/** The value of the model, or else the last tested, and the first of the others. */
function endsOf({ x, own }: Drawing): Cell[] {
  const chosen = own === undefined ? x.values[x.values.length - 1]! : nearestTested(x, own);
  const other = x.values.find((value) => value !== chosen);
  return other === undefined ? [chosen] : [chosen, other];
}

function valueAt({ x, points }: Drawing, panel: Panel, value: Cell, name?: string): string {
  const rows = points
    .filter((point) => point.row[x.path] === value && (name ?? point.name) === point.name)
    .map(({ row }) => row);
  const values = rows.flatMap((row: Row) => numberIn(row, panel.columns[0]!) ?? []);
  // A latency among failures is beyond any number.
  if (values.length === 0) return panel.name === 'latency' ? '> limit' : 'unknown';
  return range(values, (each) => valueInWords(each, panel.unit));
}

function range(values: readonly number[], say: (value: number) => string): string {
  const low = say(Math.min(...values));
  const high = say(Math.max(...values));
  return low === high ? low : `${low} to ${high}`;
}
