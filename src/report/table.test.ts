import { expect, it } from 'vitest';
import { exampleResults } from '../plots/example-results.fixture.ts';
import { screenTable } from './table.ts';

const linesOf = (name: string, columns?: number) =>
  screenTable(exampleResults(name), columns).split('\n');

it('columns line up and rows carry units, intervals and endings', () => {
  const lines = linesOf('queue-timeout');
  expect(lines[0]).toBe(
    'handler             timeouts.queue  P(OOM)  95% interval/bound  in 60 s     p50      p99  endings                                   peak memory',
  );
  expect(lines[2]).toBe(
    'limiter-then-parts              1s   0/100  < 3%                    53%  15.7 s  > limit  ok 53%, 503 sQ 47%               140 MiB, max 154 MiB',
  );
  expect(lines).toContain(
    'parts                          30s      3%  1% to 8.5%            97.9%  15.7 s   31.3 s  ok 97.9%, killed 0.9%            447 MiB, max 492 MiB',
  );
});

it('a long table shows the fleet of the model and says where the rest is', () => {
  const lines = linesOf('maxconn');
  expect(lines).toHaveLength(2 + 66 + 1);
  expect(lines.at(-1)).toBe(
    'Shown: pod.replicas 3. All in rows.csv: 198 rows in grid main, 54 rows in grid fan, 6 rows in grid anatomy.',
  );
});

it('a narrow terminal loses the less important columns first and no verdict', () => {
  for (const columns of [100, 120, 140]) {
    const lines = linesOf('queue-timeout', columns);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(lines[0]).toContain('P(OOM)');
  }
  expect(linesOf('queue-timeout', 0)).toEqual(linesOf('queue-timeout'));
});

it('a deterministic row says yes or no', () => {
  const results = exampleResults('incident');
  const rows = results.rows.map((row) => ({ ...row, deterministic: true }));
  const lines = screenTable({ ...results, rows }).split('\n');
  expect(lines[2]).toMatch(/direct PUT\s+no {2}deterministic/);
  expect(lines).toContainEqual(expect.stringMatching(/read-all\s+direct PUT\s+yes/));
});

it('statistics that a row does not have are blank, not infinite', () => {
  const results = exampleResults('incident');
  const rows = results.rows.map((row) => ({ ...row, latency_p99_s: null, ok_share: null }));
  expect(screenTable({ ...results, rows })).not.toContain('> limit');
});

it('theory shows the closed form beside the simulation', () => {
  expect(linesOf('theory')[2]).toMatch(/mean wait\s+0.3\s+0.2984\s+0.0012\s+-1.30$/);
});
