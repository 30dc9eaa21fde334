/** What is written beside the project to be compared with: by hand in C++ and JavaScript, in SimPy. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PACKAGE_ROOT } from '../src/cli/package-root.ts';
import type { Timing } from './race.ts';

/** What every baseline prints. */
export interface TimedLine {
  readonly wall_s: number;
  readonly cpu_s: number;
}

/** What a baseline of the queueing core prints. */
export interface CoreLine extends TimedLine {
  readonly requests_per_s: number;
  readonly timed_out: number;
  readonly mean_wait_s: number;
}

/** A program that can be run here, or why it cannot. */
export type Program =
  | { readonly run: (...args: readonly (string | number)[]) => Promise<unknown> }
  | { readonly missing: string };

export interface Baselines {
  readonly cpp: Program;
  readonly cppHeap: Program;
  readonly simpy: Program;
  readonly plainJs: Program;
  /** What they run on, as they say themselves; null where they are missing. */
  readonly compiler: string | null;
  readonly python: string | null;
}

const SOURCES = join(PACKAGE_ROOT, 'bench');
const BINARIES = join(PACKAGE_ROOT, 'dist', 'bench');
const OPTIMISED = ['-O3', '-march=native', '-std=c++20'];
/** Debian's packages of Python belong to Debian's Python, which may not be the first in PATH. */
const PYTHONS = ['/usr/bin/python3', 'python3'];

/** Looks for what the machine has; installs nothing. */
export function findBaselines(): Baselines {
  const compiler = firstLine('g++', ['--version']);
  const python = PYTHONS.find((each) => firstLine(each, ['-c', PRINT_SIMPY]) !== null) ?? null;
  return {
    cpp: compiler === null ? NO_COMPILER : compiled('core'),
    cppHeap: compiler === null ? NO_COMPILER : compiled('heap'),
    simpy:
      python === null
        ? { missing: 'no python3 that can import simpy (Debian: python3-simpy3)' }
        : program(python, [join(SOURCES, 'core_simpy.py')]),
    plainJs: program(process.execPath, [join(SOURCES, 'baseline.mjs')]),
    compiler,
    python: python === null ? null : firstLine(python, ['-c', PRINT_SIMPY]),
  };
}

const PRINT_SIMPY =
  'import platform, simpy; print("Python", platform.python_version(), "SimPy", simpy.__version__)';
const NO_COMPILER = { missing: 'no g++' };

function compiled(name: string): Program {
  mkdirSync(BINARIES, { recursive: true });
  const binary = join(BINARIES, name);
  const source = join(SOURCES, `${name}.cpp`);
  if (isNewer(binary, source)) return program(binary, []);
  const args = [...OPTIMISED, '-o', binary, source];
  const { status, stderr } = spawnSync('g++', args, { encoding: 'utf8' });
  if (status === 0) return program(binary, []);
  return { missing: `g++ could not compile ${name}.cpp: ${stderr.split('\n')[0]}` };
}

function isNewer(binary: string, source: string): boolean {
  return existsSync(binary) && statSync(binary).mtimeMs > statSync(source).mtimeMs;
}

function program(command: string, first: readonly string[]): Program {
  return {
    run: async (...args) => {
      const { stdout } = await promisify(execFile)(command, [...first, ...args.map(String)]);
      return JSON.parse(stdout);
    },
  };
}

/** The first line a program prints; null where it is not there or fails. */
function firstLine(command: string, args: readonly string[]): string | null {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n')[0]! : null;
}

/** @param amount what it was asked to do */
export function timed({ wall_s: wall, cpu_s: cpu }: TimedLine, amount: number): Timing {
  return { amount, wall, cpu };
}

/** Null where it is not. */
export function whyMissing(program: Program): string | null {
  return isThere(program) ? null : program.missing;
}

/** Whether a program is there; why not is told in the results. */
export function isThere(program: Program): program is Exclude<Program, { missing: string }> {
  return 'run' in program;
}
