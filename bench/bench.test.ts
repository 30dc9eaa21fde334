import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../src/cli/package-root.ts';
import { PARTS } from './parts.ts';
import { RATIOS } from './ratios.ts';
import type { Results } from './results.ts';

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

  it('prints every part, every ratio or why there is none, and the machine, as one JSON', () => {
    const { status, stdout, stderr } = bench('--effort', 'tiny', '--json');
    expect(status, stderr).toBe(0);
    const results = JSON.parse(stdout) as Results;
    expect(Object.keys(results.parts)).toEqual(Object.keys(PARTS));
    expect(Object.keys(results.ratios)).toEqual([...RATIOS]);
    for (const name of RATIOS) {
      const value = results.ratios[name];
      if (value === null) expect(results.missing[name], name).toMatch(/\w/);
      else expect(value, name).toBeGreaterThan(0);
    }
    expect(results.machine.node).toBe(process.version);
    expect(results.machine.cores).toBeGreaterThan(0);
    expect(readFileSync(join(out, 'bench.json'), 'utf8')).toBe(stdout);
  });

  it('lets plain JavaScript and the project alike do the work of the closed form', () => {
    const { stdout } = bench('--effort', 'tiny', '--only', 'core', '--json');
    const { parts } = JSON.parse(stdout) as Results;
    expect(Object.keys(parts)).toEqual(['core']);
    const sanity = parts.core!.sanity;
    expect(sanity.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['spillway', 'plain js']),
    );
    expect(sanity.filter(({ agrees }) => !agrees)).toEqual([]);
  });

  it('refuses a part it does not have', () => {
    const { status, stderr } = bench('--only', 'cores');
    expect(status).toBe(2);
    expect(stderr).toContain("'cores'");
  });
});
