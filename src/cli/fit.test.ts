import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { measuredCase } from '../fit/measured.fixture.ts';
import { emptyFolder, spillway } from './spawn.fixture.ts';

const RIG = 'clients:\n  - kind: closed\n';

const CASE = measuredCase('a', {
  config: { s3_delay_s: 0.5 },
  measured: {
    peak_rss: [6e7],
    peak_usage: [6e7],
    peak_usage_plus_tcp: [6e7],
    idle_rss: [25 * 2 ** 20],
    latency: { p50: 0.52, p99: 0.53 },
  },
});

const FIT = `model: rig.yaml
measured: cases.json
replications: 1
statistics:
  - path: pod.heap.idle
    statistic: idle-memory
    unit: MiB
    start: 24
    cases: [a]
blocks: []
`;

function workshop(): string {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'rig.yaml'), RIG);
  writeFileSync(join(folder, 'cases.json'), JSON.stringify({ provenance: {}, cases: [CASE] }));
  writeFileSync(join(folder, 'fit.yaml'), FIT);
  return folder;
}

test('writes what it found beside the fit file, and checks it by exit code', () => {
  const folder = workshop();
  const written = spillway(['fit', 'fit.yaml', '--workers', '1'], folder);
  expect(written.exitCode).toBe(0);
  expect(written.stdout).toMatch(/pod\.heap\.idle +MiB +24 +25 +unknown +a: resident memory/);
  expect(readFileSync(join(folder, 'fitted.yaml'), 'utf8')).toContain('value: 25MiB');
  const checked = spillway(['fit', 'fit.yaml', '--check', '--workers', '2'], folder);
  expect(checked.stdout).toMatch(/are what the fit gives\.\n$/);
  expect(checked.exitCode).toBe(0);
  writeFileSync(join(folder, 'fitted.yaml'), 'pod:\n  heap:\n    idle: 24MiB\n');
  const stale = spillway(['fit', 'fit.yaml', '--check'], folder);
  expect(stale.stdout).toMatch(/Not what the fit gives now: .*fitted\.yaml\n$/);
  expect(stale.exitCode).toBe(1);
});

test('tells a mistake in the fit file in one line', () => {
  const folder = workshop();
  const complaint = (text: string) => {
    writeFileSync(join(folder, 'fit.yaml'), text);
    const { exitCode, stdout, stderr } = spillway(['fit', 'fit.yaml'], folder);
    expect([exitCode, stdout]).toEqual([2, '']);
    return stderr;
  };
  expect(complaint(FIT.replace('[a]', '[b]'))).toMatch(/^fit\.yaml:9:13 .*unknown case "b"\n$/);
  expect(complaint(FIT.replace('heap.idle', 'heap.idel'))).toMatch(
    /^the fit.*pod\.heap\.idel.*did you mean pod\.heap\.idle\?\n$/,
  );
});
