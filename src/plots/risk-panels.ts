/** The two panels of risk and cost for one fleet: P(OOM) above, requests served late below. */
import { HANDLER, MAXCONN } from '../sweep/paths.ts';
import type { ExperimentResults } from '../sweep/results.ts';
import type { Row } from '../sweep/row.ts';
import { note, ruleAt } from './annotations.ts';
import type { Json } from './chart-spec.ts';
import type { KnobAxis } from './knob-axis.ts';
import { RISK_TOOLTIP, riskAt, riskBands, riskMarks, strips } from './risk-marks.ts';
import type { RiskScale } from './risk-scale.ts';
import { boundHoldsUpTo, numberIn } from './slice.ts';
import { CHOSEN_COLOUR, seriesLegend, seriesScales } from './theme.ts';

export const UPPER = 300;
const LOWER = 130;

export interface Panel {
  readonly results: ExperimentResults;
  readonly rows: readonly Row[];
  readonly handlers: readonly string[];
  readonly axis: KnobAxis;
  readonly scale: RiskScale;
  readonly width: number;
  readonly first: boolean;
}

function points(panel: Panel) {
  return panel.rows.flatMap((row) => {
    const x = panel.axis.position(row[MAXCONN] ?? null);
    const share = numberIn(row, 'oom_probability');
    if (x === null || share === null) return [];
    const lane = panel.handlers.indexOf(String(row[HANDLER]));
    const served = numberIn(row, 'served_within_60s_share');
    const servedLow = numberIn(row, 'served_within_60s_low') ?? served;
    const servedHigh = numberIn(row, 'served_within_60s_high') ?? served;
    return [
      {
        handler: String(row[HANDLER]),
        maxconn: row[MAXCONN] ?? 'none',
        x,
        ...riskAt(row, share, panel.scale, lane),
        late: served === null ? null : 1 - served,
        lateLow: servedHigh === null ? null : 1 - servedHigh,
        lateHigh: servedLow === null ? null : 1 - servedLow,
      },
    ];
  });
}

function seriesEncoding(panel: Panel) {
  const scales = seriesScales(panel.handlers);
  const legend = seriesLegend(panel.handlers.length > 3 ? 3 : panel.handlers.length);
  return {
    color: { field: 'handler', type: 'nominal', scale: scales.color, legend },
    strokeDash: { field: 'handler', type: 'nominal', scale: scales.dash, legend },
    shape: { field: 'handler', type: 'nominal', scale: scales.shape, legend },
  };
}

const TOOLTIP = [
  { field: 'handler', type: 'nominal', title: 'handler path' },
  { field: 'maxconn', type: 'nominal', title: 'maxconn' },
  ...RISK_TOOLTIP,
  { field: 'late', type: 'quantitative', title: 'not served within 60 s', format: '.1%' },
];

export function upperPanel(panel: Panel): { [key: string]: Json } {
  const { color, strokeDash, shape } = seriesEncoding(panel);
  const x = { ...panel.axis.encoding('x', null) };
  const y = panel.scale.encoding(`P(OOM) per ${panel.results.experiment.per}`, panel.first);
  return {
    width: panel.width,
    height: UPPER,
    data: { values: points(panel) },
    layer: [
      strips(panel.scale),
      boundBars(panel, color),
      ...riskBands({ x, y, color }, false),
      { mark: { type: 'line', strokeWidth: 1.8 }, encoding: { x, y, color, strokeDash } },
      ...riskMarks({ x, y, color, shape, tooltip: TOOLTIP }),
      ...chosenRule(panel, true),
    ],
  };
}

/** A bar in each lane over the caps from the lowest on at which the bound keeps the limit. */
function boundBars(panel: Panel, color: Json): Json {
  const values = panel.handlers.flatMap((handler, lane) => {
    const own = panel.rows.filter((row) => row[HANDLER] === handler);
    const last = boundHoldsUpTo(own, panel.results.facts);
    const to = last === null ? null : panel.axis.position(last[MAXCONN] ?? null);
    return to === null
      ? []
      : [{ handler, from: -0.3, to: to + 0.3, y: panel.scale.position(0, lane) }];
  });
  return {
    data: { values },
    mark: { type: 'rule', strokeWidth: 9, opacity: 0.28 },
    encoding: {
      x: panel.axis.encoding('from', null),
      x2: { field: 'to' },
      y: { field: 'y', type: 'quantitative' },
      color,
    },
  };
}

export function lowerPanel(panel: Panel): Json {
  const { color, strokeDash, shape } = seriesEncoding(panel);
  const x = panel.axis.encoding('x', 'maxconn per server (tested values)');
  const y = {
    field: 'late',
    type: 'quantitative',
    title: panel.first ? ['not served', 'within 60 s'] : null,
    scale: { domain: [0, 1], nice: false },
    axis: { format: '.0%', values: [0, 0.25, 0.5, 0.75, 1], labels: panel.first },
  };
  return {
    width: panel.width,
    height: LOWER,
    data: { values: points(panel) },
    layer: [
      {
        mark: { type: 'area', opacity: 0.14 },
        encoding: { x, y: { ...y, field: 'lateLow' }, y2: { field: 'lateHigh' }, color },
      },
      { mark: { type: 'line', strokeWidth: 1.8 }, encoding: { x, y, color, strokeDash } },
      {
        mark: { type: 'point', size: 26, filled: true, opacity: 1 },
        encoding: { x, y, color, shape, tooltip: TOOLTIP },
      },
      ...chosenRule(panel, false),
    ],
  };
}

function chosenRule(panel: Panel, named: boolean): Json[] {
  const chosen = panel.results.facts.maxconn;
  const at = chosen === null ? null : panel.axis.position(chosen);
  if (at === null) return [];
  const x = { datum: at };
  const rule = ruleAt({ x }, { color: CHOSEN_COLOUR, strokeDash: [4, 3], strokeWidth: 1.3 });
  const words = { align: 'center', baseline: 'bottom', dy: -4, color: CHOSEN_COLOUR };
  const name = note(`maxconn ${chosen}`, { x, y: { datum: panel.scale.height } }, words);
  return named ? [rule, name] : [rule];
}
