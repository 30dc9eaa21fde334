import { expect, it } from 'vitest';
import { exampleRecommendation } from '../recommend/recommendation.fixture.ts';
import type { Neighbour } from '../recommend/what-if.ts';
import { subjectOf } from './subject.ts';
import { stepInWords, whyTheseValues } from './why-these-values.ts';

const own = exampleRecommendation();
const subject = subjectOf(own);
const same = own.neighbours.find(({ verdict }) => verdict === 'holds')!;
const words = (step: Neighbour | undefined) => stepInWords(step, subject, own.policy);

it('a step that breaks a bound says which, where, and by how much', () => {
  const broken = own.neighbours.find(({ path }) => path === 'haproxy.maxconn');
  expect(words(broken)).toBe(
    '60: breaks P(OOM) with model errors < 1% under parts, no limiter: 25% (23% to 28%)',
  );
});

it('a step that breaks none says what it costs, in memory or else in time', () => {
  expect(words(same)).toMatch(/^60s: meets every bound; P\(OOM\) .*; as cheap and as fast$/);
  expect(words({ ...same, cost: 2 * same.cost })).toMatch(/dearer: 1536 MiB in place of 768 MiB$/);
  expect(words({ ...same, cost: same.cost / 2 })).toMatch(/cheaper: 384 MiB in place of 768 MiB$/);
  const figures = same.figures.map((each) => ({ ...each, time: { ...each.time, value: 40 } }));
  expect(words({ ...same, figures })).toMatch(
    /slower: mean time to the answer 40 s in place of 26 s$/,
  );
});

it('a step that was not decided or not tried says so', () => {
  expect(words({ ...same, verdict: 'open' })).toMatch(/^60s: undecided; /);
  expect(words(undefined)).toBe('not tried');
});

it('has a row for each knob, and the present values only where they differ', () => {
  const [, table] = whyTheseValues(own);
  expect(table).toMatchObject({
    headers: ['knob', 'recommended', 'now', 'a step down', 'a step up'],
  });
  const rows = table!.kind === 'table' ? table!.rows : [];
  expect(rows.map((row) => row.slice(0, 3))).toEqual([
    ['maxconn (`haproxy.maxconn`)', '10', '40'],
    ['timeout queue (`haproxy.timeouts.queue`)', '30s', '30s'],
    ['memory limit (`pod.memoryLimit`)', '256Mi', '512Mi'],
    ['allocator (`pod.allocator`)', 'default', 'default'],
  ]);
  const [, kept] = whyTheseValues({ ...own, present: own.chosen! });
  expect(kept).toMatchObject({ headers: ['knob', 'recommended', 'a step down', 'a step up'] });
});
