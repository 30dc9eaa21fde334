/** How a chance of an OOM kill is drawn: its place, its interval, the marks and the strips. */
import type { Row } from '../sweep/row.ts';
import { percent } from '../units/readable.ts';
import type { Json } from './chart-spec.ts';
import { intervalInWords, oomInterval } from './oom-chance.ts';
import type { RiskScale } from './risk-scale.ts';
import { secondFigure, secondFigureInWords } from './second-figure.ts';

/** The fields of one point. @param share P(OOM) of the row. @param lane counts series from the top. */
export function riskAt(row: Row, share: number, scale: RiskScale, lane: number) {
  const interval = share === 0 ? null : oomInterval(row);
  const errors = secondFigure(row);
  return {
    y: scale.position(share, lane),
    low: scale.between(interval?.low ?? share),
    high: scale.between(interval?.high ?? share),
    inputLow: errors === null ? null : scale.between(errors.low),
    inputHigh: errors === null ? null : scale.between(errors.high),
    errors: secondFigureInWords(row),
    interval: intervalInWords(row) || 'none',
    oom: share === 0 ? 'in no run' : percent(share),
    kind: share === 0 ? 'none' : 'some',
  };
}

/** Of the interval from the finite number of runs, and of what is not known beside it. */
const DARK = 0.3;
const PALE = 0.1;

/** How to read the pale bands. */
export const INPUT_BANDS =
  'Pale bands: where P(OOM) lies in 90% of what is not known of parameters and model; more runs do not narrow them.';

/** Lines of a tooltip on the fields of `riskAt`. */
export const RISK_TOOLTIP: readonly Json[] = [
  { field: 'oom', type: 'nominal', title: 'P(OOM)' },
  { field: 'interval', type: 'nominal', title: '95% interval' },
  { field: 'errors', type: 'nominal', title: 'with model errors' },
];

/** The dark band of Monte-Carlo error over the pale one of not knowing; bars for categories. */
export function riskBands(
  { x, y, color }: { readonly x: Json; readonly y: object; readonly color: Json },
  isCategorical: boolean,
): Json[] {
  const band = (low: string, high: string, opacity: number, strokeWidth: number): Json => ({
    transform: [{ filter: `isValid(datum.${low})` }],
    mark: isCategorical ? { type: 'rule', strokeWidth, opacity } : { type: 'area', opacity },
    encoding: { x, y: { ...y, field: low }, y2: { field: high }, color },
  });
  return [band('inputLow', 'inputHigh', PALE, 11), band('low', 'high', DARK, 5)];
}

/** Full marks, and hollow ones where no run had a kill. */
export function riskMarks(encoding: { readonly [key: string]: Json }): Json[] {
  const mark = { type: 'point', size: 46, strokeWidth: 1.6, opacity: 1 };
  return [
    {
      transform: [{ filter: "datum.kind === 'some'" }],
      mark: { ...mark, filled: true },
      encoding,
    },
    {
      transform: [{ filter: "datum.kind === 'none'" }],
      mark: { ...mark, filled: false, fill: 'white' },
      encoding,
    },
  ];
}

/** The grey strips of `no run` and `every run`. */
export function strips(scale: RiskScale): Json {
  const values = [
    { y: 0, top: scale.strip },
    { y: scale.height - scale.strip, top: scale.height },
  ];
  return {
    data: { values },
    mark: { type: 'rect', color: '#000000', opacity: 0.045 },
    encoding: { y: { field: 'y', type: 'quantitative' }, y2: { field: 'top' } },
  };
}
