import { expect, test } from 'vitest';
import { againstPresent, comparedKnob, outcomesOf } from './against-present.ts';
import { exampleRun } from './example-run.fixture.ts';
import { blockOf } from './replication.ts';
import type { GridResult } from './results.ts';

const GRID: GridResult = {
  name: 'main',
  replications: 4,
  varied: [
    { path: 'pod.handler', values: ['parts'], labels: ['parts'], unit: 'text', own: 'parts' },
    { path: 'haproxy.maxconn', values: [5, 40], labels: ['5', '40'], unit: 'count', own: 40 },
  ],
};

/** A row whose replications were killed or not, and served so many of 10. */
function compared(maxconn: number, runs: readonly (readonly [killed: boolean, served: number])[]) {
  const observed = runs.map(([killed, served]) =>
    exampleRun({ endings: { ok: 10 }, servedWithin60s: served, kills: killed ? [{}] : [] }),
  );
  const outcomes = outcomesOf(blockOf(observed).replications, undefined);
  return { row: { 'pod.handler': 'parts', 'haproxy.maxconn': maxconn }, outcomes };
}

test('rows are compared with the present setting of the knob, replication by replication', () => {
  const rows = againstPresent(
    GRID,
    [
      compared(5, [
        [false, 5],
        [false, 6],
        [false, 4],
        [false, 5],
      ]),
      compared(40, [
        [true, 9],
        [false, 10],
        [true, 8],
        [false, 9],
      ]),
    ],
    [],
  );
  expect(rows[0]).toMatchObject({
    against: 'haproxy.maxconn 40',
    oom_difference: -0.5,
    paired_replications: 4,
  });
  expect(rows[0]!.served_difference).toBeCloseTo(-0.4, 12);
  // All pairs differ by the same.
  expect(rows[0]!.served_difference_low).toBeNull();
  expect(rows[0]!.oom_difference_low).toBeLessThan(-0.5);
  expect(rows[0]!.oom_difference_high).toBeGreaterThan(-0.5);
  expect(rows[1]).toMatchObject({ against: null, oom_difference: null, served_difference: null });
});

test('only replications that both have are paired', () => {
  const [row] = againstPresent(
    GRID,
    [
      compared(5, [
        [true, 5],
        [false, 6],
        [false, 0],
      ]),
      compared(40, [
        [false, 9],
        [false, 9],
      ]),
    ],
    [],
  );
  expect(row).toMatchObject({ paired_replications: 2, oom_difference: 0.5 });
  // -4 and -3 of 10: Student's interval with one degree of freedom.
  expect(row!.served_difference).toBeCloseTo(-0.35, 12);
  expect(row!.served_difference_low).toBeCloseTo(-0.35 - 12.7062 * 0.05, 3);
});

test('the difference of shares is that of all operations where replications differ in size', () => {
  const sized = (maxconn: number, ...runs: [served: number, sent: number][]) => ({
    row: { 'pod.handler': 'parts', 'haproxy.maxconn': maxconn },
    outcomes: {
      drewRandom: true,
      killed: runs.map(() => false),
      served: runs.map(([served]) => served),
      sent: runs.map(([, sent]) => sent),
    },
  });
  const [row] = againstPresent(GRID, [sized(5, [1, 2], [9, 18]), sized(40, [2, 2], [9, 18])], []);
  expect(row!.served_difference).toBeCloseTo(10 / 20 - 11 / 20, 12);
});

test('the knob is the one a chart draws, or a known one, and never a hypothesis or a case', () => {
  expect(comparedKnob(GRID, [])!.path).toBe('haproxy.maxconn');
  const hypothesis = { ...GRID, varied: [GRID.varied[0]!] };
  expect(comparedKnob(hypothesis, [])).toBeNull();
  const foreign = { ...GRID, varied: [{ ...GRID.varied[1]!, own: 7 }] };
  expect(comparedKnob(foreign, [])).toBeNull();
  const pods = {
    path: 'pod.replicas',
    values: [1, 3],
    labels: ['1', '3'],
    unit: 'count',
    own: 3,
  };
  const both = { ...GRID, varied: [...GRID.varied, pods] };
  expect(comparedKnob(both, [])!.path).toBe('haproxy.maxconn');
  const knob = { grid: null, x: 'pod.replicas', series: null, panels: [], title: '' };
  expect(comparedKnob(both, [{ chart: 'knob', name: 'k', knob }])!.path).toBe('pod.replicas');
});
