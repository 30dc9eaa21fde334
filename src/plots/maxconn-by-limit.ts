/** Which pairs of cap and memory limit are safe, and under how many handler paths. */
import { HANDLER, MAXCONN, MEMORY_LIMIT } from '../sweep/paths.ts';
import type { ExperimentResults, Varied } from '../sweep/results.ts';
import type { Cell, Row } from '../sweep/row.ts';
import { percent } from '../units/readable.ts';
import type { ChartSpec, Json } from './chart-spec.ts';
import { heatAxes, heatCells } from './heat-cells.ts';
import { isFitted } from './incident-cells.ts';
import { isSafe } from './oom-chance.ts';
import {
  boundHoldsUpTo,
  gridWith,
  heldSentence,
  hold,
  labelOf,
  numberIn,
  runsAPoint,
  variedOf,
} from './slice.ts';
import { frame, INK } from './theme.ts';

const CELL = 48;

interface Pair {
  readonly maxconn: Cell;
  readonly limit: Cell;
  readonly safe: readonly string[];
  readonly unsafe: readonly string[];
}

export function maxconnByLimit(results: ExperimentResults): ChartSpec | null {
  const found = gridWith(results, 'main', [HANDLER, MAXCONN, MEMORY_LIMIT]);
  if (found === null) return null;
  const slice = hold(found, results.facts, [HANDLER, MAXCONN, MEMORY_LIMIT]);
  const maxconn = variedOf(slice.grid, MAXCONN)!;
  const limit = variedOf(slice.grid, MEMORY_LIMIT)!;
  const rows = slice.rows.filter((row) => !isFitted(row[HANDLER] ?? null));
  const pairs = pairsOf(rows, maxconn, limit);
  const paths = new Set(rows.map((row) => String(row[HANDLER]))).size;
  if (paths === 0) return null;
  const title = finding(results, pairs, paths, maxconn, limit);
  const width = maxconn.values.length * CELL;
  return frame(
    {
      title,
      subtitle: `Handler paths, of ${paths}, that are safe: no OOM kill in any of ${runsAPoint(rows)} (a fitted path does not count). Line: largest cap that the deterministic bound allows under ${results.facts.handler}.${rings(results, maxconn, limit)}${heldSentence(slice)}`,
      description: `${title}. A table of memory limits against maxconn, each cell with the number of handler paths that are safe.`,
    },
    Math.max(600, width + 90),
    {
      width,
      height: limit.values.length * CELL,
      layer: [
        ...cells(pairs, paths, maxconn, limit),
        ...boundLine(results, slice.rows, maxconn, limit),
        ...chosenPoints(results, maxconn, limit),
      ],
    },
  );
}

function pairsOf(rows: readonly Row[], maxconn: Varied, limit: Varied): Pair[] {
  return limit.values.flatMap((limitValue) =>
    maxconn.values.map((maxconnValue) => {
      const here = rows.filter(
        (row) => row[MAXCONN] === maxconnValue && row[MEMORY_LIMIT] === limitValue,
      );
      const name = (row: Row) => String(row[HANDLER]);
      return {
        maxconn: maxconnValue,
        limit: limitValue,
        safe: here.filter(isSafe).map(name),
        unsafe: here
          .filter((row) => !isSafe(row))
          .map((row) => `${name(row)} (${percent(numberIn(row, 'oom_probability') ?? 1)})`),
      };
    }),
  );
}

function finding(
  results: ExperimentResults,
  pairs: readonly Pair[],
  paths: number,
  maxconn: Varied,
  limit: Varied,
): string {
  const { maxconn: chosen, memoryLimitBytes } = results.facts;
  const here = pairs.find((pair) => pair.maxconn === chosen && pair.limit === memoryLimitBytes);
  const allSafe = pairs.filter(
    (pair) => pair.maxconn === chosen && pair.safe.length === paths && pair.limit !== null,
  );
  const enough = allSafe.toSorted((a, b) => Number(a.limit) - Number(b.limit))[0];
  const first =
    here === undefined
      ? `${pairs.filter((pair) => pair.safe.length === paths).length} of ${pairs.length} pairs are safe under every path`
      : `maxconn ${labelOf(maxconn, chosen)} at ${labelOf(limit, memoryLimitBytes)} is safe under ${here.safe.length} of ${paths} handler paths`;
  if (here === undefined || here.safe.length === paths) return first;
  return enough === undefined
    ? `${first}; no tested limit makes it safe under all`
    : `${first}; all ${paths} need ${labelOf(limit, enough.limit)}`;
}

function axes(maxconn: Varied, limit: Varied) {
  return heatAxes(
    {
      field: 'maxconn',
      labels: maxconn.labels,
      title: 'maxconn per server (tested values)',
      labelled: true,
    },
    { field: 'limit', labels: limit.labels, title: 'memory limit of the pod', labelled: true },
  );
}

function cells(pairs: readonly Pair[], paths: number, maxconn: Varied, limit: Varied): Json[] {
  const values = pairs.map((pair) => ({
    maxconn: labelOf(maxconn, pair.maxconn),
    limit: labelOf(limit, pair.limit),
    count: pair.safe.length,
    label: `${pair.safe.length}/${paths}`,
    dark: pair.safe.length >= 0.5 * paths,
    safe: pair.safe.join(', ') || 'none',
    unsafe: pair.unsafe.join(', ') || 'none',
  }));
  const scale = { domain: [0, paths], range: ['#f7ece4', '#0b5a8f'], interpolate: 'rgb' };
  const tooltip = [
    { field: 'maxconn', type: 'nominal', title: 'maxconn' },
    { field: 'limit', type: 'nominal', title: 'memory limit' },
    { field: 'safe', type: 'nominal', title: 'safe under' },
    { field: 'unsafe', type: 'nominal', title: 'OOM under' },
  ];
  const color = { field: 'count', scale };
  return heatCells({ values, axes: axes(maxconn, limit), color, tooltip });
}

/** At each limit a step on the right of the largest cap up to which the bound holds. */
function boundLine(
  results: ExperimentResults,
  rows: readonly Row[],
  maxconn: Varied,
  limit: Varied,
): Json[] {
  const { x, y } = axes(maxconn, limit);
  const own = rows.filter((row) => row[HANDLER] === results.facts.handler);
  const values = limit.values.flatMap((limitValue) => {
    const here = own.filter((row) => row[MEMORY_LIMIT] === limitValue);
    const last = boundHoldsUpTo(here, results.facts);
    if (last === null) return [];
    const cap = labelOf(maxconn, last[MAXCONN] ?? null);
    return [{ maxconn: cap, limit: labelOf(limit, limitValue) }];
  });
  if (values.length === 0) return [];
  return [
    {
      data: { values },
      mark: { type: 'rule', color: INK, strokeWidth: 3 },
      encoding: {
        x: { ...x, bandPosition: 1 },
        y: { ...y, bandPosition: 0.04 },
        y2: { field: 'limit', bandPosition: 0.96 },
      },
    },
  ];
}

function rings({ facts }: ExperimentResults, maxconn: Varied, limit: Varied): string {
  if (!limit.values.includes(facts.memoryLimitBytes)) return '';
  const own = maxconn.values.includes(facts.maxconn) ? ' Solid ring: this model.' : '';
  const none = facts.maxconn !== null && maxconn.values.includes(null);
  return `${own}${none ? ' Dashed: no cap.' : ''}`;
}

/** A ring on the model's own pair, a dashed one on the same limit without a cap. */
function chosenPoints(results: ExperimentResults, maxconn: Varied, limit: Varied): Json[] {
  const own = results.facts.memoryLimitBytes;
  if (!limit.values.includes(own)) return [];
  const marks = [
    { value: results.facts.maxconn, dash: [1, 0] },
    ...(results.facts.maxconn === null ? [] : [{ value: null, dash: [4, 3] }]),
  ].filter((mark) => maxconn.values.includes(mark.value));
  const { x, y } = axes(maxconn, limit);
  return marks.flatMap((mark) => {
    const values = [{ maxconn: labelOf(maxconn, mark.value), limit: labelOf(limit, own) }];
    const ring = { type: 'point', shape: 'circle', size: 1250, filled: false, opacity: 1 };
    // White below the ring keeps it visible on a dark cell.
    const strokes = [
      { stroke: 'white', strokeWidth: 5 },
      { stroke: INK, strokeWidth: 2.4, strokeDash: mark.dash },
    ];
    return strokes.map((stroke) => ({
      data: { values },
      mark: { ...ring, ...stroke },
      encoding: { x, y },
    }));
  });
}
