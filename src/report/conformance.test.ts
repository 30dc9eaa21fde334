import { describe, expect, it } from 'vitest';
import { exampleConformance } from '../plots/example-conformance.fixture.ts';
import { exampleResults } from '../plots/example-results.fixture.ts';
import { asMeasured } from './as-measured.ts';
import { conformanceAnswer } from './conformance-answer.ts';
import {
  disagreementTable,
  notCoveredTable,
  queueingTable,
  targetTable,
} from './conformance-tables.ts';
import { errorInWords, quantityInWords } from './conformance-words.ts';
import { sectionsOf } from './sections.ts';
import { screenTable } from './table.ts';

const example = exampleConformance();

/** The example with every target reached and nobody disagreeing. */
const perfect = {
  ...example,
  cases: example.cases.map((one) => ({
    ...one,
    oom: { ...one.oom, met: true },
    quantities: one.quantities.map((quantity) => ({ ...quantity, met: true })),
  })),
  targets: example.targets.map((target) => ({ ...target, met: target.scored, reached: true })),
};

describe('the answer of a conformance run', () => {
  it('starts with the targets that are missed, by name', () => {
    expect(conformanceAnswer(example)[0]).toBe(
      '3 of 5 targets missed over the cases that were not fitted: OOM or not, peak memory and p50 latency.',
    );
    expect(conformanceAnswer(perfect)[0]).toBe(
      'All 5 targets are reached over the cases that were not fitted.',
    );
  });

  it('says in how many cases OOM or not agrees, and in which it does not', () => {
    expect(conformanceAnswer(example)[1]).toBe(
      'OOM or not agrees in 14 of 15 cases (0 of 1 with a kill, 14 of 14 without; survivors within 10% of the limit do not count); not in G_slow_readers.',
    );
    expect(conformanceAnswer(perfect)[1]).not.toContain('not in');
  });

  it('gives median and worst case of each target', () => {
    expect(conformanceAnswer(example)[2]).toBe(
      'Peak memory (median error at most 8%, none above 20%): 10 of 12 cases met, median error 5%, worst +40% (A_cold_r1).',
    );
  });

  it('names the cases nobody can explain, and counts what is fitted and left out', () => {
    const sentences = conformanceAnswer(example);
    expect(sentences).toContain(
      '3 cases miss at least one target, 1 of them attributed to nothing known: G_slow_readers.',
    );
    expect(sentences.at(-1)).toBe(
      '20 cases simulated, each from its configuration alone with 8 seeds; 3 measured cases not covered, for want of what they need. The mechanisms of the model were chosen with these cases in view, and numbers were fitted to 5 of the cases, which count for nothing: unseen loads will be predicted less well.',
    );
    expect(conformanceAnswer(perfect).join()).not.toContain('miss at least one');
  });

  it('claims no test where no subset is named as fitted to', () => {
    const sentences = conformanceAnswer({ ...example, fitted: [] });
    expect(sentences[0]).toContain('over all cases, none of them held out');
    expect(sentences.at(-1)).toContain('which cases its numbers were fitted to is not stated');
    const text = JSON.stringify(asMeasured({ ...example, fitted: [] }).blocks);
    expect(text).toContain('not a test of it');
  });

  it('judges no target without a case', () => {
    const targets = example.targets.map((target) => ({ ...target, scored: 0, met: 0 }));
    expect(conformanceAnswer({ ...example, targets })).toHaveLength(3);
    expect(targetTable({ ...example, targets }).rows.map((row) => row.at(-1))).toEqual(
      targets.map(() => 'no case'),
    );
  });
});

it('every case that counts and misses is in the table, with its reason or without', () => {
  const { rows } = disagreementTable(example);
  expect(rows.map((row) => row.slice(0, 2))).toEqual([
    ['G_slow_readers', 'OOM or not'],
    ['A_cold_r1', 'peak memory'],
    ['A_cold_r1', 'p50 latency'],
    ['A_cold_r2', 'peak memory'],
    ['A_cold_r2', 'p50 latency'],
  ]);
  expect(rows[0]).toContain('nothing known');
  expect(rows[1]!.slice(2, 7)).toEqual([
    '300 MiB',
    '290 MiB to 310 MiB',
    '420 MiB',
    '416 MiB to 424 MiB',
    '+40%',
  ]);
  expect(rows[1]!.at(-1)).toMatch(/^Memory touched for the first time/);
});

it('waiting has three columns, and says where there is no closed form', () => {
  const { headers, rows } = queueingTable(example);
  expect(headers.slice(2, 5)).toEqual(['measured', 'simulated', 'closed form']);
  expect(rows).toContainEqual([
    'E_rho0.9',
    'share 503 after the queue time-out',
    '10.8%',
    '10.4%',
    '10.0%',
    '−0.4 points',
    '−0.8 points',
  ]);
  expect(rows).toContainEqual(expect.arrayContaining(['F_ties', 'none', '']));
  const killed = example.cases.map((one) => ({ ...one, oom: { ...one.oom, measuredKills: 1 } }));
  expect(queueingTable({ ...example, cases: killed }).rows).toEqual([]);
});

it('cases that are not covered are grouped by what the model lacks', () => {
  expect(notCoveredTable(example).rows).toEqual([
    ['Expect: 100-continue', '2', 'A4_expect, A4_expect_2'],
    ['balance roundrobin', '1', 'F2_rr'],
  ]);
});

it('shares differ by points, all else by a ratio that 0 does not have', () => {
  expect(errorInWords(-0.031, 'ok_share')).toBe('−3.1 points');
  expect(errorInWords(0.5, 'latency_p99')).toBe('+50%');
  expect(errorInWords(0, 'latency_p99')).toBe('0%');
  expect(errorInWords(Number.POSITIVE_INFINITY, 'latency_p50')).toBe('no ratio: one of them is 0');
  expect(quantityInWords('cut_share')).toBe('share cut short');
});

it('the section tells the rig, the reading, all four tables and what was fitted', () => {
  const text = JSON.stringify(asMeasured(example).blocks);
  for (const said of [
    'Measured on real pods',
    'uvicorn 0.17.6',
    'Fitted cases count for no target',
    'Cases that miss a target',
    'Queueing',
    'Not covered',
    'A_parts_n20',
  ]) {
    expect(text).toContain(said);
  }
  expect(text).not.toMatch(/NaN|undefined|Infinity/);
  expect(JSON.stringify(asMeasured(perfect).blocks)).toContain('Cases that miss a target: none.');
});

it('the report has the section for a conformance run and no other', () => {
  const ids = (name: string) => sectionsOf(exampleResults(name), []).map(({ id }) => id);
  expect(ids('conformance')).toContain('as-measured');
  expect(ids('conformance')).not.toContain('random');
  expect(ids('maxconn')).not.toContain('as-measured');
});

it('the screen shows targets, then cases that miss, and says how many it leaves out', () => {
  const lines = screenTable(exampleResults('conformance')).split('\n');
  expect(lines[0]).toMatch(/^what +target +met/);
  expect(lines.filter((line) => line.startsWith('A_cold'))).toHaveLength(4);
  const cases = Array.from({ length: 50 }, () => example.cases).flat();
  const many = { ...exampleResults('conformance'), conformance: { ...example, cases } };
  expect(screenTable(many).split('\n').at(-1)).toBe(
    '180 more rows of cases that miss a target: see the report.',
  );
  const narrow = screenTable(exampleResults('conformance'), 100).split('\n');
  expect(Math.max(...narrow.map((line) => line.length))).toBeLessThanOrEqual(100);
});
