/** How large a flood a pod survives: workers against body size, a panel per handler path. */
import { BODY_SIZE, HANDLER, WORKERS } from '../sweep/paths.ts';
import type { ExperimentResults, Varied } from '../sweep/results.ts';
import type { Row } from '../sweep/row.ts';
import { percent } from '../units/readable.ts';
import { panelTitle } from './annotations.ts';
import type { ChartSpec, Json } from './chart-spec.ts';
import { type HeatAxes, heatAxes, heatCells } from './heat-cells.ts';
import { isSafe } from './oom-chance.ts';
import { rangeInWords, safeRange } from './safe-range.ts';
import { gridWith, heldSentence, hold, labelOf, numberIn, runsAPoint, variedOf } from './slice.ts';
import { frame, INK, OKABE_ITO } from './theme.ts';

const CELL = 50;
const COLUMNS = 3;

/** What the panels share. */
interface Axes {
  readonly workers: Varied;
  readonly body: Varied;
}

export function floodSize(results: ExperimentResults): ChartSpec | null {
  const found = gridWith(results, 'main', [WORKERS, BODY_SIZE]);
  if (found === null) return null;
  const slice = hold(found, results.facts, [WORKERS, BODY_SIZE, HANDLER]);
  const axes = {
    workers: variedOf(slice.grid, WORKERS)!,
    body: variedOf(slice.grid, BODY_SIZE)!,
  };
  const handlers = variedOf(slice.grid, HANDLER);
  const names = handlers === null ? [results.facts.handler] : handlers.values.map(String);
  const rowsOf = (name: string) =>
    slice.rows.filter((row) => handlers === null || row[HANDLER] === name);
  const title = finding(names, rowsOf, axes, results.facts.bodySize);
  const columns = Math.min(COLUMNS, names.length);
  return frame(
    {
      title,
      subtitle: `P(an OOM kill per ${results.experiment.per}) in ${runsAPoint(slice.rows).replace('point', 'cell')}; 0/n: no run of them. Outlined: floods without a kill.${heldSentence(slice)}`,
      description: `${title}. A table for each handler path: body size against the number of clients, each cell with the probability of an OOM kill.`,
    },
    Math.max(620, columns * (axes.workers.values.length * CELL + 34) + 60),
    {
      columns,
      spacing: 26,
      concat: names.map((name, index) => panel(name, rowsOf(name), axes, index % columns === 0)),
    },
  );
}

/** For bodies as the model has them: how many clients at once each path takes without a kill. */
function finding(
  names: readonly string[],
  rowsOf: (name: string) => readonly Row[],
  { workers, body }: Axes,
  own: string,
): string {
  const words = own.replace(/[^\w.]/g, '');
  const found = body.labels.findIndex((label) => label.replace(/[^\w.]/g, '') === words);
  const middle = body.values[found >= 0 ? found : Math.ceil((body.values.length - 1) / 2)]!;
  const parts = names.map((name) => {
    const rows = rowsOf(name).filter((row) => row[BODY_SIZE] === middle);
    return `${name} ${rangeInWords(safeRange(rows), workers)}`;
  });
  return `Clients of ${labelOf(body, middle)} at once without a kill: ${parts.join('; ')}`;
}

function panel(name: string, rows: readonly Row[], { workers, body }: Axes, first: boolean): Json {
  const axes = heatAxes(
    { field: 'workers', labels: workers.labels, title: 'clients at once', labelled: true },
    { field: 'body', labels: body.labels, title: first ? 'body size' : null, labelled: first },
  );
  return {
    title: panelTitle(name),
    width: workers.values.length * CELL,
    height: body.values.length * CELL,
    layer: [...cells(rows, { workers, body }, axes), ...outline(rows, { workers, body }, axes)],
  };
}

function cells(rows: readonly Row[], { workers, body }: Axes, axes: HeatAxes): Json[] {
  const values = rows.map((row) => {
    const share = numberIn(row, 'oom_probability') ?? 0;
    return {
      workers: labelOf(workers, row[WORKERS] ?? null),
      body: labelOf(body, row[BODY_SIZE] ?? null),
      share,
      label: share === 0 || share === 1 ? runsInWords(row) : percent(share),
      dark: share > 0.45,
      served: numberIn(row, 'served_within_60s_share'),
    };
  });
  const scale = {
    type: 'sqrt',
    domain: [0, 1],
    range: ['#fdf6f1', OKABE_ITO.vermillion],
    interpolate: 'rgb',
  };
  const tooltip = [
    { field: 'workers', type: 'nominal', title: 'clients' },
    { field: 'body', type: 'nominal', title: 'body size' },
    { field: 'label', type: 'nominal', title: 'P(OOM)' },
    { field: 'served', type: 'quantitative', title: 'served in 60 s', format: '.1%' },
  ];
  return heatCells({ values, axes, color: { field: 'share', scale }, tooltip });
}

/** The edges between a safe cell and one that is not, or the rim. */
function outline(rows: readonly Row[], { workers, body }: Axes, { x, y }: HeatAxes): Json[] {
  const safe = (column: number, line: number) => {
    const row = rows.find(
      (row) => row[WORKERS] === workers.values[column] && row[BODY_SIZE] === body.values[line],
    );
    return row !== undefined && isSafe(row);
  };
  const sides = [
    { across: -1, up: 0, upright: true, band: 0 },
    { across: 1, up: 0, upright: true, band: 1 },
    { across: 0, up: 1, upright: false, band: 0 },
    { across: 0, up: -1, upright: false, band: 1 },
  ];
  return sides.flatMap(({ across, up, upright, band }) => {
    const values = workers.labels.flatMap((workersLabel, column) =>
      body.labels.flatMap((bodyLabel, line) =>
        safe(column, line) && !safe(column + across, line + up)
          ? [{ workers: workersLabel, body: bodyLabel }]
          : [],
      ),
    );
    if (values.length === 0) return [];
    const encoding = upright
      ? {
          x: { ...x, bandPosition: band },
          y: { ...y, bandPosition: 0 },
          y2: { field: 'body', bandPosition: 1 },
        }
      : {
          y: { ...y, bandPosition: band },
          x: { ...x, bandPosition: 0 },
          x2: { field: 'workers', bandPosition: 1 },
        };
    return [
      {
        data: { values },
        mark: { type: 'rule', strokeWidth: 2.6, stroke: INK, strokeCap: 'square' },
        encoding,
      },
    ];
  });
}

/** Neither never nor always is a probability: the count says how much was seen. */
function runsInWords(row: Row): string {
  const runs = numberIn(row, 'replications') ?? 0;
  return row.oom_probability === 0 ? `0/${runs}` : `${runs}/${runs}`;
}
