import { expect, it } from 'vitest';
import { exampleResults } from './example-results.fixture.ts';
import { fourCells } from './four-cells.ts';
import { agreement, cellVerdicts } from './incident-cells.ts';
import { seriesStyle } from './theme.ts';

const MIB = 2 ** 20;
const CELLS = [
  { case: 'direct PUT', flood: '', peakBytes: null, source: '' },
  { case: 'capped PUT', flood: '', peakBytes: 335 * MIB, source: '' },
  { case: 'direct mixed', flood: '', peakBytes: null, source: '' },
  { case: 'capped mixed', flood: '', peakBytes: 322 * MIB, source: '' },
];
const row = (name: string, oom: number, peak: number) => ({
  case: name,
  'pod.handler': 'parts',
  oom_probability: oom,
  peak_memory_p50_bytes: peak * MIB,
});

it('a cell agrees, differs or lies on the edge by how many runs end as the incident did', () => {
  const verdicts = cellVerdicts(
    [
      row('direct PUT', 0.9, 512),
      row('direct mixed', 0.1, 400),
      row('capped PUT', 0.1, 402),
      row('capped mixed', 0.45, 512),
    ],
    CELLS,
  );
  expect(verdicts.map((one) => one.verdict)).toEqual(['agrees', 'differs', 'agrees', 'edge']);
});

it('a path agrees with the incident in all cells, but for an edge, or not', () => {
  const three = [row('direct PUT', 1, 512), row('capped PUT', 0, 335), row('direct mixed', 1, 512)];
  const last = (oom: number) =>
    agreement(cellVerdicts([...three, row('capped mixed', oom, 322)], CELLS));
  expect(last(0)).toMatchObject({ cells: 4, agreeing: ['parts'], onEdge: [] });
  expect(last(0.45)).toMatchObject({ agreeing: [], onEdge: ['parts'] });
  expect(last(1)).toMatchObject({ agreeing: [], onEdge: [] });
});

it('the error of the peak is given only where neither was killed', () => {
  const verdicts = cellVerdicts([row('capped PUT', 0, 402), row('direct PUT', 0, 402)], CELLS);
  expect(verdicts.map((verdict) => verdict.peakError)).toEqual([expect.closeTo(0.2, 9), null]);
});

it('rows of other cases are passed over', () => {
  expect(cellVerdicts([row('two frontproxies', 0, 300)], CELLS)).toEqual([]);
});

it('a path has one colour, whatever else is varied', () => {
  const { grids, rows, ...results } = exampleResults('incident');
  const warm = 'warm sockets';
  const chart = fourCells({
    ...results,
    grids: [...grids, { ...grids[0]!, name: warm }],
    rows: [...rows, ...rows.map((each) => ({ ...each, grid: warm }))],
  });
  const { colour } = seriesStyle('read-all', 0);
  for (const handler of ['read-all', `read-all, ${warm}`]) {
    expect(JSON.stringify(chart)).toContain(JSON.stringify({ handler, colour }).slice(0, -1));
  }
});
