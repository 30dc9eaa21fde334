/** `spillway run`: one run of a model and its story. */
import { join } from 'node:path';
import { oneFlood } from '../plots/one-flood.ts';
import { attemptsCsv } from './attempts-csv.ts';
import { checkWritable, checkWritableFile, writeAtomic } from './files.ts';
import { inPool } from './in-pool.ts';
import type { Io } from './io.ts';
import { namedModel } from './named-model.ts';
import { runStory } from './run-story.ts';
import { summariseRun } from './run-summary.ts';

export interface RunCommandOptions {
  readonly seed: string;
  readonly set: readonly string[];
  readonly out?: string;
  readonly json?: boolean;
  /** File for a line an attempt. */
  readonly attempts?: string;
}

const DEFAULT_OUT = join('out', 'run');

export async function runCommand(name: string, options: RunCommandOptions, io: Io): Promise<void> {
  const { model } = namedModel(name, options.set);
  // Numbers alone need no drawing; a long run would keep a long timeline for nothing.
  const folder = options.out ?? (options.json ? null : DEFAULT_OUT);
  if (folder !== null) checkWritable(folder);
  const list = options.attempts ?? null;
  if (list !== null) checkWritableFile(list, '--attempts');
  const keep = { timeline: folder !== null, attempts: list !== null };
  // In a thread of its own: a run that never ends must leave this one free to hear Ctrl-C.
  const observations = await inPool({ workers: 1 }, io, (pool) =>
    pool.execute({ kind: 'run', model, seed: options.seed, ...keep }),
  );
  const summary = summariseRun(model, observations);
  const json = `${JSON.stringify(summary, null, 2)}\n`;
  io.out(options.json ? json : runStory(summary));
  if (list !== null) {
    writeAtomic(list, attemptsCsv(observations.attempts!));
    if (!options.json) io.out(`${'attempts'.padEnd(12)} ${list}\n`);
  }
  if (folder === null) return;
  const timeline = {
    name: model.name,
    memoryLimitBytes: summary.memoryLimitBytes,
    observations,
  };
  const spec = oneFlood([timeline]);
  const { chartOf } = await import('../plots/charts.ts');
  const { draw, writeCharts } = await import('./drawn-charts.ts');
  writeAtomic(join(folder, 'run.json'), json);
  writeCharts(folder, await draw(spec ? [chartOf('one-flood', spec)] : []));
  if (!options.json)
    io.out(
      `${'files'.padEnd(12)} ${join(folder, 'run.json')}${spec ? `, ${join(folder, 'one-flood.svg')}` : ''}\n`,
    );
}
