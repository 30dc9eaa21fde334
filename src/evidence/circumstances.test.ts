import { expect, it } from 'vitest';
import { exampleRecommendation } from '../recommend/recommendation.fixture.ts';
import { circumstances, circumstancesInWords } from './circumstances.ts';

const own = exampleRecommendation();

function tableOf(recommendation: typeof own) {
  const [, table] = circumstances(recommendation);
  if (table?.kind !== 'table') throw new Error('no table');
  return table;
}

it('has a row for each circumstance and a column for each of the two settings', () => {
  const { headers, rows } = tableOf(own);
  expect(headers).toEqual(['circumstance', 'set', 'recommended setting', 'present setting', 'why']);
  expect(rows.map(([name]) => name)).toEqual(own.stresses.map(({ name }) => name));
  expect(rows[4]!.slice(2, 4)).toEqual([
    'meets every bound; P(OOM) 0.33% (0% to 0.68%) under parts, no limiter',
    'breaks P(OOM) with model errors < 1% under parts, no limiter: 1000/1000 (> 99.7%)',
  ]);
  const kept = { ...own, present: own.chosen! };
  expect(tableOf(kept).headers).toContain('recommended (as it is now) setting');
});

it('says why bodies at their p99 are not among them, where they are not', () => {
  const [said] = circumstances(own);
  expect(said).not.toMatchObject({ text: expect.stringContaining('p99') });
  const stresses = own.stresses.filter(({ kind }) => kind !== 'large-bodies');
  const [missing] = circumstances({ ...own, stresses });
  expect(missing).toMatchObject({ text: expect.stringContaining('all bodies of the model') });
});

it('says what becomes of the requests in a pod that dies, where one does', () => {
  const [said] = circumstances(own);
  expect(said).toMatchObject({ text: expect.stringContaining('clients send it again') });
  const stresses = own.stresses.filter(({ kind }) => kind !== 'restart-overshoot');
  const [unsaid] = circumstances({ ...own, stresses });
  expect(unsaid).not.toMatchObject({ text: expect.stringContaining('send it again') });
});

it('says nothing where nothing was tried', () => {
  expect(circumstances({ ...own, stresses: [] })).toEqual([]);
  expect(circumstancesInWords({ ...own, stresses: [] })).toEqual([]);
});

it('claims every bound only where none is broken or open', () => {
  const [stress] = own.stresses.filter(({ kind }) => kind === 'pod-lost');
  const outcomes = stress!.outcomes.map((each) => ({
    ...each,
    judged: each.judged.map((one) =>
      one.bound.startsWith('served') ? { ...one, verdict: 'fails' as const } : one,
    ),
  }));
  const [said] = circumstancesInWords({ ...own, stresses: [{ ...stress!, outcomes }] });
  expect(said).toMatch(
    /^In worse circumstances \(one pod less\): meets the bound on P\(OOM\), .* served within 60 s/,
  );
});

it('claims nothing of a pod that was handed nothing when it returned', () => {
  const [stress] = own.stresses.filter(({ kind }) => kind === 'restart-overshoot');
  const said = (notExercised: string[]) => {
    const kept = stress!.outcomes.filter(({ candidate }) => candidate === own.chosen);
    const outcomes = kept.map((each) => ({ ...each, notExercised }));
    return circumstancesInWords({ ...own, stresses: [{ ...stress!, outcomes }] });
  };
  expect(said([])).toEqual(['Meets every bound also with: a pod returns.']);
  const [judged] = stress!.outcomes;
  const names = judged!.figures.map(({ scenario }) => scenario);
  expect(said(names)[0]).toMatch(
    /^In worse circumstances \(a pod returns\): not exercised, no request reached the pod that/,
  );
  expect(said(names.slice(0, 1))[0]).toContain(`not exercised under ${names[0]}, no request`);
});

it('says for which numbers of HAProxy replicas it is safe, where that does not begin at one', () => {
  const stresses = own.stresses
    .filter(({ kind }) => kind === 'haproxy-replicas')
    .map((stress, index) => ({
      ...stress,
      outcomes: stress.outcomes.map((each) => ({
        ...each,
        candidate: own.chosen!,
        verdict: index === 1 ? ('holds' as const) : ('fails' as const),
      })),
    }));
  const [said] = circumstancesInWords({ ...own, stresses });
  expect(said).toMatch(/^Safe for 2 HAProxy replicas alone\. With 1: .* With 3: /);
});
