/** `npm run bench`: how fast the simulator is, beside what it is to be compared with. */
import { join } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { draw, removeOthers, writeCharts } from '../src/cli/drawn-charts.ts';
import { EXIT, explainError, UserError } from '../src/cli/errors.ts';
import { readText, writeAtomic } from '../src/cli/files.ts';
import { chartOf } from '../src/plots/charts.ts';
import { findBaselines, whyMissing } from './baselines.ts';
import { comparison } from './compare.ts';
import { EFFORTS, type EffortName } from './effort.ts';
import { writeFigures } from './figures.ts';
import { commit, describeMachine, loadNow } from './machine.ts';
import { measure, PARTS, type PartName } from './parts.ts';
import { whyNoGrowth } from './peak-memory.ts';
import { ratesChart } from './rates-chart.ts';
import { ratiosOf, reasonsFor } from './ratios.ts';
import type { Results } from './results.ts';
import { scalingChart } from './scaling-chart.ts';
import { story } from './story.ts';

interface Options {
  readonly only?: readonly PartName[];
  readonly effort: EffortName;
  readonly quick?: boolean;
  readonly json?: boolean;
  readonly out: string;
  readonly compare?: string;
  readonly docs?: boolean;
}

const program = new Command('npm run bench --')
  .description('Measures speed and memory in alternation with baselines, where they can run here.')
  .addOption(new Option('--only <part...>', 'some parts alone').choices(Object.keys(PARTS)))
  .addOption(
    new Option('--effort <how>', 'how much is measured')
      .choices(Object.keys(EFFORTS))
      .default('full'),
  )
  .option('--quick', 'the same as --effort quick: a first look')
  .option('--json', 'print the results as JSON')
  .option('--compare <file>', 'the bench.json of an earlier run, to see what has changed')
  .option('--docs', 'write the tables into docs/speed.md, too')
  .option('--out <dir>', 'folder of the results', join('out', 'bench'))
  .exitOverride()
  .action(bench);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeAfter(error);
}

async function bench(options: Options): Promise<void> {
  const before = options.compare === undefined ? null : earlier(options.compare);
  const results = await resultsOf(options);
  const json = `${JSON.stringify(results, null, 1)}\n`;
  writeAtomic(join(options.out, 'bench.json'), json);
  await drawAll(results, options.out);
  if (options.docs) writeFigures(results);
  process.stdout.write(options.json ? json : story(results));
  if (before !== null) {
    const stream = options.json ? process.stderr : process.stdout;
    stream.write(`\n${comparison(results, before)}\n`);
  }
  const wrong = results.parts.core?.sanity.filter(({ agrees }) => !agrees) ?? [];
  if (wrong.length === 0) return;
  const who = wrong.map(({ name }) => name).join(', ');
  process.stderr.write(`bench: ${who}: not the same work; nothing above can be compared\n`);
  process.exitCode = EXIT.threshold;
}

async function resultsOf({ only, effort: asked, quick }: Options): Promise<Results> {
  const effort = quick ? 'quick' : asked;
  const began = loadNow();
  const baselines = findBaselines();
  const names = only ?? (Object.keys(PARTS) as PartName[]);
  const parts = await measure(names, EFFORTS[effort], baselines, (name) =>
    process.stderr.write(`bench: ${PARTS[name]}\n`),
  );
  const machine = describeMachine(baselines, began);
  const ratios = ratiosOf(parts, 'best');
  return {
    commit: commit(),
    effort,
    machine,
    ratios,
    ratiosByMedian: ratiosOf(parts, 'median'),
    ratiosByProcessorTime: ratiosOf(parts, 'cpu'),
    missing: reasonsFor(ratios, {
      cpp: whyMissing(baselines.cpp),
      simpy: whyMissing(baselines.simpy),
      longRun: whyNoGrowth(parts.memory),
      cores: machine.cores,
    }),
    parts,
  };
}

async function drawAll(results: Results, folder: string): Promise<void> {
  const specs = [
    ['rates', ratesChart(results)],
    ['scaling', scalingChart(results)],
  ] as const;
  const charts = specs.flatMap(([name, spec]) => (spec === null ? [] : [chartOf(name, spec)]));
  const drawn = await draw(charts);
  writeCharts(folder, drawn);
  removeOthers(folder, drawn);
}

function earlier(file: string): Results {
  const results: unknown = parsed(readText(file));
  if (typeof results === 'object' && results !== null && 'ratiosByProcessorTime' in results) {
    return results as Results;
  }
  throw new UserError([`--compare ${file}: expected the bench.json of an earlier run`]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function exitCodeAfter(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.user;
  const { text, exitCode } = explainError(error);
  process.stderr.write(text);
  return exitCode;
}
