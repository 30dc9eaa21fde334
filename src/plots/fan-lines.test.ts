import { expect, it } from 'vitest';
import { crossings, fanLines } from './fan-lines.ts';

const row = (handler: string, workers: number, peak: number | null) => ({
  'pod.handler': handler,
  'clients[0].workers': workers,
  peak_memory_p50_bytes: peak,
});

it('a line holds its points by rising x, without those that have no peak', () => {
  const lines = fanLines([row('a', 40, 400), row('a', 10, 100), row('a', 20, null)]);
  expect(lines.map((line) => line.points.map((point) => point.x))).toEqual([[10, 40]]);
});

it('a crossing lies on the straight line between two points, or at the first point', () => {
  const rows = [row('a', 10, 100), row('a', 40, 400), row('b', 10, 900), row('c', 10, 5)];
  expect(crossings(fanLines(rows), 250)).toEqual([
    { handler: 'b', x: 10, y: 250 },
    { handler: 'a', x: 25, y: 250 },
  ]);
});
