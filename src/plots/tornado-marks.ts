/** What a row of a tornado is drawn with: its bar, a mark for each level, the names beside them. */
import type { Influence } from '../recommend/what-if.ts';
import { wrap } from '../units/wrap.ts';
import { HALO, note } from './annotations.ts';
import type { Json } from './chart-spec.ts';
import { type FigureScale, figureText } from './figure-scale.ts';
import { INK, LIMIT_COLOUR, MUTED, OKABE_ITO } from './theme.ts';
import { flipInWords, isFlipping, placeNames, SIZE, type TornadoRow } from './tornado-rows.ts';

export const WIDTH = 620;
export const ROW = 64;
const BAR = 13;
/** Of the name of a factor [characters]. */
const LONGEST_LINE = 30;
/** From the middle of a row to the names of its levels [px]. */
const TO_NAMES = 17;

type Rows = readonly TornadoRow[];

const middleOf = (index: number, rows: number) => (rows - index - 0.5) * ROW;

export const across = (field: string): { readonly [key: string]: Json } => ({
  field,
  type: 'quantitative',
});

export function bars(rows: Rows, height: number, scale: FigureScale, per: string): Json[] {
  const middles = rows.map((_, index) => middleOf(index, rows.length));
  const labels = Object.fromEntries(
    rows.map(({ influence }, index) => [
      middles[index]!,
      [...wrap(influence.factor, LONGEST_LINE), nowInWords(influence.base.label)],
    ]),
  );
  const values = rows.flatMap(({ base, low, high }, index) => {
    const y = { low: middles[index]! - BAR / 2, high: middles[index]! + BAR / 2 };
    return [
      { ...y, from: low, to: base, does: 'lowers' },
      { ...y, from: base, to: high, does: 'raises' },
    ];
  });
  const y = {
    field: 'low',
    type: 'quantitative',
    title: null,
    scale: { domain: [0, height], nice: false, zero: false },
    axis: {
      values: middles,
      labelExpr: `${JSON.stringify(labels)}[datum.value]`,
      labelOverlap: false,
      labelLineHeight: 15,
      grid: false,
      ticks: false,
      labelPadding: 8,
    },
  };
  return [
    {
      data: { values },
      mark: { type: 'rect', opacity: 0.55 },
      encoding: {
        x: { ...scale.encoding(`P(OOM) per ${per}, log scale`), field: 'from' },
        x2: { field: 'to' },
        y,
        y2: { field: 'high' },
        color: {
          field: 'does',
          type: 'nominal',
          scale: { domain: ['lowers', 'raises'], range: [OKABE_ITO.blue, OKABE_ITO.orange] },
          legend: null,
        },
      },
    },
    {
      data: {
        values: rows.map(({ base }, index) => ({
          x: base,
          low: middles[index]! - 12,
          high: middles[index]! + 12,
        })),
      },
      mark: { type: 'rule', color: INK, strokeWidth: 2 },
      encoding: { x: across('x'), y: across('low'), y2: { field: 'high' } },
    },
  ];
}

/** A factor of named variants has no value of its own. */
function nowInWords(label: string): string {
  return label === 'as it is' ? label : `now ${label}`;
}

/** A mark for each level with its interval. */
export function levels(rows: Rows, scale: FigureScale): Json[] {
  const values = rows.flatMap(({ influence }, index) =>
    influence.levels.map((level) => ({
      y: middleOf(index, rows.length),
      x: scale.placeOf(level.oom),
      ...scale.endsOf(level.oom),
      kind: level.flips ? 'flips' : 'keeps',
      factor: influence.factor,
      label: level.label,
      oom: figureText(level.oom),
      source: influence.source,
    })),
  );
  const tooltip = [
    { field: 'factor', type: 'nominal', title: 'factor' },
    { field: 'label', type: 'nominal', title: 'if it is' },
    { field: 'oom', type: 'nominal', title: 'P(OOM)' },
    { field: 'kind', type: 'nominal', title: 'it' },
    { field: 'source', type: 'nominal', title: 'source' },
  ];
  return [
    {
      data: { values },
      mark: { type: 'rule', color: INK, strokeWidth: 1 },
      encoding: { x: across('low'), x2: { field: 'high' }, y: across('y') },
    },
    {
      data: { values },
      mark: {
        type: 'point',
        filled: true,
        size: 85,
        opacity: 1,
        stroke: 'white',
        strokeWidth: 0.8,
      },
      encoding: {
        x: across('x'),
        y: across('y'),
        shape: {
          field: 'kind',
          type: 'nominal',
          scale: { domain: ['keeps', 'flips'], range: ['circle', 'diamond'] },
          legend: null,
        },
        fill: {
          field: 'kind',
          type: 'nominal',
          scale: { domain: ['keeps', 'flips'], range: [INK, LIMIT_COLOUR] },
          legend: null,
        },
        tooltip,
      },
    },
  ];
}

/** Above the bar what flips the verdict, below it what does not. */
export function names(rows: Rows): Json[] {
  const values = rows.flatMap(({ influence, places }, index) => {
    const middle = middleOf(index, rows.length);
    return [true, false].flatMap((flips) => {
      const own = influence.levels.flatMap(({ label, ...level }, each) =>
        level.flips === flips ? [{ label, at: places[each]! }] : [],
      );
      const y = middle + (flips ? TO_NAMES : -TO_NAMES);
      return placeNames(own, WIDTH).map(({ text, at }) => ({ text, x: at, y, flips }));
    });
  });
  const color = { condition: { test: 'datum.flips', value: LIMIT_COLOUR }, value: INK };
  return [HALO, {}].map((under) => ({
    data: { values },
    mark: { type: 'text', align: 'center', baseline: 'middle', fontSize: SIZE, ...under },
    encoding: { x: across('x'), y: across('y'), text: { field: 'text' }, color },
  }));
}

/** On the right of the panel, where each factor flips the verdict. */
export function flips(rows: Rows): Json[] {
  return rows.map(({ influence }, index) => {
    const at = { x: { datum: WIDTH }, y: { datum: middleOf(index, rows.length) } };
    const color = isFlipping(influence) ? LIMIT_COLOUR : MUTED;
    return note(flipLines(influence), at, { dx: 10, baseline: 'middle', color, lineHeight: 14 });
  });
}

function flipLines(influence: Influence): readonly string[] {
  const text = flipInWords(influence);
  return text.length < 26 ? [text] : breakOnce(text);
}

/** Two lines of about the same length. */
function breakOnce(text: string): string[] {
  const middle = text.length / 2;
  const spaces = [...text.matchAll(/ /g)].map(({ index }) => index);
  if (spaces.length === 0) return [text];
  const at = spaces.reduce((a, b) => (Math.abs(b - middle) < Math.abs(a - middle) ? b : a));
  return [text.slice(0, at), text.slice(at + 1)];
}
