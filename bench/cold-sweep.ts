/** `npm run sweep` in a fresh copy of the project, without a build and without results, by phase. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { PACKAGE_ROOT } from '../src/cli/package-root.ts';
import { bareStart } from './bare-start.ts';
import type { Effort } from './effort.ts';
import { type Phase, type ProcessRecord, TIMELINE_FOLDER } from './timeline.ts';

export interface ColdSweep {
  readonly command: string;
  /** From the command to the prompt [s]. */
  readonly wall: number;
  /** Processor time of all its processes and their threads [s]. */
  readonly cpu: number;
  /** In their order; phases of one name added up. */
  readonly phases: readonly Phase[];
  /** What the command line had taken when its first thread was ready for a run. */
  readonly beforeFirstEvent: { readonly wall: number; readonly cpu: number };
  /** What Node takes of that for itself and its threads [s]. */
  readonly bareStart: number;
  /** Of the wall time of the command line's process. */
  readonly chartsShare: number;
}

/** What a fresh clone does not have. */
const NOT_COPIED = ['node_modules', 'dist', 'out', '.git', 'coverage'];

export async function measureColdSweep({ sweepArguments }: Effort): Promise<ColdSweep> {
  const place = mkdtempSync(join(tmpdir(), 'spillway-cold-'));
  try {
    const copy = join(place, 'project');
    const records = join(place, 'records');
    mkdirSync(records);
    cpSync(PACKAGE_ROOT, copy, {
      recursive: true,
      filter: (path) => !NOT_COPIED.includes(relative(PACKAGE_ROOT, path).split('/')[0]!),
    });
    symlinkSync(join(PACKAGE_ROOT, 'node_modules'), join(copy, 'node_modules'));
    return sweepIn(copy, records, sweepArguments);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function sweepIn(copy: string, records: string, args: readonly string[]): ColdSweep {
  const command = `npm run sweep${args.length > 0 ? ` -- ${args.join(' ')}` : ''}`;
  const preload = join(PACKAGE_ROOT, 'dist', 'bench', 'timeline.cjs');
  const env = {
    ...process.env,
    NODE_OPTIONS: `--require ${JSON.stringify(preload)}`,
    [TIMELINE_FOLDER]: records,
  };
  const beganAt = performance.now();
  // The shell's `times` knows what all processes of the command took, those without Node too.
  const script = 'npm run -s sweep -- "$@" >/dev/null 2>complaints; code=$?; times; exit $code';
  const { status, stdout } = spawnSync('sh', ['-c', script, 'sh', ...args], {
    cwd: copy,
    env,
    encoding: 'utf8',
  });
  const wall = (performance.now() - beganAt) / 1000;
  if (status !== 0) {
    throw new Error(`${command} failed: ${readFileSync(join(copy, 'complaints'), 'utf8')}`);
  }
  const seen = readdirSync(records).map(
    (file): ProcessRecord => JSON.parse(readFileSync(join(records, file), 'utf8')),
  );
  const cli = processOf(seen, 'cli.js');
  const build = processOf(seen, 'build.mjs');
  const beforeFirstEvent = cli.threadReady ?? { wall: cli.wall, cpu: cli.cpu };
  const phases = addedUp(cli.phases);
  const cpu = childrenTime(stdout);
  return {
    command,
    wall,
    cpu,
    phases: [
      { name: 'npm', wall: wall - build.wall - cli.wall, cpu: processOf(seen, 'npm').cpu },
      { name: 'build', wall: build.wall, cpu: build.cpu },
      ...phases,
      rest(cli, phases),
    ],
    beforeFirstEvent,
    bareStart: bareStart(),
    chartsShare: (phases.find(({ name }) => name === 'charts')?.wall ?? 0) / cli.wall,
  };
}

function processOf(seen: readonly ProcessRecord[], script: string): ProcessRecord {
  const found = seen.find((record) => new RegExp(`${script}(-cli\\.js)?$`).test(record.script));
  if (found === undefined) throw new Error(`no process of ${script} has left a record`);
  return found;
}

function addedUp(phases: readonly Phase[]): Phase[] {
  const names = [...new Set(phases.map(({ name }) => name))];
  return names.map((name) => {
    const same = phases.filter((phase) => phase.name === name);
    const sum = (value: (phase: Phase) => number) =>
      same.reduce((total, phase) => total + value(phase), 0);
    return { name, wall: sum((phase) => phase.wall), cpu: sum((phase) => phase.cpu) };
  });
}

/** Loading the program, starting threads, rows, answers on screen. */
function rest({ wall, cpu }: ProcessRecord, phases: readonly Phase[]): Phase {
  const left = (all: number, value: (phase: Phase) => number) =>
    phases.reduce((remaining, phase) => remaining - value(phase), all);
  return {
    name: 'start and screen',
    wall: left(wall, (phase) => phase.wall),
    cpu: left(cpu, (phase) => phase.cpu),
  };
}

/** User and system time of a shell's children [s]: the second line that `times` prints. */
function childrenTime(times: string): number {
  const [, children = ''] = times.trim().split('\n').slice(-2);
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
    0,
  );
}
