/** The command line: commands, options and their help. */
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import type { CliffCommandOptions } from './cliff-command.ts';
import { explainCommand } from './explain-command.ts';
import type { FitCommandOptions } from './fit-command.ts';
import type { Io } from './io.ts';
import type { OomCommandOptions } from './oom-command.ts';
import {
  collect,
  eventsOf,
  levelOf,
  precisionOf,
  someText,
  wholeNumberTo,
} from './option-values.ts';
import { VERSION } from './package-root.ts';
import type { RecommendCommandOptions } from './recommend-command.ts';
import type { RunCommandOptions } from './run-command.ts';
import { schemasCommand } from './schemas-command.ts';
import { DEFAULT_EXPERIMENTS, experimentNames, shippedFit } from './shipped.ts';
import type { SwarmCommandOptions } from './swarm-command.ts';
import type { SweepOptions } from './sweep-command.ts';
import type { VerifyCommandOptions } from './verify-command.ts';

/** More threads than any machine helps with. */
const MOST_WORKERS = 1024;
const MOST_SYSTEMS = 1e9;

/** Complaints go to stderr as one line; nothing here ends the process. */
export function createProgram(io: Io): Command {
  const program = new Command('spillway')
    .description('Simulates how requests are buffered, and pods OOM-killed, behind HAProxy.')
    .version(VERSION, '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: io.out,
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(oneLine(text)),
      getOutHelpWidth: () => io.columns,
      getErrHelpWidth: () => io.columns,
    })
    .addHelpText('after', EXIT_CODES);
  addSweep(program, io);
  addRun(program, io);
  addCliff(program, io);
  addOom(program, io);
  addRecommend(program, io);
  addExplain(program, io);
  addSchemas(program, io);
  addVerify(program, io);
  addSwarm(program, io);
  addFit(program, io);
  return program;
}

const EXIT_CODES = `
Exit codes: 0 done (an OOM is a result), 1 a threshold of an experiment fails, or files differ with
fit --check, 2 a mistake in a file or on the command line, 3 our own mistake, 130 interrupted (the
same command takes up what was finished).`;

const SET_HELP = 'override a parameter in every run, as haproxy.maxconn=40 (repeatable)';

function addSweep(program: Command, io: Io): void {
  program
    .command('sweep')
    .description('Runs experiments and prints their answers; charts, reports and rows go to --out.')
    .argument('[experiment...]', 'names of shipped experiments, or paths of experiment files')
    .option('--workers <n>', 'threads', wholeNumberTo(MOST_WORKERS), availableParallelism())
    .option('--seed <seed>', "instead of each experiment's own seed", someText)
    .option('--out <dir>', 'folder of the results', someText, 'out')
    .option('--quick', 'few replications and few values: a first look, not evidence')
    .option('--set <path=value>', SET_HELP, collect, [])
    .option('--json', 'print the rows of all experiments instead of tables')
    .addHelpText('after', () => {
      const defaults = DEFAULT_EXPERIMENTS.join(', ');
      return `\nExperiments: ${experimentNames().join(', ')}.\nWithout a name: ${defaults}.`;
    })
    .action(async (names: string[], options: SweepOptions) => {
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
    .argument('<model>', 'name of a shipped model, or path of a model file')
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
    .option('--set <path=value>', SET_HELP, collect, [])
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
    .argument('<model>', 'name of a shipped model, or path of a model file')
    .requiredOption('--knob <path>', 'the parameter, as haproxy.maxconn', someText)
    .requiredOption('--bound <expression>', "as 'oom_probability < 1e-2'", someText)
    .option('--from <value>', 'least value', someText)
    .option('--to <value>', 'largest value', someText)
    .option('--level <share>', 'confidence, as 95%', levelOf, 0.95)
    .option('--seed <seed>', 'of all runs', someText, '1')
    .option('--budget <runs>', 'most runs (default: what the bound needs)', wholeNumberTo(1e9))
    .option('--workers <n>', 'threads', wholeNumberTo(MOST_WORKERS), availableParallelism())
    .option('--set <path=value>', SET_HELP, collect, [])
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
    .argument('<model>', 'name of a shipped model, or path of a model file')
    .option('--precision <share>', 'relative standard error to aim at', precisionOf, 0.1)
    .option('--budget <events>', 'events to end after, as 2e7', eventsOf, 2e7)
    .option('--seed <seed>', 'of all random numbers', someText, '1')
    .option('--set <path=value>', SET_HELP, collect, [])
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
    .argument('[model]', 'name of a shipped model, or path of a model file')
    .option('--policy <file>', 'name of a shipped policy, or path of a policy file', someText)
    .option('--from <manifest>', 'manifest.json of an earlier recommendation', someText)
    .option('--workers <n>', 'threads', wholeNumberTo(MOST_WORKERS), availableParallelism())
    .option('--seed <seed>', "instead of the policy's own seed", someText)
    .option('--out <dir>', 'folder of the results', someText, 'out')
    .option('--quick', 'few runs and few values: a first look, not evidence')
    .option('--set <path=value>', SET_HELP, collect, [])
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

function addFit(program: Command, io: Io): void {
  program
    .command('fit')
    .description('Fits numbers of the model to the measured cases a fit file names for them.')
    .argument('[file]', 'a fit file (default: models/measured/fit.yaml of the package)')
    .option('--workers <n>', 'threads', wholeNumberTo(MOST_WORKERS), availableParallelism())
    .option('--out <dir>', 'folder of fitted.yaml and fitted.json (default: that of the file)')
    .option('--check', 'write nothing; exit code 1 where the files are not what the fit gives')
    .action(async (file: string | undefined, options: FitCommandOptions) => {
      const { fitCommand } = await import('./fit-command.ts');
      await fitCommand(file ?? shippedFit(), options, io);
    });
}

function addExplain(program: Command, io: Io): void {
  program
    .command('explain')
    .description('Prints every parameter of a model: unit, range, default, meaning, source.')
    .argument('[path]', 'only this parameter, or those below it, as pod.limiter')
    .option('--json', 'print an array')
    .action((path: string | undefined, options: { json?: boolean }) => {
      explainCommand(path, options, io);
    });
}

function addSchemas(program: Command, io: Io): void {
  program
    .command('schemas')
    .description(
      'Writes the JSON Schemas editors complete model, experiment and policy files with.',
    )
    .option('--out <dir>', 'folder (default: schemas/ of the package)')
    .action((options: { out?: string }) => schemasCommand(options, io));
}

const VERIFY_HELP = `
A check is a group or the beginning of a name as the table shows it: queue, time-out, memory, O4,
"O9 d". Without --full, checks that take minutes are left out and the others run a quarter as long.`;

function addVerify(program: Command, io: Io): void {
  program
    .command('verify')
    .description('Simulates systems whose answer is known, and shows theory beside simulation.')
    .argument('[check...]', 'only these')
    .option('--full', 'long runs, rare events and the coverage of intervals: many minutes')
    .option('--workers <n>', 'threads', wholeNumberTo(MOST_WORKERS), availableParallelism())
    .option('--seed <n>', 'of all random numbers', wholeNumberTo(MOST_SYSTEMS), 1)
    .option('--json', 'print an array with an object for each figure')
    .addHelpText('after', VERIFY_HELP)
    .action(async (checks: string[], options: VerifyCommandOptions) => {
      const { verifyCommand } = await import('./verify-command.ts');
      await verifyCommand(checks, options, io);
    });
}

function addSwarm(program: Command, io: Io): void {
  program
    .command('swarm')
    .description(
      'Runs random systems and checks what must hold in each: a test of spillway itself.',
    )
    .option('--runs <n>', 'how many systems', wholeNumberTo(MOST_SYSTEMS), 300)
    .option('--seed <n>', 'of the systems', wholeNumberTo(MOST_SYSTEMS), 1)
    .option('--path <path>', 'only the system with this path, as a finding names it', someText)
    .action(async (options: SwarmCommandOptions) => {
      const { swarmCommand } = await import('./swarm-command.ts');
      swarmCommand(options, io);
    });
}

/** Commander puts its suggestion on a line of its own. */
function oneLine(text: string): string {
  const said = text.trim().replace(/^error: /, '');
  const joined = said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return `spillway: ${joined.join(' ')}\n`;
}
