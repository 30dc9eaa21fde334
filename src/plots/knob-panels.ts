/** The panels of the chart `knob`: a statistic over the varied path, a line or dots per series. */
import type { Panel } from '../sweep/panels.ts';
import { toMiB } from '../units/readable.ts';
import { wrap } from '../units/wrap.ts';
import { limitRule, note, ruleAt } from './annotations.ts';
import type { Json } from './chart-spec.ts';
import { type Drawing, WIDTH } from './knob-drawing.ts';
import { RISK_TOOLTIP, riskAt, riskBands, riskMarks, strips } from './risk-marks.ts';
import { RiskScale } from './risk-scale.ts';
import { limitOf, numberIn } from './slice.ts';
import { drawnUnit, statisticWords } from './statistic-words.ts';
import { crosses, isCrossed, isSteadyPanel } from './steady-load.ts';
import { textWidth } from './text-width.ts';
import { BAND_OPACITY, CHOSEN_COLOUR, seriesLegend, seriesScales } from './theme.ts';

const HEIGHT = 130;
/** Between the strips of a panel of P(OOM). */
const RISK_HEIGHT = 150;
/** Of the first and the second statistic of a panel. */
const DASHES = [
  [1, 0],
  [2, 3],
];
const LANE = 12;
const STRIP_PADDING = 8;
/** Above the values where there are crosses, as a share of what the values take. */
const CROSSES_SHARE = 0.28;
/** A point without a value. */
const GAP = { value: null, low: null, high: null };

/** One value of a panel as Vega has it. */
interface ValuePlace {
  readonly [field: string]: Json;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

interface Place {
  readonly drawing: Drawing;
  readonly panel: Panel;
  /** Below the last panel. */
  readonly xTitle: string | null;
  /** The first panel names the rule of this model. */
  readonly isFirst: boolean;
  /** Whether a dash tells series apart; not where it tells a second statistic from the first. */
  readonly isDashed: boolean;
}

export function knobPanel(place: Place): Json {
  return place.panel.columns[0] === 'oom_probability' ? riskPanel(place) : valuePanel(place);
}

function seriesOf({ names }: Drawing) {
  const scales = seriesScales(names);
  const legend = names.length > 1 ? seriesLegend(3) : null;
  return {
    color: { field: 'name', type: 'nominal', scale: scales.color, legend },
    shape: { field: 'name', type: 'nominal', scale: scales.shape, legend },
  };
}

function riskPanel({ drawing, panel, xTitle, isFirst, isDashed }: Place): Json {
  const { names, points, results, isCategorical } = drawing;
  // Dots beside each other need no lanes to stay apart.
  const lanes = isCategorical ? 1 : names.length;
  const height = RISK_HEIGHT + 2 * (lanes * LANE + 2 * STRIP_PADDING);
  const rows = points.map(({ row }) => row);
  const scale = RiskScale.of(rows, height, lanes);
  const values = points.flatMap(({ name, x, row }) => {
    const share = numberIn(row, 'oom_probability');
    const lane = isCategorical ? 0 : names.indexOf(name);
    if (share === null) return [];
    const place = { name, series: names.indexOf(name), column: panel.columns[0]!, x };
    return [{ ...place, at: atOf(drawing, row), ...riskAt(row, share, scale, lane) }];
  });
  const { color, shape } = seriesOf(drawing);
  const x = drawing.axis.encoding('x', xTitle);
  const y = scale.encoding(`P(OOM) per ${results.experiment.per}`, true);
  const tooltip = [...tooltipOf(drawing), ...RISK_TOOLTIP];
  return {
    width: WIDTH,
    height,
    data: { values },
    layer: [
      ...ownRule(drawing, isFirst),
      strips(scale),
      ...riskBands({ x, y, color }, isCategorical),
      ...lines(drawing, panel, isDashed, { x, y, color }),
      ...riskMarks({ x, y, color, shape, tooltip }),
    ],
  };
}

function valuePanel({ drawing, panel, xTitle, isFirst, isDashed }: Place): Json {
  const { per, suffix } = drawnUnit(panel.unit);
  const values = drawing.points.flatMap(({ name, x, row }) =>
    panel.columns.flatMap((column, index): ValuePlace[] => {
      const value = numberIn(row, column);
      const series = drawing.names.indexOf(name);
      const place = { name, series, x, at: atOf(drawing, row), column };
      // A line must not lead across a point that has no value because it could not be averaged.
      if (value === null) return isCrossed(panel, row) ? [{ ...place, ...GAP }] : [];
      const ends = index === 0 ? panel.band : null;
      return [
        {
          ...place,
          value: value / per,
          low: ((ends && numberIn(row, ends.low)) ?? value) / per,
          high: ((ends && numberIn(row, ends.high)) ?? value) / per,
        },
      ];
    }),
  );
  const limit = panel.name === 'peak_memory' ? commonLimit(drawing) : null;
  const highest = values.map(({ high }) => high ?? 0);
  const most = Math.max(0, ...highest, limit === null ? 0 : toMiB(limit));
  const isFlagged = drawing.points.some(({ row }) => isCrossed(panel, row));
  const words = `${statisticWords(panel)}${suffix}`;
  const { color, shape } = seriesOf(drawing);
  const x = drawing.axis.encoding('x', xTitle);
  const y = {
    field: 'value',
    type: 'quantitative',
    title: wrap(words, HEIGHT, (line) => textWidth(line, 12)),
    ...scaleOf(panel, most, isFlagged ? 1 + CROSSES_SHARE : 1),
  };
  const format = panel.unit === 'share' ? '.2%' : '.4~r';
  const tooltip = [
    ...tooltipOf(drawing),
    { field: 'column', type: 'nominal', title: 'statistic' },
    { field: 'value', type: 'quantitative', title: words, format },
  ];
  return {
    width: WIDTH,
    height: HEIGHT,
    data: { values },
    layer: [
      ...ownRule(drawing, isFirst),
      ...(limit === null ? [] : limitRule(limit, 'y', { x: { value: WIDTH } })),
      ...(panel.band === null ? [] : band(drawing, x, y, color)),
      ...lines(drawing, panel, isDashed, { x, y, color }),
      ...dots(drawing, panel, { x, y, color, shape, tooltip }),
      ...(isSteadyPanel(panel) ? crosses(drawing, { x, color, tooltip: nameTip(drawing) }) : []),
    ],
  };
}

/** A line per series and statistic; none between names. */
function lines(
  { isCategorical, names }: Drawing,
  { columns }: Panel,
  isDashed: boolean,
  encoding: { readonly [key: string]: Json },
): Json[] {
  if (isCategorical) return [];
  const { range } = seriesScales(names).dash;
  return columns.flatMap((column, index) =>
    names.map((_, series) => ({
      transform: [{ filter: `datum.series === ${series} && datum.column === '${column}'` }],
      mark: { type: 'line', strokeDash: isDashed ? range[series]! : DASHES[index]! },
      encoding,
    })),
  );
}

/** A second statistic of a category has hollow dots; over numbers it has a dotted line. */
function dots(
  { isCategorical }: Drawing,
  { columns }: Panel,
  encoding: { readonly [key: string]: Json },
): Json[] {
  const mark = { type: 'point', size: 42, opacity: 1 };
  if (!isCategorical) return [{ mark: { ...mark, filled: true }, encoding }];
  return columns.map((column, index) => ({
    transform: [{ filter: `datum.column === '${column}'` }],
    mark: index === 0 ? { ...mark, filled: true } : { ...mark, filled: false, fill: 'white' },
    encoding,
  }));
}

function band({ isCategorical }: Drawing, x: Json, y: object, color: Json): Json[] {
  const ends = { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color };
  const mark = isCategorical
    ? { type: 'rule', strokeWidth: 5, opacity: 0.35 }
    : { type: 'area', opacity: BAND_OPACITY };
  return [{ mark, encoding: ends }];
}

/**
 * A share with an interval reaches to 100%, others unless all are small; values to the largest.
 * @param room above them, as a multiple of the domain they need
 */
function scaleOf({ unit, band }: Panel, most: number, room: number): { [key: string]: Json } {
  if (unit !== 'share') {
    // A domain of its own: Vega cannot make one where there is no value.
    const domain = [0, (most > 0 ? most * 1.08 : 1) * room];
    return { scale: { domain, nice: false }, axis: { tickCount: 4 } };
  }
  if (band !== null || most === 0 || most > 0.4) {
    const axis = { format: '.0%', values: [0, 0.25, 0.5, 0.75, 1] };
    return { scale: { domain: [0, room], nice: false }, axis };
  }
  const axis = { format: most > 0.04 ? '.0%' : '.2~%', tickCount: 4 };
  return { scale: { domain: [0, most * 1.08 * room], nice: false }, axis };
}

/** The limit of all rows [B]; null where they differ or have none. */
function commonLimit({ points, results }: Drawing): number | null {
  const limits = new Set(points.map(({ row }) => limitOf(row, results.facts)));
  return limits.size === 1 ? [...limits][0]! : null;
}

/** A rule where the model itself stands. */
function ownRule({ axis, own, isCategorical }: Drawing, named: boolean): Json[] {
  const at = own === undefined || isCategorical ? null : axis.position(own);
  if (at === null) return [];
  const x = { datum: at };
  const rule = ruleAt({ x }, { color: CHOSEN_COLOUR, strokeDash: [4, 3], strokeWidth: 1.3 });
  const words = { align: 'center', baseline: 'bottom', dy: -3, color: CHOSEN_COLOUR };
  return named ? [rule, note('this model', { x, y: { value: 0 } }, words)] : [rule];
}

function atOf({ x }: Drawing, row: { readonly [column: string]: unknown }): string {
  return String(row[x.path] ?? 'none');
}

function tooltipOf({ x, names }: Drawing): Json[] {
  const unit = ['s', 'B', 'B/s', '1/s'].includes(x.unit) ? ` [${x.unit}]` : '';
  return [...nameTip({ names }), { field: 'at', type: 'nominal', title: `${x.path}${unit}` }];
}

function nameTip({ names }: Pick<Drawing, 'names'>): Json[] {
  return names.length > 1 ? [{ field: 'name', type: 'nominal', title: 'series' }] : [];
}
