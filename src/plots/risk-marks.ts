/** How a chance of an OOM kill is drawn: its place, its interval, the marks and the strips. */
import type { Row } from '../sweep/row.ts';
import { percent } from '../units/readable.ts';
import type { Json } from './chart-spec.ts';
import { intervalInWords, oomInterval } from './oom-chance.ts';
import type { RiskScale } from './risk-scale.ts';

/** The fields of one point. @param share P(OOM) of the row. @param lane counts series from the top. */
export function riskAt(row: Row, share: number, scale: RiskScale, lane: number) {
  const interval = share === 0 ? null : oomInterval(row);
  return {
    y: scale.position(share, lane),
    low: scale.between(interval?.low ?? share),
    high: scale.between(interval?.high ?? share),
    interval: intervalInWords(row) || 'none',
    oom: share === 0 ? 'in no run' : percent(share),
    kind: share === 0 ? 'none' : 'some',
  };
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
