/** Where the figures come from: two runs on different machines have nothing to say to each other. */
import { spawnSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { PACKAGE_ROOT } from '../src/cli/package-root.ts';
import type { Baselines } from './baselines.ts';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  /** [B] */
  readonly memory: number;
  readonly system: string;
  readonly node: string;
  /** Null where it is missing. */
  readonly compiler: string | null;
  readonly python: string | null;
  /** Processes that wanted a core over the last minute, as the benchmark began and as it ended. */
  readonly load: readonly [began: number, ended: number];
}

export function describeMachine({ compiler, python }: Baselines, began: number): Machine {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memory: totalmem(),
    system: `${process.platform} ${release()} ${process.arch}`,
    node: process.version,
    compiler,
    python,
    load: [began, loadNow()],
  };
}

/** One-minute load average. */
export function loadNow(): number {
  return loadavg()[0]!;
}

/** What is measured: a commit, marked where files differ from it; null outside a repository. */
export function commit(): string | null {
  const { status, stdout } = spawnSync('git', ['describe', '--always', '--dirty'], {
    cwd: PACKAGE_ROOT,
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : null;
}
