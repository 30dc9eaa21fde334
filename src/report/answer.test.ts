import { describe, expect, it } from 'vitest';
import { exampleResults } from '../plots/example-results.fixture.ts';
import type { ExperimentResults } from '../sweep/results.ts';
import type { Row } from '../sweep/row.ts';
import { answer } from './answer.ts';

/** The example with P(OOM) decided by `kills`, of 100 runs. */
function withKills(name: string, kills: (row: Row) => number): ExperimentResults {
  const results = exampleResults(name);
  const rows = results.rows.map((row) => ({ ...row, oom_probability: kills(row) / 100 }));
  return { ...results, rows };
}

describe('the answer of an experiment about maxconn', () => {
  it('says for each path the largest safe cap, where it flips, and what the cap of the model does', () => {
    const sentences = answer(exampleResults('maxconn'));
    expect(sentences).toContain(
      'If the bodies take path sleep-then-read: safe up to maxconn 20: 0 of 100 simulated backup windows: below 3.0% (95%); flips at maxconn 30: 6 of 100 simulated backup windows (6%, 95% interval 2.8% to 12%); maxconn 40: 98 of 100 simulated backup windows (98%, 95% interval 93% to 99.4%). The deterministic bound stays below the limit up to 30.',
    );
    expect(sentences).toContain(
      'If the bodies take path limiter-then-parts: no tested maxconn gives a kill; maxconn 40: 0 of 100 simulated backup windows: below 3.0% (95%). The deterministic bound stays below the limit up to 20.',
    );
  });

  it('names the cap that holds under every path, and for how many frontproxies', () => {
    expect(answer(exampleResults('maxconn'))[0]).toBe(
      'Whatever path the bodies take (pod.replicas 3), the largest maxconn without an OOM kill is 5: 0 of 100 simulated backup windows: below 3.0% (95%) under each path, with 1 frontproxy (with twice as many it would have to be 2).',
    );
  });

  it('says where twice the frontproxies would flip a cap that is safe', () => {
    const results = withKills('maxconn', (row) => (Number(row['haproxy.maxconn']) > 60 ? 100 : 0));
    expect(answer(results)[1]).toContain(
      'Flips with twice the frontproxies: 40 in each lets in what 80 does here.',
    );
    expect(answer(exampleResults('maxconn')).join()).not.toContain('Flips with twice');
  });

  it('can say that no maxconn is safe', () => {
    const sentences = answer(withKills('maxconn', () => 100));
    expect(sentences[0]).toMatch(/^No tested maxconn is safe under every handler path/);
    expect(sentences[1]).toMatch(
      /^If the bodies take path limiter-then-parts: no maxconn is safe, not even maxconn 5: 100 of 100/,
    );
    expect(sentences[1]).toContain('cap the body size');
  });

  it('divides what the limit leaves by the requests in flight', () => {
    const room = answer(exampleResults('maxconn')).find((each) => each.startsWith('Arithmetic'));
    expect(room).toContain('512 MiB less 9 MiB for the idle process leaves 12.6 MiB a request');
    expect(room).toContain('it leaves 6.3 MiB');
  });
});

it('a fitted path is marked as no evidence wherever it is judged', () => {
  const said = (name: string) =>
    answer(exampleResults(name)).filter((each) => /(path|^)\s*incident-fit/.test(each));
  expect(said('maxconn').join()).toContain('fitted to the incident, not evidence');
  expect(said('incident').join()).toContain('no degree of freedom left, not evidence');
});

it('the incident is answered path by path with the verdict in each cell', () => {
  const sentences = answer(exampleResults('incident'));
  expect(sentences[0]).toBe('OOM or no OOM in all four cells is predicted by: parts.');
  expect(sentences).toContain(
    'limiter-then-read: 2 of 4 cells; direct PUT 295 MiB; capped PUT 222 MiB (−34% of the measured peak); direct mixed 295 MiB; capped mixed 222 MiB (−31% of the measured peak).',
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
    'Served within 60 s by haproxy.timeouts.queue, parts: 98% (96% to 99.9%) at 30s (99% of waits below 29 s); 51% (49% to 53%) at 1s (503 sQ 47%, 99% of waits below 1 s)',
  );
});

it('a sweep without any kill says how little that proves', () => {
  const sentences = answer(withKills('queue-timeout', () => 0));
  expect(sentences[0]).toBe(
    'No OOM kill at any of the 16 points: 0 of 100 simulated backup windows: below 3.0% (95%) at each.',
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
