import { expect, test } from 'vitest';
import { STATISTICS } from './row.ts';
import { rowColumns, rowsCsv, rowsJson } from './rows.ts';

const varied = (path: string) => ({ path, values: [], labels: [], unit: 'count' });

test('columns are the varied paths of all grids, then the statistics in their order', () => {
  const columns = rowColumns([
    { varied: [varied('pod.handler'), varied('haproxy.maxconn')] },
    { varied: [varied('pod.handler'), varied('case')] },
  ]);
  expect(columns).toEqual([
    'pod.handler',
    'haproxy.maxconn',
    'case',
    ...STATISTICS.map((statistic) => statistic.key),
  ]);
});

test('a CSV has shortest floats, empty cells for null, quotes where needed, and LF', () => {
  const rows = [
    { a: 0.1 + 0.2, b: null, c: 'says "no", twice' },
    { a: 1e21, b: true, c: 'line\nbreak' },
  ];
  expect(rowsCsv(['a', 'b', 'c', 'd'], rows)).toBe(
    'a,b,c,d\n0.30000000000000004,,"says ""no"", twice",\n1e+21,true,"line\nbreak",\n',
  );
});

test('the JSON is flat objects with the keys of the CSV in its order', () => {
  const text = rowsJson(['b', 'a'], [{ a: 1, ignored: 2 }, { b: 'x' }]);
  expect(text).toBe('[\n{"b":null,"a":1},\n{"b":"x","a":null}\n]\n');
  expect(rowsJson(['a'], [])).toBe('[]\n');
});
