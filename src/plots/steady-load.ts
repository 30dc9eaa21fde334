/** What a row says of its long run: averaged, or flagged, and how a chart shows that. */
import type { Panel } from '../sweep/panels.ts';
import type { Row } from '../sweep/row.ts';
import { NOT_AVERAGED } from '../sweep/steady.ts';
import type { Json } from './chart-spec.ts';
import type { Drawing } from './knob-drawing.ts';
import { labelOf, numberIn } from './slice.ts';
import { valueInWords } from './statistic-words.ts';

/** Why the long run of a row is not averaged; null where it is, or where there is none. */
export function whyNotAveraged(row: Row): string | null {
  const note = String(row.steady_note ?? '');
  return note.startsWith(NOT_AVERAGED) ? note.slice(NOT_AVERAGED.length) : null;
}

export function isSteadyPanel({ columns }: Panel): boolean {
  return columns[0]!.startsWith('steady_');
}

/** Whether the panel has a cross in place of the row's value. */
export function isCrossed(panel: Panel, row: Row): boolean {
  return isSteadyPanel(panel) && whyNotAveraged(row) !== null;
}

/** How to read the crosses. */
export const CROSSES = 'Crosses: no long run to average (overload, a trend, or too short).';

/** Between the crosses of series beside each other [px]. */
const LANE = 11;

/** A cross at the top of the panel for each point that is not averaged. */
export function crosses(
  { points, names }: Drawing,
  encoding: { readonly x: Json; readonly color: Json; readonly tooltip: readonly Json[] },
): Json[] {
  return names.flatMap((name, series) => {
    const values = points.flatMap(({ x, row, name: own }) => {
      const why = own === name ? whyNotAveraged(row) : null;
      return why === null ? [] : [{ name, x, why }];
    });
    if (values.length === 0) return [];
    const { x, color } = encoding;
    const tooltip = [...encoding.tooltip, { field: 'why', type: 'nominal', title: 'not averaged' }];
    return [
      {
        data: { values },
        mark: {
          type: 'point',
          shape: 'M-1,-1L1,1M1,-1L-1,1',
          size: 60,
          strokeWidth: 2,
          opacity: 1,
        },
        encoding: { x, y: { value: 7 + series * LANE }, color, tooltip },
      },
    ];
  });
}

/** By series: the figure at the first and the last averaged point, and from where on there is none. */
export function steadyFinding({ x, names, points }: Drawing, panel: Panel): string {
  const parts = names.map((name) => {
    const rows = points.filter((point) => point.name === name).map(({ row }) => row);
    const known = rows.filter((row) => numberIn(row, panel.columns[0]!) !== null);
    const said = [...new Set([known[0], known.at(-1)])].flatMap((row) =>
      row === undefined
        ? []
        : [`${valueInWords(numberIn(row, panel.columns[0]!)!, panel.unit)} at ${at(row)}`],
    );
    const flagged = rows.filter((row) => whyNotAveraged(row) !== null).map(at);
    const rest = flagged.length === 0 ? '' : `, not averaged at ${flagged.join(', ')}`;
    return `${name === '' ? '' : `${name} `}${said.join(', ') || 'nowhere steady'}${rest}`;
  });
  return parts.join('; ');

  function at(row: Row): string {
    return labelOf(x, row[x.path] ?? null);
  }
}
