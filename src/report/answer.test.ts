import { describe, expect, it } from 'vitest';
import { drawCharts } from '../plots/charts.ts';
import { exampleResults, knobChart, withSecondFigures } from '../plots/example-results.fixture.ts';
import { noneSeenBound } from '../stats/proportion.ts';
import type { ExperimentResults } from '../sweep/results.ts';
import type { Row } from '../sweep/row.ts';
import { answer as answerWith } from './answer.ts';

const answer = (results: ExperimentResults) => answerWith(results, drawCharts(results));

/** The example with P(OOM) decided by `kills`, of 100 runs. */
function withKills(name: string, kills: (row: Row) => number): ExperimentResults {
  const results = exampleResults(name);
  const rows = results.rows.map((row) => {
    const count = kills(row);
    const bound = { 0: noneSeenBound(100), 100: 1 - noneSeenBound(100) }[count] ?? null;
    return { ...row, oom_probability: count / 100, oom_probability_bound: bound };
  });
  return { ...results, rows };
}

describe('the answer of an experiment about maxconn', () => {
  it('starts with what happens at the cap of the model, fitted paths marked', () => {
    expect(answer(exampleResults('maxconn'))[0]).toBe(
      'maxconn 40, 3 pods: OOM kills under parts (3 of 100 runs, 95%: 1% to 8.5%), sleep-then-read (98 of 100 runs, 95%: 93% to 99.45%) and read-all (100 of 100 runs, 95%: > 97%); none under limiter-then-parts, limiter-then-read and incident-fit (fitted to the incident, not evidence): 0 of 100 simulated backup windows: below 3% (95%) under each.',
    );
    expect(answer(withKills('maxconn', () => 0))[0]).toBe(
      'maxconn 40, 3 pods: no OOM kill under any of 6 handler paths: 0 of 100 simulated backup windows: below 3% (95%) under each.',
    );
  });

  it('says of each path that kills the largest safe cap and where it flips', () => {
    expect(answer(exampleResults('maxconn'))).toContain(
      'If the bodies take path sleep-then-read: safe up to maxconn 20: 0 of 100 simulated backup windows: below 3% (95%); flips at maxconn 30: 6 of 100 simulated backup windows (6%, 95% interval 2.8% to 12%). The deterministic bound stays below the limit up to 30.',
    );
  });

  it('says of the paths that never kill that they do not, by the fewest runs behind it', () => {
    const results = exampleResults('maxconn');
    const never = (changed: ExperimentResults) =>
      answer(changed).find((each) => each.includes('no tested maxconn gives a kill'));
    expect(never(results)).toBe(
      'If the bodies take path limiter-then-parts, limiter-then-read and incident-fit (fitted to the incident, not evidence): no tested maxconn gives a kill, 0 of 100 simulated backup windows: below 3% (95%) at each. The deterministic bound stays below the limit up to 20 (limiter-then-parts), 10 (limiter-then-read) and 60 (incident-fit).',
    );
    const rows = results.rows.map((row) =>
      row['haproxy.maxconn'] === 60 ? { ...row, replications: 40 } : row,
    );
    expect(never({ ...results, rows })).toContain('0 of 40 simulated backup windows');
  });

  it('names the cap that holds under every path, and for how many frontproxies', () => {
    expect(answer(exampleResults('maxconn'))[1]).toBe(
      'Whatever path the bodies take (pod.replicas 3), the largest maxconn without an OOM kill is 5: 0 of 100 simulated backup windows: below 3% (95%) under each path, with 1 frontproxy (with twice as many it would have to be 2).',
    );
  });

  it('takes no deterministic row for the proof of rows that are not', () => {
    const results = exampleResults('maxconn');
    const rows = results.rows.map((row) =>
      row['pod.handler'] === 'limiter-then-parts' ? { ...row, deterministic: true } : row,
    );
    expect(answer({ ...results, rows })[1]).toContain('0 of 100 simulated backup windows');
    const sure = results.rows.map((row) => ({ ...row, deterministic: true }));
    expect(answer({ ...results, rows: sure })[1]).toContain('deterministic: OOM no under each');
  });

  it('says where twice the frontproxies would flip a cap that is safe', () => {
    const results = withKills('maxconn', (row) => (Number(row['haproxy.maxconn']) > 60 ? 100 : 0));
    expect(answer(results)[2]).toContain(
      'Flips with twice the frontproxies: 40 in each lets in what 80 does here.',
    );
    expect(answer(exampleResults('maxconn')).join()).not.toContain('Flips with twice');
  });

  it('is a dozen sentences at most, as long as the paths are few', () => {
    expect(answer(exampleResults('maxconn')).length).toBeLessThanOrEqual(12);
  });

  it('speaks of the burst after a restart only where the version of HAProxy has one', () => {
    const results = exampleResults('maxconn');
    const room = (overshootsOnReturn: boolean) =>
      answer({ ...results, facts: { ...results.facts, overshootsOnReturn } }).find((each) =>
        each.startsWith('Arithmetic'),
      );
    expect(room(false)).toContain('(before HAProxy 3.2 also after a restart) it leaves 6.29 MiB');
    expect(room(true)).toContain('or twice the cap after a restart, it leaves 6.29 MiB');
  });

  it('can say that no maxconn is safe', () => {
    const sentences = answer(withKills('maxconn', () => 100));
    expect(sentences[1]).toMatch(/^No tested maxconn is safe under every handler path/);
    expect(sentences[2]).toMatch(
      /^If the bodies take path limiter-then-parts: no maxconn is safe, not even maxconn 5: 100 of 100/,
    );
    expect(sentences[2]).toContain('cap the body size');
  });

  it('divides what the limit leaves by the requests in flight', () => {
    const room = answer(exampleResults('maxconn')).find((each) => each.startsWith('Arithmetic'));
    expect(room).toContain('512 MiB less 9 MiB for the idle process leaves 12.6 MiB a request');
  });
});

it('a fitted path is marked as no evidence wherever it is judged', () => {
  const said = (name: string) =>
    answer(exampleResults(name)).filter((each) => /incident-fit/.test(each));
  expect(said('maxconn').join()).toContain('fitted to the incident, not evidence');
  expect(said('incident').join()).toContain('no degree of freedom left, not evidence');
});

it('the incident is answered path by path with the verdict in each cell', () => {
  const sentences = answer(exampleResults('incident'));
  expect(sentences[0]).toBe('OOM or no OOM in all four cells is predicted by: parts.');
  expect(sentences).toContain(
    'limiter-then-read: 2 of 4 cells; direct PUT 295 MiB, P(OOM) < 3%; capped PUT 222 MiB (−34% of the measured peak), P(OOM) < 3%; direct mixed 295 MiB, P(OOM) < 3%; capped mixed 222 MiB (−31% of the measured peak), P(OOM) < 3%.',
  );
  // Both figures stand in each cell, and no kill in n runs is a bound.
  const both = answer(withSecondFigures(exampleResults('incident'))).join('\n');
  expect(both).toMatch(
    /parts: .*capped PUT 447 MiB .*, P\(OOM\) 3% \(1% to 8.5%\), with model errors /,
  );
  const none = answer(withKills('incident', () => 0));
  expect(none[0]).toMatch(/^No handler path that was measured by itself predicts/);
});

it('other knobs are answered by their safe range for each path', () => {
  expect(answer(exampleResults('memory-limit'))[0]).toBe(
    'pod.memoryLimit without an OOM kill (haproxy.maxconn 40): limiter-then-parts all tested (256Mi to 2048Mi); limiter-then-read from 384Mi; parts from 768Mi; sleep-then-read from 768Mi; read-all none tested; incident-fit from 512Mi.',
  );
  expect(answer(exampleResults('flood-size'))[0]).toContain(
    'read-all all tested (8 to 256) (bodySize 1MB), up to 32 (bodySize 4MB), up to 8 (bodySize 16MB, bodySize 64MB).',
  );
});

it('a queue time-out is answered by what is served and lost at it', () => {
  expect(answer(exampleResults('queue-timeout')).join('\n')).toContain(
    'Served within 60 s by haproxy.timeouts.queue, parts: 97.9% (95.9% to 99.9%) at 30s (killed 0.9%, 99% of waits below 29.3 s); 51% (49% to 53%) at 1s (503 sQ 47%, killed 0.9%, 99% of waits below 1 s)',
  );
});

it('named cases are answered one by one, with what was lost and how often it was tried', () => {
  const results = withKills('knob', (row) => (row.case === '3.2' ? 0 : 100));
  const rows = results.rows.map((row) => ({ ...row, attempts_per_operation: 2.5 }));
  const sentences = answer({ ...results, rows });
  expect(sentences[0]).toBe('Cases without an OOM kill: 3.2.');
  expect(sentences[1]).toMatch(
    /^Served within 60 s by case, replicas 1: .* at 2\.6 \(.*2\.5 attempts an operation.*\); .* at 3\.2 .*; .* at no cap/,
  );
});

it('the chart knob of the main grid says which knob the answer is about', () => {
  const results = withKills('queue-timeout', () => 0);
  const chart = knobChart('handlers', { x: 'pod.handler', panels: ['oom_probability'] });
  const experiment = { ...results.experiment, charts: [chart] };
  const said = answer({ ...results, experiment }).join(' ');
  expect(said).not.toContain('by haproxy.timeouts.queue');
});

it('a sweep without any kill says how little that proves', () => {
  const sentences = answer(withKills('queue-timeout', () => 0));
  expect(sentences[0]).toBe(
    'No OOM kill at any of the 16 points: 0 of 100 simulated backup windows: below 3% (95%) at each.',
  );
});

it('a quick run says that it is no basis for a decision', () => {
  const sentences = answer({ ...exampleResults('maxconn'), quick: true });
  expect(sentences[0]).toMatch(/^Quick run \(100 runs a point\): .* too few runs to decide by/);
});

it('no sentence has a hole where a number should be', () => {
  for (const name of ['maxconn', 'queue-timeout', 'memory-limit', 'flood-size', 'incident']) {
    const results = exampleResults(name);
    const poor = results.rows.map((row) => ({
      grid: row.grid!,
      ...Object.fromEntries(
        results.grids.flatMap((grid) => grid.varied.map(({ path }) => [path, row[path] ?? null])),
      ),
      oom_probability: row.oom_probability!,
      replications: row.replications!,
    }));
    for (const rows of [results.rows, poor]) {
      expect(answer({ ...results, rows }).join(' ')).not.toMatch(/NaN|undefined|Infinity|null/);
    }
  }
});

it('both figures are said side by side, of the present cap and of every path', () => {
  const sentences = answer(withSecondFigures(exampleResults('maxconn')));
  expect(sentences[0]).toContain(
    'parts (3 of 100 runs, 95%: 1% to 8.5%, with model errors 3.1% (0% to 9.9%)), sleep-then-read (',
  );
  expect(sentences[0]).toContain('below 3% (95%) under each, with model errors below 0.01%.');
  expect(sentences.filter((each) => /of 100 simulated/.test(each)).length).toBeGreaterThan(3);
  for (const sentence of sentences) {
    if (/of 100 simulated/.test(sentence)) expect(sentence).toContain('with model errors');
  }
});

it('of other knobs the points without a kill say how far they hold with the errors of the model', () => {
  const sentences = answer(withSecondFigures(exampleResults('memory-limit')));
  expect(sentences[1]).toMatch(
    /^Where no run is killed \(\d+ points\) P\(OOM\) with model errors is highest, [\d.]+% \(.*\), at .*\.$/,
  );
});
