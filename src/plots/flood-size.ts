/** How large a flood a pod survives: workers against body size, a panel per handler path. */
import type { ExperimentResults, Varied } from '../sweep/results.ts';
import type { Row } from '../sweep/row.ts';
import type { ChartSpec, Json } from './chart-spec.ts';
import { percent } from './quantity.ts';
import { gridWith, hold, labelOf, numberIn, variedOf } from './slice.ts';
import { frame, INK, OKABE_ITO } from './theme.ts';

const WORKERS = 'clients[0].workers';
const BODY = 'clients[0].bodySize';
const HANDLER = 'pod.handler';
const CELL = 50;
const COLUMNS = 3;

export function floodSize(results: ExperimentResults): ChartSpec | null {
  const found = gridWith(results, 'main', [WORKERS, BODY]);
  if (found === null) return null;
  const slice = hold(found, results.facts, [WORKERS, BODY, HANDLER]);
  const workers = variedOf(slice.grid, WORKERS)!;
  const body = variedOf(slice.grid, BODY)!;
  const handlers = variedOf(slice.grid, HANDLER);
  const names = handlers === null ? [results.facts.handler] : handlers.values.map(String);
  const rowsOf = (name: string) =>
    slice.rows.filter((row) => handlers === null || row[HANDLER] === name);
  const title = finding(names, rowsOf, body, results.facts.bodySize);
  const held = slice.held.length > 0 ? ` Held: ${slice.held.join(', ')}.` : '';
  const columns = Math.min(COLUMNS, names.length);
  return frame(
    {
      title,
      subtitle: `P(an OOM kill per ${results.experiment.per}) in ${slice.grid.replications} simulated runs a cell; 0: no run of them. Outlined: floods without a kill.${held}`,
      description: `${title}. A table for each handler path: body size against the number of clients, each cell with the probability of an OOM kill.`,
    },
    Math.max(620, columns * (workers.values.length * CELL + 90)),
    {
      columns,
      spacing: 26,
      concat: names.map((name, index) =>
        panel(name, rowsOf(name), workers, body, index % columns === 0),
      ),
    },
  );
}

function isSafe(row: Row): boolean {
  return numberIn(row, 'oom_probability') === 0;
}

/** For bodies as the model has them: how many clients at once each path takes without a kill. */
function finding(
  names: readonly string[],
  rowsOf: (name: string) => readonly Row[],
  body: Varied,
  own: string,
): string {
  const words = own.replace(/[^\w.]/g, '');
  const found = body.labels.findIndex((label) => label.replace(/[^\w.]/g, '') === words);
  const middle = body.values[found >= 0 ? found : Math.ceil((body.values.length - 1) / 2)]!;
  const parts = names.map((name) => {
    const rows = rowsOf(name).filter((row) => row[BODY] === middle);
    const safe = rows.filter(isSafe).map((row) => numberIn(row, WORKERS) ?? 0);
    const tested = Math.max(...rows.map((row) => numberIn(row, WORKERS) ?? 0));
    if (safe.length === 0) return `none (${name})`;
    const most = Math.max(...safe);
    return `${most === tested ? `all ${most}` : most} (${name})`;
  });
  return `Clients of ${labelOf(body, middle)} at once without a kill: ${parts.join(', ')}`;
}

function panel(
  name: string,
  rows: readonly Row[],
  workers: Varied,
  body: Varied,
  first: boolean,
): Json {
  const x = {
    field: 'workers',
    type: 'ordinal',
    sort: [...workers.labels],
    title: 'clients at once',
    axis: { labelAngle: 0, domain: false, ticks: false },
  };
  const y = {
    field: 'body',
    type: 'ordinal',
    sort: [...body.labels].reverse(),
    title: first ? 'body size' : null,
    axis: { domain: false, ticks: false, labels: first },
  };
  const values = rows.map((row) => {
    const share = numberIn(row, 'oom_probability') ?? 0;
    return {
      workers: labelOf(workers, row[WORKERS] ?? null),
      body: labelOf(body, row[BODY] ?? null),
      share,
      label: share === 0 ? '0' : percent(share),
      served: numberIn(row, 'served_within_60s_share'),
    };
  });
  // On the figures too: they cover the middle of their cells.
  const tooltip = [
    { field: 'workers', type: 'nominal', title: 'clients' },
    { field: 'body', type: 'nominal', title: 'body size' },
    { field: 'label', type: 'nominal', title: 'P(OOM)' },
    { field: 'served', type: 'quantitative', title: 'served in 60 s', format: '.1%' },
  ];
  return {
    title: { text: name, fontSize: 13, anchor: 'start', frame: 'group', offset: 8 },
    width: workers.values.length * CELL,
    height: body.values.length * CELL,
    layer: [
      {
        data: { values },
        mark: { type: 'rect', stroke: 'white', strokeWidth: 1 },
        encoding: {
          x,
          y,
          color: {
            field: 'share',
            type: 'quantitative',
            scale: {
              type: 'sqrt',
              domain: [0, 1],
              range: ['#fdf6f1', OKABE_ITO.vermillion],
              interpolate: 'rgb',
            },
            legend: null,
          },
          tooltip,
        },
      },
      {
        data: { values },
        mark: { type: 'text', fontSize: 12 },
        encoding: {
          x,
          y,
          text: { field: 'label', type: 'nominal' },
          tooltip,
          color: { condition: { test: 'datum.share > 0.45', value: 'white' }, value: INK },
        },
      },
      ...outline(rows, workers, body, x, y),
    ],
  };
}

/** The edges between a safe cell and one that is not, or the rim. */
function outline(
  rows: readonly Row[],
  workers: Varied,
  body: Varied,
  x: { [key: string]: Json },
  y: { [key: string]: Json },
): Json[] {
  const safe = (column: number, line: number) => {
    const row = rows.find(
      (row) => row[WORKERS] === workers.values[column] && row[BODY] === body.values[line],
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
