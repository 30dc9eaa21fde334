import { expect, test } from 'vitest';
import { exampleResults, withSecondFigures } from '../plots/example-results.fixture.ts';
import type { ExperimentResults } from '../sweep/results.ts';
import { NOT_AVERAGED, NOT_STEADY } from '../sweep/steady.ts';
import type { Block } from './block.ts';
import { sectionsOf } from './sections.ts';

test('the way to repeat it has the file and every --set, quoted for a shell', () => {
  const results = {
    ...exampleResults('maxconn'),
    asked: { experiment: './my file.yaml', set: ['pod.replicas=1', 'clients[0].workers=5'] },
    seed: '7',
    quick: true,
  };
  const reproduce = sectionsOf(results, []).find(({ id }) => id === 'reproduce');
  expect(reproduce?.blocks[0]).toEqual({
    kind: 'code',
    text:
      "npm run sweep -- './my file.yaml' --seed 7 --quick " +
      "--set pod.replicas=1 --set 'clients[0].workers=5'",
  });
});

const blocksOf = (results: ExperimentResults, id: string): readonly Block[] =>
  sectionsOf(results, []).find((section) => section.id === id)?.blocks ?? [];

const tablesOf = (blocks: readonly Block[]) =>
  blocks
    .flatMap((block) => (block.kind === 'details' ? block.blocks : [block]))
    .flatMap((block) => (block.kind === 'table' ? [block] : []));

test('other settings stand against the present one, those that change nothing left out', () => {
  const results = withSecondFigures(exampleResults('maxconn'));
  const blocks = blocksOf(results, 'against');
  const compared = results.rows.filter((row) => row.against != null);
  const same = compared.filter((row) => row.oom_probability === 0);
  const [, of] = blocks;
  expect(of).toMatchObject({
    kind: 'details',
    summary: `Grid main: ${compared.length} points against haproxy.maxconn 40. ${same.length} of them differ in none of their paired runs, and are left out.`,
  });
  const [table] = tablesOf(blocks);
  expect(table!.rows).toHaveLength(compared.length - same.length);
  expect(table!.rows.find(([handler]) => handler === 'read-all')).toEqual([
    'read-all',
    '10',
    '1',
    '+4 points (+2 to +8)',
    '−5 points (−8 to −1.2)',
    '100',
  ]);
  expect(blocksOf(exampleResults('maxconn'), 'against')).toEqual([]);
});

test('the report says how many points stopped on what', () => {
  const results = exampleResults('queue-timeout');
  const precision = { relative: 0.2, absolute: 0.03, first: 20, budget: 400 };
  const grids = results.grids.map((grid) => ({ ...grid, replications: 20, precision }));
  const rows = results.rows.map((row, index) => ({
    ...row,
    replications: index === 0 ? 400 : 100,
    stopped_on: index === 0 ? 'budget' : 'precise',
  }));
  const [notes] = blocksOf({ ...results, grids, rows }, 'results');
  expect(notes).toMatchObject({
    items: expect.arrayContaining([
      'Grid main: each point ran until half its 95% interval is at most 20% of P(OOM) or 3%, whichever is more. Of 16 points stopped 15 so narrow, 1 at the budget of 400 runs; 20 to 400 runs each, 1900 in all.',
    ]),
  });
});

test('a table of results has the second figure beside the first, and marks what is not supported', () => {
  const results = withSecondFigures(exampleResults('maxconn'));
  const rows = results.rows.map((row) =>
    row.oom_floor == null ? row : { ...row, oom_floor: 0.1 },
  );
  const [table] = tablesOf(blocksOf({ ...results, rows }, 'results'));
  const column = table!.headers.indexOf('with model errors');
  expect(table!.headers[column - 1]).toBe('95% interval/bound');
  const cells = (handler: string) =>
    table!.rows.filter((row) => row[0] === handler).map((row) => row[column]);
  expect(cells('limiter-then-parts').every((cell) => cell!.endsWith(' !'))).toBe(true);
  expect(cells('read-all').at(-1)).toBe('95%');
  expect(cells('incident-fit').every((cell) => cell === '')).toBe(true);
});

test('a reader is told what more runs narrow and what only measurements do', () => {
  const [list] = blocksOf(exampleResults('maxconn'), 'reading');
  const text = list!.kind === 'list' ? list!.items.join(' ') : '';
  expect(text).toContain('more runs narrow it');
  expect(text).toContain('more runs leave it as it is, more measurements narrow it');
});

test('a long run that is not stationary is flagged in the answer and the table, and not averaged', () => {
  const results = exampleResults('queue-timeout');
  const grids = results.grids.map((grid) => ({ ...grid, steady: { horizon: 7200 } }));
  const flagged = { ...NOT_STEADY, steady_note: `${NOT_AVERAGED}latency: it still rises` };
  const averaged = {
    ...NOT_STEADY,
    steady_latency_mean_s: 1.34,
    steady_latency_mean_low_s: 1.3,
    steady_latency_mean_high_s: 1.4,
    steady_wait_mean_s: 0,
    steady_wait_mean_low_s: 0,
    steady_wait_mean_high_s: 0,
    steady_ok_share: 0.75,
    steady_ok_low: 0.74,
    steady_ok_high: 0.76,
    steady_operations: 5000,
    steady_effective_size: 400,
    steady_note: '',
  };
  const rows = results.rows.map((row, index) => ({
    ...row,
    ...(index === 1 ? flagged : averaged),
  }));
  const asked = { ...results, grids, rows };
  const [table] = tablesOf(blocksOf(asked, 'steady'));
  const first = results.grids[0]!.varied.length;
  expect(table!.rows[0]!.slice(first, first + 5)).toEqual([
    '1.34 s (1.3 s to 1.4 s)',
    '> limit',
    '0 s',
    '',
    '75% (74% to 76%)',
  ]);
  expect(table!.rows[1]!.slice(first)).toEqual([
    ...new Array<string>(8).fill(''),
    'not averaged: latency: it still rises',
  ]);
  const said = sectionsOf(asked, []).find(({ id }) => id === 'answer')!;
  expect(JSON.stringify(said)).toContain(
    `1 of ${rows.length} points is not averaged: limiter-then-parts, haproxy.timeouts.queue 2s (latency: it still rises)`,
  );
  expect(blocksOf(results, 'steady')).toEqual([]);
});

test('over a longer horizon no kill is a bound in both figures, and the fleets are said', () => {
  const results = exampleResults('queue-timeout');
  const grids = results.grids.map((grid) => ({ ...grid, horizon: { windows: 365, fleets: 3 } }));
  const seen = {
    oom_horizon_probability: 0.6,
    oom_horizon_probability_low: 0.15,
    oom_horizon_probability_high: 0.99,
    oom_horizon_probability_all: 0.51,
    oom_horizon_probability_all_low: 0.43,
    oom_horizon_probability_all_high: 0.98,
  };
  const none = {
    ...seen,
    oom_horizon_probability: 0,
    oom_horizon_probability_low: 0,
    oom_horizon_probability_high: 0.933,
    oom_horizon_probability_all: 0,
    oom_horizon_probability_all_low: 0,
    oom_horizon_probability_all_high: 0.964,
  };
  const rows = results.rows.map((row, index) => ({
    ...row,
    bound_bytes: null,
    ...(index === 0 ? seen : none),
  }));
  const asked = { ...results, grids, rows };
  const [table] = tablesOf(blocksOf(asked, 'horizon'));
  expect(table!.rows[0]!.slice(-2)).toEqual(['60% (15% to 99%)', '51% (runs leave 43% to 98%)']);
  expect(table!.rows[1]!.slice(-2)).toEqual(['below 93.3%', 'below 96.4%']);
  const said = JSON.stringify(sectionsOf(asked, []).find(({ id }) => id === 'answer'));
  expect(said).toContain(
    `within 365 windows (each a ${results.experiment.per}) of each of 3 fleets at haproxy.timeouts.queue`,
  );
  expect(blocksOf(results, 'horizon')).toEqual([]);
});
