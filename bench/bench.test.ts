import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../src/cli/package-root.ts';
import { PARTS } from './parts.ts';
import { RATIOS } from './ratios.ts';
import type { Results } from './results.ts';

const TINY = ['--effort', 'tiny'];
const out = mkdtempSync(join(tmpdir(), 'spillway-bench-'));

function bench(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const main = join(PACKAGE_ROOT, 'dist', 'bench', 'main.js');
  return spawnSync(process.execPath, [main, '--out', out, ...args], {
    cwd: PACKAGE_ROOT,
    encoding: 'utf8',
  });
}

describe('npm run bench', () => {
  beforeAll(() => {
    const build = spawnSync(process.execPath, [join('scripts', 'build-bench.mjs')], {
      cwd: PACKAGE_ROOT,
      encoding: 'utf8',
    });
    expect(build.stderr).toBe('');
  });

  it('prints every part, every ratio or why there is none, and who did the same work, as one JSON', () => {
    const { status, stdout, stderr } = bench(...TINY, '--json');
    expect(status, stderr).toBe(0);
    const results = JSON.parse(stdout) as Results;
    expect(Object.keys(results.parts)).toEqual(Object.keys(PARTS));
    expect(Object.keys(results.ratios)).toEqual([...RATIOS]);
    for (const name of RATIOS) {
      const value = results.ratios[name];
      if (value === null) expect(results.missing[name], name).toMatch(/\w/);
      else expect(value, name).toBeGreaterThan(0);
    }
    const sanity = results.parts.core!.sanity;
    expect(sanity.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['spillway', 'plain js']),
    );
    expect(sanity.filter(({ agrees }) => !agrees)).toEqual([]);
    expect(results.machine.node).toBe(process.version);
    expect(results.machine.cores).toBeGreaterThan(0);
    expect(readFileSync(join(out, 'bench.json'), 'utf8')).toBe(stdout);
    for (const name of ['rates', 'scaling']) {
      for (const ending of ['vl.json', 'svg', 'png']) {
        expect(existsSync(join(out, `${name}.${ending}`)), `${name}.${ending}`).toBe(true);
      }
    }
  }, 300_000);

  it('shows what has changed since an earlier run, in the parts asked for', () => {
    const { status, stdout } = bench(
      ...TINY,
      '--only',
      'memory',
      '--compare',
      join(out, 'bench.json'),
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/^core_vs_cpp .* -$/m);
    expect(stdout).toContain('Compared with commit');
  });

  it('refuses to compare with what is no earlier run', () => {
    const { status, stderr } = bench(...TINY, '--compare', 'package.json');
    expect(status).toBe(2);
    expect(stderr).toBe('--compare package.json: expected the bench.json of an earlier run\n');
  });

  it('has a row in docs/speed.md for each of its parts', () => {
    const text = readFileSync(join(PACKAGE_ROOT, 'docs', 'speed.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]);
    expect(rows).toEqual(Object.keys(PARTS));
  });

  it('refuses a part it does not have', () => {
    const { status, stderr } = bench('--only', 'cores');
    expect(status).toBe(2);
    expect(stderr).toContain("'cores'");
  });
});
