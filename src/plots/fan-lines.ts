/** The lines of the hypothesis fan, and where they pass a limit. */
import { HANDLER, WORKERS } from '../sweep/paths.ts';
import type { Row } from '../sweep/row.ts';
import { numberIn } from './slice.ts';

export interface Point {
  /** Requests in flight. */
  readonly x: number;
  /** Median, 5% and 95% of the peak over the runs [B]. */
  readonly middle: number;
  readonly low: number;
  readonly high: number;
}

export interface FanLine {
  readonly handler: string;
  /** By rising x. */
  readonly points: readonly Point[];
}

export function fanLines(rows: readonly Row[]): FanLine[] {
  const byHandler = new Map<string, Point[]>();
  for (const row of rows) {
    const x = numberIn(row, WORKERS);
    const middle = numberIn(row, 'peak_memory_p50_bytes');
    if (x === null || middle === null || middle <= 0) continue;
    const low = numberIn(row, 'peak_memory_p05_bytes') ?? middle;
    const high = numberIn(row, 'peak_memory_p95_bytes') ?? middle;
    const handler = String(row[HANDLER]);
    const points = byHandler.get(handler) ?? [];
    points.push({ x, middle, low, high });
    byHandler.set(handler, points);
  }
  return [...byHandler].map(([handler, points]) => ({
    handler,
    points: points.toSorted((a, b) => a.x - b.x),
  }));
}

/** Where each median first passes `limit` [B], straight between points; by rising x. */
export function crossings(lines: readonly FanLine[], limit: number) {
  const found: { handler: string; x: number; y: number }[] = [];
  for (const { handler, points } of lines) {
    const index = points.findIndex((point) => point.middle > limit);
    const after = points[index];
    if (after === undefined) continue;
    const before = points[index - 1];
    const x =
      before === undefined
        ? after.x
        : before.x +
          ((limit - before.middle) / (after.middle - before.middle)) * (after.x - before.x);
    found.push({ handler, x, y: limit });
  }
  return found.toSorted((a, b) => a.x - b.x);
}
