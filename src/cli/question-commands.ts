/** Commands that answer a question about a system. */
import type { Command } from 'commander';
import type { CliffCommandOptions } from './cliff-command.ts';
import type { Io } from './io.ts';
import type { OomCommandOptions } from './oom-command.ts';
import { eventsOf, levelOf, precisionOf, someText, wholeNumberTo } from './option-values.ts';
import type { RecommendCommandOptions } from './recommend-command.ts';
import type { RunCommandOptions } from './run-command.ts';
import { modelArgument, type ResultsOptions, setOption, workersOption } from './shared-options.ts';
import { DEFAULT_EXPERIMENTS, experimentNames } from './shipped.ts';

export function addQuestions(program: Command, io: Io): void {
  addSweep(program, io);
  addRun(program, io);
  addCliff(program, io);
  addOom(program, io);
  addRecommend(program, io);
}

function addSweep(program: Command, io: Io): void {
  program
    .command('sweep')
    .description('Runs experiments and prints their answers; charts, reports and rows go to --out.')
    .argument('[experiment...]', 'names of shipped experiments, or paths of experiment files')
    .addOption(workersOption())
    .option('--seed <seed>', "instead of each experiment's own seed", someText)
    .option('--out <dir>', 'folder of the results', someText, 'out')
    .option('--quick', 'few replications and few values: a first look, not evidence')
    .addOption(setOption())
    .option('--json', 'print the rows of all experiments instead of tables')
    .addHelpText('after', () => {
      const defaults = DEFAULT_EXPERIMENTS.join(', ');
      return `\nExperiments: ${experimentNames().join(', ')}.\nWithout a name: ${defaults}.`;
    })
    .action(async (names: string[], options: ResultsOptions) => {
      const { sweepCommand } = await import('./sweep-command.ts');
      await sweepCommand(names, options, io);
    });
}

const ATTEMPTS_HELP = `
Columns of --attempts: operation (place of its first attempt in the order of sending), attempt (of
the operation, from 1), population, worker, method, bytes (of the body, or of a GET's response),
sent_s, assigned_s (last time at a pod), ended_s, pod, ending (the client's view), termination
(HAProxy's termination state). Attempts that the end of the run finds unfinished are not listed.`;

function addRun(program: Command, io: Io): void {
  program
    .command('run')
    .description('Runs a model once and tells its story: endings, kills, peaks, a chart over time.')
    .addArgument(modelArgument('<model>'))
    .option(
      '--seed <seed>',
      'of all random numbers; 7/3 is replication 3 of a sweep with seed 7',
      someText,
      '1',
    )
    .option(
      '--out <dir>',
      'folder of the chart and the numbers (default: out/run; none with --json)',
      someText,
    )
    .addOption(setOption())
    .option('--json', 'print numbers in base units instead of the story')
    .option(
      '--attempts <file>',
      'CSV with a line for each attempt, in the order of ending',
      someText,
    )
    .addHelpText('after', ATTEMPTS_HELP)
    .action(async (model: string, options: RunCommandOptions) => {
      const { runCommand } = await import('./run-command.ts');
      await runCommand(model, options, io);
    });
}

const CLIFF_HELP = `
Finds where a bound on a statistic stops holding along one parameter: a coarse scan first, then
bisection at every crossing, the same seeds at each value. pod.memoryLimit is decided from the peaks
of runs without a limit. Without --from and --to: an eighth to eight times of the model's value.`;

function addCliff(program: Command, io: Io): void {
  program
    .command('cliff')
    .description('Finds the edge of the safe region along one knob, with an interval on its place.')
    .addArgument(modelArgument('<model>'))
    .requiredOption('--knob <path>', 'the parameter, as haproxy.maxconn', someText)
    .requiredOption('--bound <expression>', "as 'oom_probability < 1e-2'", someText)
    .option('--from <value>', 'least value', someText)
    .option('--to <value>', 'largest value', someText)
    .option('--level <share>', 'confidence, as 95%', levelOf, 0.95)
    .option('--seed <seed>', 'of all runs', someText, '1')
    .option('--budget <runs>', 'most runs (default: what the bound needs)', wholeNumberTo(1e9))
    .addOption(workersOption())
    .addOption(setOption())
    .option('--json', 'print the edges and all that was tried, in base units')
    .addHelpText('after', CLIFF_HELP)
    .action(async (model: string, options: CliffCommandOptions) => {
      const { cliffCommand } = await import('./cliff-command.ts');
      await cliffCommand(model, options, io);
    });
}

const OOM_HELP = `
A pilot decides how: counting kills (crude), integrating the run effect out (effect), drawing a giant
body (giant), splitting paths on memory (splitting); where none helps (none) it counts, for an upper
bound. The first figure is given the model; the second has the fitted numbers and the error of the
model drawn as well, where the model rests on a fit. Zero kills are an upper bound, never 0.`;

function addOom(program: Command, io: Io): void {
  program
    .command('oom')
    .description('Estimates P(OOM per run) of one model, however rare, by the method that fits it.')
    .addArgument(modelArgument('<model>'))
    .option('--precision <share>', 'relative standard error to aim at', precisionOf, 0.1)
    .option('--budget <events>', 'events to end after, as 2e7', eventsOf, 2e7)
    .option('--draws <n>', 'of fitted numbers, for the second figure', wholeNumberTo(1e6), 200)
    .option('--seed <seed>', 'of all random numbers', someText, '1')
    .addOption(setOption())
    .option('--json', 'print numbers instead of sentences')
    .addHelpText('after', OOM_HELP)
    .action(async (model: string, options: OomCommandOptions) => {
      const { oomCommand } = await import('./oom-command.ts');
      await oomCommand(model, options, io);
    });
}

const RECOMMEND_HELP = `
A policy states knobs with their values, bounds, and the scenarios under which they must hold. The
cheapest setting that meets them is found with a stated probability; page, values for the chart and
charts go to --out. --from makes a recommendation again from its manifest, byte for byte.`;

function addRecommend(program: Command, io: Io): void {
  program
    .command('recommend')
    .description('Chooses settings under bounds, with the evidence and a patch of Helm values.')
    .addArgument(modelArgument('[model]'))
    .option('--policy <file>', 'name of a shipped policy, or path of a policy file', someText)
    .option('--from <manifest>', 'manifest.json of an earlier recommendation', someText)
    .addOption(workersOption())
    .option('--seed <seed>', "instead of the policy's own seed", someText)
    .option('--out <dir>', 'folder of the results', someText, 'out')
    .option('--quick', 'few runs and few values: a first look, not evidence')
    .addOption(setOption())
    .option(
      '--doc <file.md>',
      'write the page to this file as well, its charts beside it',
      someText,
    )
    .option('--json', 'print the recommendation instead of the answer')
    .addHelpText('after', RECOMMEND_HELP)
    .action(async (model: string | undefined, options: RecommendCommandOptions) => {
      const { recommendCommand } = await import('./recommend-command.ts');
      await recommendCommand(model, options, io);
    });
}
