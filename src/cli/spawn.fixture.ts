/** The bundled command line as a user starts it, for tests. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PACKAGE_ROOT } from './package-root.ts';

const CLI = join(PACKAGE_ROOT, 'dist', 'cli.js');

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function spillway(args: readonly string[], cwd = PACKAGE_ROOT): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd,
    encoding: 'utf8',
  });
  return { exitCode: status, stdout, stderr };
}

/** The same, interrupted as soon as `when` says so of what stderr shows. */
export function interrupted(
  args: readonly string[],
  when: (stderr: string) => boolean,
): Promise<Ended> {
  const child = spawn(process.execPath, [CLI, ...args], { cwd: PACKAGE_ROOT });
  let stdout = '';
  let stderr = '';
  let sent = false;
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
    if (!sent && when(stderr)) sent = child.kill('SIGINT');
  });
  return new Promise((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'spillway-'));
}
