/** What `timeout queue` trades: a prompt 503 against a long wait. */
import { QUEUE_TIMEOUT } from '../sweep/paths.ts';
import type { ExperimentResults, Varied } from '../sweep/results.ts';
import type { Cell, Row } from '../sweep/row.ts';
import { note, ruleAt } from './annotations.ts';
import type { ChartSpec, Json } from './chart-spec.ts';
import { type KnobAxis, knobAxis } from './knob-axis.ts';
import {
  gridWith,
  heldSentence,
  hold,
  labelOf,
  modelValue,
  nearestTested,
  numberIn,
  type Slice,
  shareRange,
  variedOf,
} from './slice.ts';
import { BAND_OPACITY, CHOSEN_COLOUR, frame, seriesLegend, seriesScales } from './theme.ts';

const WIDTH = 640;
const HEIGHT = 130;
const MOST_SERIES = 6;

interface Drawing {
  readonly rows: readonly { readonly name: string; readonly x: number; readonly row: Row }[];
  readonly names: readonly string[];
  readonly axis: KnobAxis;
  readonly chosen: Cell;
}

export function queueTimeout(results: ExperimentResults): ChartSpec | null {
  const found = gridWith(results, 'main', [QUEUE_TIMEOUT]);
  if (found === null) return null;
  const others = found.grid.varied.filter((varied) => varied.path !== QUEUE_TIMEOUT);
  const apart = seriesPaths(others);
  const slice = hold(found, results.facts, [QUEUE_TIMEOUT, ...apart.map((varied) => varied.path)]);
  const timeout = variedOf(slice.grid, QUEUE_TIMEOUT)!;
  const drawing = drawingOf(results, slice, timeout, apart);
  const title = finding(slice, timeout, drawing);
  return frame(
    {
      title,
      subtitle: `${slice.grid.replications} simulated runs a point, bands: 95% intervals. Waits are those of requests that reached a pod; solid: 99%, dotted: median.${heldSentence(slice)}`,
      description: `${title}. Three panels over timeout queue: operations served within 60 s, requests refused with 503 sQ, and waits in the queue.`,
    },
    WIDTH + 80,
    {
      spacing: 34,
      bounds: 'flush',
      vconcat: [
        sharePanel(drawing, ['served', 'within 60 s'], 'served_within_60s', null),
        sharePanel(drawing, ['refused', '(503 sQ)'], 'queue_timeout', null),
        waitPanel(drawing, 'timeout queue (tested values)'),
      ],
    },
  );
}

/** Varied paths drawn as series, as long as there are few enough lines. */
function seriesPaths(others: readonly Varied[]): Varied[] {
  const kept: Varied[] = [];
  let lines = 1;
  for (const varied of others) {
    if (lines * varied.values.length > MOST_SERIES) continue;
    lines *= varied.values.length;
    kept.push(varied);
  }
  return kept;
}

function drawingOf(
  results: ExperimentResults,
  slice: Slice,
  timeout: Varied,
  apart: readonly Varied[],
): Drawing {
  const axis = knobAxis(timeout, WIDTH);
  const nameOf = (row: Row) =>
    apart
      .map((varied) => {
        const label = labelOf(varied, row[varied.path] ?? null);
        return varied.unit === 'text' ? label : `${varied.path} ${label}`;
      })
      .join(', ') || 'all requests';
  const rows = slice.rows.flatMap((row) => {
    const x = axis.position(row[QUEUE_TIMEOUT] ?? null);
    return x === null ? [] : [{ name: nameOf(row), x, row }];
  });
  const names = [...new Set(rows.map((row) => row.name))];
  return { rows, names, axis, chosen: modelValue(results.facts, QUEUE_TIMEOUT) ?? null };
}

function finding(slice: Slice, timeout: Varied, { chosen, names }: Drawing): string {
  const ranges = names.length > 1 ? ' across the lines' : '';
  const served = (value: Cell) => {
    const rows = slice.rows.filter((row) => row[QUEUE_TIMEOUT] === value);
    return shareRange(rows, 'served_within_60s_share');
  };
  const at = nearestTested(timeout, chosen);
  const own = served(at);
  const first = timeout.values.find((value) => value !== at) ?? at;
  const other = served(first);
  if (own === null || other === null) return 'What timeout queue trades';
  return `timeout queue ${labelOf(timeout, at)} serves ${own} within 60 s, ${labelOf(timeout, first)} serves ${other}${own.includes('to') || other.includes('to') ? ranges : ''}`;
}

function series(drawing: Drawing) {
  const scales = seriesScales(drawing.names);
  const legend = drawing.names.length > 1 ? seriesLegend(3) : null;
  return {
    color: { field: 'name', type: 'nominal', scale: scales.color, legend },
    shape: { field: 'name', type: 'nominal', scale: scales.shape, legend },
  };
}

function sharePanel(
  drawing: Drawing,
  title: readonly string[],
  prefix: string,
  xTitle: string | null,
): Json {
  const { color, shape } = series(drawing);
  const values = drawing.rows.map(({ name, x, row }) => {
    const share = numberIn(row, `${prefix}_share`);
    return {
      name,
      x,
      timeout: row[QUEUE_TIMEOUT] ?? 'none',
      share,
      low: numberIn(row, `${prefix}_low`) ?? share,
      high: numberIn(row, `${prefix}_high`) ?? share,
    };
  });
  const x = drawing.axis.encoding('x', xTitle);
  const y = {
    field: 'share',
    type: 'quantitative',
    title,
    scale: { domain: [0, 1], nice: false },
    axis: { format: '.0%', values: [0, 0.25, 0.5, 0.75, 1] },
  };
  const tooltip = [
    { field: 'name', type: 'nominal', title: 'line' },
    { field: 'timeout', type: 'nominal', title: 'timeout queue [s]' },
    { field: 'share', type: 'quantitative', title: title.join(' '), format: '.2%' },
  ];
  return panel(drawing, values, prefix === 'served_within_60s', [
    {
      mark: { type: 'area', opacity: BAND_OPACITY },
      encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
    },
    { mark: { type: 'line' }, encoding: { x, y, color } },
    {
      mark: { type: 'point', filled: true, size: 42, opacity: 1 },
      encoding: { x, y, color, shape, tooltip },
    },
  ]);
}

function waitPanel(drawing: Drawing, xTitle: string): Json {
  const { color, shape } = series(drawing);
  const values = drawing.rows.flatMap(({ name, x, row }) =>
    (['p50', 'p99'] as const).flatMap((quantile) => {
      const wait = numberIn(row, `queue_wait_${quantile}_s`);
      return wait === null
        ? []
        : [{ name, x, timeout: row[QUEUE_TIMEOUT] ?? 'none', quantile, wait }];
    }),
  );
  const x = drawing.axis.encoding('x', xTitle);
  // A domain of its own: Vega cannot make one where no request reached a pod.
  const longest = Math.max(0.1, ...values.map((value) => value.wait));
  const y = {
    field: 'wait',
    type: 'quantitative',
    title: ['wait in the', 'queue [s]'],
    scale: { domain: [0, longest * 1.05], nice: false },
    axis: { tickCount: 4 },
  };
  const lines = (quantile: string, dash: readonly number[]) => ({
    transform: [{ filter: `datum.quantile === '${quantile}'` }],
    mark: { type: 'line', strokeDash: dash },
    encoding: { x, y, color },
  });
  const tooltip = [
    { field: 'name', type: 'nominal', title: 'line' },
    { field: 'timeout', type: 'nominal', title: 'timeout queue [s]' },
    { field: 'quantile', type: 'nominal', title: 'quantile' },
    { field: 'wait', type: 'quantitative', title: 'wait [s]', format: '.2f' },
  ];
  return panel(drawing, values, false, [
    lines('p99', [1, 0]),
    lines('p50', [2, 3]),
    {
      mark: { type: 'point', filled: true, size: 42, opacity: 1 },
      encoding: { x, y, color, shape, tooltip },
    },
  ]);
}

function panel(drawing: Drawing, values: Json, named: boolean, layers: readonly Json[]): Json {
  const at = drawing.chosen === null ? null : drawing.axis.position(drawing.chosen);
  const x = { datum: at };
  const rule = ruleAt({ x }, { color: CHOSEN_COLOUR, strokeDash: [4, 3], strokeWidth: 1.3 });
  const words = { align: 'center', baseline: 'bottom', dy: -3, color: CHOSEN_COLOUR };
  const name = note('this model', { x, y: { value: 0 } }, words);
  return {
    width: WIDTH,
    height: HEIGHT,
    data: { values },
    layer: at === null ? layers : [rule, ...(named ? [name] : []), ...layers],
  };
}
