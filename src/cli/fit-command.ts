/** `spillway fit`: the numbers of a model from the cases they rest on, with their errors. */
import { dirname, join } from 'node:path';
import { fitModel } from '../fit/fit-model.ts';
import { FITTED_ERRORS, FITTED_MODEL } from '../fit/fit-spec.ts';
import { fittedJson, fittedYaml } from '../fit/fitted-files.ts';
import type { Runner } from '../fit/forward.ts';
import { readFit } from '../fit/read-fit.ts';
import { formatIssue } from '../schema/issue.ts';
import { EXIT, UserError, Verdict } from './errors.ts';
import { checkWritable, readIfThere, readText, writeAtomic } from './files.ts';
import { fitStory } from './fit-story.ts';
import { inPool } from './in-pool.ts';
import type { Io } from './io.ts';

export interface FitCommandOptions {
  readonly workers: number;
  readonly out?: string;
  readonly check?: boolean;
}

/** @throws Verdict with --check where a file is not what the fit gives now */
export async function fitCommand(file: string, options: FitCommandOptions, io: Io): Promise<void> {
  const read = readFit(readText(file), file, readIfThere);
  if ('issues' in read) throw new UserError(read.issues.map(formatIssue));
  const plan = read.value;
  const folder = options.out ?? dirname(file);
  if (!options.check) checkWritable(folder);
  const results = await inPool(options, io, (pool, progress) => {
    const runner: Runner = {
      expect: (runs) => progress.expect(runs),
      async run(model, seed) {
        const observations = await pool.execute({ kind: 'run', model, seed, timeline: false });
        progress.advance('fit', 1, false);
        return observations;
      },
    };
    return fitModel(plan, runner);
  });
  io.out(fitStory(results, io.tableColumns));
  const files = {
    [FITTED_MODEL]: fittedYaml(results),
    [FITTED_ERRORS]: fittedJson(plan.spec, results),
  };
  if (options.check) checkFiles(folder, files, io);
  else writeFiles(folder, files, io);
}

type Files = Readonly<Record<string, string>>;

function writeFiles(folder: string, files: Files, io: Io): void {
  for (const [name, text] of Object.entries(files)) {
    writeAtomic(join(folder, name), text);
    io.out(`${join(folder, name)}\n`);
  }
}

function checkFiles(folder: string, files: Files, io: Io): void {
  const names = Object.keys(files).map((name) => join(folder, name));
  const stale = names.filter((path, index) => readIfThere(path) !== Object.values(files)[index]);
  if (stale.length === 0) {
    io.out(`${names.join(' and ')} are what the fit gives.\n`);
    return;
  }
  io.out(`Not what the fit gives now: ${stale.join(', ')}\n`);
  throw new Verdict(EXIT.threshold);
}
