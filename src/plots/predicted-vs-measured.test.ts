import { expect, it } from 'vitest';
import { casePoints, isDrawable, missedCases } from './conformance-points.ts';
import { exampleCase, exampleConformance, exampleQuantity } from './example-conformance.fixture.ts';
import { exampleResults } from './example-results.fixture.ts';
import { placeLabels } from './label-places.ts';
import { predictedVsMeasured } from './predicted-vs-measured.ts';

const MIB = 2 ** 20;
const conformance = exampleConformance();

const killed = {
  measuredKills: 1,
  predictedKills: 1,
  measuredShare: 1,
  predictedShare: 1,
  scored: true,
  met: true,
};

it('draws what counts and, as such, what was fitted to; no peak of a pod killed at its limit', () => {
  const peak = (more = {}) => [exampleQuantity('peak_memory', 512 * MIB, 0, more)];
  const cases = [
    exampleCase('A_counts', peak()),
    exampleCase('A_informs', peak({ scored: false })),
    exampleCase('A_fitted', peak(), { fitted: true }),
    exampleCase('A_fitted_killed', peak(), { fitted: true, oom: killed }),
  ];
  const points = casePoints({ ...conformance, cases }, 'peak_memory', 1 / MIB);
  expect(points.map(({ id, fitted, measured }) => [id, fitted, measured])).toEqual([
    ['A_counts', false, 512],
    ['A_fitted', true, 512],
  ]);
});

it('names the cases that miss, worst first, repeats once and fitted ones never', () => {
  const latency = (error: number) => [exampleQuantity('latency_p50', 1, error)];
  const cases = [
    exampleCase('A_good', latency(0.1)),
    exampleCase('A_high', latency(0.5)),
    exampleCase('A_low_r1', latency(-0.4)),
    exampleCase('A_low_r2', latency(-0.5)),
    exampleCase('A_fitted', latency(2), { fitted: true }),
  ];
  const missed = missedCases(casePoints({ ...conformance, cases }, 'latency_p50', 1));
  expect(missed.map(({ name, point }) => [name, point.error])).toEqual([
    ['A_low (x2)', -0.5],
    ['A_high', 0.5],
  ]);
});

it('says how many waits of zero a logarithmic axis hides, and how many of them missed', () => {
  const waits = [
    exampleQuantity('queue_wait_p50', 0, 0),
    exampleQuantity('queue_wait_p50', 0, 0, { predicted: 0.2, met: false }),
    exampleQuantity('queue_wait_p50', 1, 0),
  ];
  const cases = waits.map((wait, index) => exampleCase(`E_${index}`, [wait]));
  const results = exampleResults('conformance');
  const chart = predictedVsMeasured({ ...results, conformance: { ...conformance, cases } });
  expect(
    casePoints({ ...conformance, cases }, 'queue_wait_p50', 1).filter(isDrawable),
  ).toHaveLength(1);
  expect(chart!.title.subtitle.join(' ')).toContain('2 of p50 queue wait (1 of them missed)');
});

it('is null where there is no case to draw', () => {
  const results = exampleResults('conformance');
  const none = { ...conformance, cases: [] };
  expect(predictedVsMeasured({ ...results, conformance: none })).toBeNull();
});

it('says that there is no evidence where every case was fitted to', () => {
  const cases = conformance.cases.filter(({ fitted }) => fitted);
  const targets = conformance.targets.map((target) => ({ ...target, scored: 0 }));
  const results = exampleResults('conformance');
  const chart = predictedVsMeasured({
    ...results,
    conformance: { ...conformance, cases, targets },
  });
  expect(chart!.title.text.join(' ')).toMatch(/no evidence/);
});

it('calls no case held out where no subset is named as fitted to', () => {
  const results = exampleResults('conformance');
  const chart = predictedVsMeasured({ ...results, conformance: { ...conformance, fitted: [] } });
  expect(chart!.title.text.join(' ')).toMatch(/^Cases, none of them held out, within/);
});

const PANEL = { domain: [1, 100], size: 300 } as const;

it('places a name beside its point, on the side away from the diagonal', () => {
  const points = [
    { name: 'above', x: 10, y: 30 },
    { name: 'below', x: 10, y: 3 },
  ];
  const [above, below] = placeLabels(points, points, PANEL);
  expect(above).toMatchObject({ side: 'left' });
  expect(above!.labelX).toBeLessThan(10);
  expect(above!.labelY).toBeCloseTo(30);
  expect(below).toMatchObject({ side: 'right' });
});

it('lets no name cover another or a point, and leaves out what has no room', () => {
  const same = Array.from({ length: 60 }, (_, index) => ({ name: `case ${index}`, x: 10, y: 30 }));
  const placed = placeLabels(same, same, PANEL);
  expect(placed.length).toBeGreaterThan(5);
  expect(placed.length).toBeLessThan(same.length);
  expect(new Set(placed.map(({ labelY }) => labelY.toFixed(3))).size).toBe(placed.length);
  const [point] = same;
  const beside = { x: 8, y: 30 };
  const [moved] = placeLabels([point!], [point!, beside], PANEL);
  expect(moved!.labelY).not.toBeCloseTo(30);
});
