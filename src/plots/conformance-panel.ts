/** One measured quantity against its prediction: points, spreads, bands and names. */
import type { QuantityName } from '../conformance/results.ts';
import { panelTitle } from './annotations.ts';
import type { Json } from './chart-spec.ts';
import type { CasePoint } from './conformance-points.ts';
import { LABEL_SIZE, type PlacedLabel } from './label-places.ts';
import { INK, MUTED, seriesLegend, seriesScales } from './theme.ts';

/** Width and height of a panel [px]. */
export const SIZE = 330;

export interface Measure {
  readonly name: QuantityName;
  readonly words: string;
  readonly unit: string;
  /** From base units to those of the axis. */
  readonly scale: number;
  /** Half widths of the bands, relative to the measured value, the widest first. */
  readonly bands: readonly number[];
}

export interface Drawn extends Measure {
  readonly points: readonly CasePoint[];
  readonly labels: readonly PlacedLabel[];
  readonly domain: readonly [number, number];
}

export function panel(measure: Drawn, handlers: readonly string[], legend: boolean): Json {
  const { words, unit, bands, points, labels, domain } = measure;
  const axis = (field: string, title: string) => ({
    field,
    type: 'quantitative',
    title,
    scale: { type: 'log', domain, nice: false },
    axis: { values: ticks(domain), format: '~g', labelOverlap: true },
  });
  const x = axis('measured', `measured ${words} [${unit}]`);
  const y = axis('predicted', `predicted ${words} [${unit}]`);
  return {
    title: panelTitle(words),
    width: SIZE,
    height: SIZE,
    layer: [
      ...bands.map((half) => band(half, domain, x, y)),
      identity(domain, x, y),
      ...bars(points, x, y, handlers),
      ...[false, true].map((fitted) => marks(points, fitted, { x, y, handlers, legend, measure })),
      ...names(labels, x, y),
    ],
  };
}

/** As data of a chart. */
function plain<T extends object>(points: readonly T[]): { [K in keyof T]: T[K] }[] {
  return points.map((point) => ({ ...point }));
}

type Channel = { readonly [key: string]: Json };

function band(half: number, domain: readonly [number, number], x: Channel, y: Channel): Json {
  const values = domain.map((measured) => ({
    measured,
    low: measured * (1 - half),
    high: measured * (1 + half),
  }));
  return {
    data: { values },
    mark: { type: 'area', color: '#8a8a8a', opacity: 0.16, clip: true },
    encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
  };
}

function identity(domain: readonly [number, number], x: Channel, y: Channel): Json {
  return {
    data: { values: domain.map((value) => ({ measured: value, predicted: value })) },
    mark: { type: 'line', color: INK, strokeWidth: 1 },
    encoding: { x, y },
  };
}

function bars(
  points: readonly CasePoint[],
  x: Channel,
  y: Channel,
  handlers: readonly string[],
): Json[] {
  const { color } = seriesScales(handlers);
  const encoding = { color: { field: 'handler', type: 'nominal', scale: color } };
  const mark = { type: 'rule', strokeWidth: 1.4, opacity: 0.55, clip: true };
  const wide = points.filter(({ low, high }) => low > 0 && high > low);
  const tall = points.filter(
    ({ predictedLow, predictedHigh }) => predictedLow > 0 && predictedHigh > predictedLow,
  );
  return [
    {
      data: { values: plain(wide) },
      mark,
      encoding: { ...encoding, x: { ...x, field: 'low' }, x2: { field: 'high' }, y },
    },
    {
      data: { values: plain(tall) },
      mark,
      encoding: {
        ...encoding,
        x,
        y: { ...y, field: 'predictedLow' },
        y2: { field: 'predictedHigh' },
      },
    },
  ];
}

interface Marking {
  readonly x: Channel;
  readonly y: Channel;
  readonly handlers: readonly string[];
  readonly legend: boolean;
  readonly measure: Drawn;
}

function marks(
  points: readonly CasePoint[],
  fitted: boolean,
  { x, y, handlers, legend, measure: { unit } }: Marking,
): Json {
  const { color, shape } = seriesScales(handlers);
  // Panels and layers share one legend: a single one of them describes it.
  const shown = legend && !fitted ? { legend: seriesLegend(handlers.length) } : {};
  return {
    data: { values: plain(points.filter((point) => point.fitted === fitted)) },
    mark: { type: 'point', filled: !fitted, size: 42, opacity: 0.85, strokeWidth: 1.4 },
    encoding: {
      x,
      y,
      color: { field: 'handler', type: 'nominal', scale: color, ...shown },
      shape: { field: 'handler', type: 'nominal', scale: shape, ...shown },
      tooltip: [
        { field: 'id', type: 'nominal', title: 'case' },
        { field: 'handler', type: 'nominal', title: 'handler' },
        { field: 'measured', type: 'quantitative', title: `measured [${unit}]`, format: '.4~g' },
        { field: 'low', type: 'quantitative', title: 'lowest repeat', format: '.4~g' },
        { field: 'high', type: 'quantitative', title: 'highest repeat', format: '.4~g' },
        { field: 'predicted', type: 'quantitative', title: `predicted [${unit}]`, format: '.4~g' },
        { field: 'error', type: 'quantitative', title: 'error', format: '+.1%' },
      ],
    },
  };
}

function names(labels: readonly PlacedLabel[], x: Channel, y: Channel): Json[] {
  if (labels.length === 0) return [];
  const leader = {
    data: { values: plain(labels) },
    mark: { type: 'rule', strokeWidth: 0.6, color: MUTED },
    encoding: {
      x: { ...x, field: 'x' },
      y: { ...y, field: 'y' },
      x2: { field: 'leaderX' },
      y2: { field: 'labelY' },
    },
  };
  const texts = (['left', 'right'] as const).map((side) => ({
    data: { values: plain(labels.filter((label) => label.side === side)) },
    mark: {
      type: 'text',
      align: side === 'left' ? 'right' : 'left',
      baseline: 'middle',
      fontSize: LABEL_SIZE,
      color: INK,
    },
    encoding: {
      x: { ...x, field: 'labelX' },
      y: { ...y, field: 'labelY' },
      text: { field: 'name', type: 'nominal' },
    },
  }));
  return [leader, ...texts];
}

/** 1, 2 and 5 times powers of ten. */
function ticks([low, high]: readonly [number, number]): number[] {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const decades = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const steps = high / low > 1000 ? [1] : [1, 2, 5];
  return decades
    .flatMap((decade) => steps.map((step) => Number(`${step}e${decade}`)))
    .filter((value) => value >= low && value <= high);
}
