/** Commands about spillway itself: its parameters, what is known of its answers, its fit. */
import type { Command } from 'commander';
import type { FitCommandOptions } from './fit-command.ts';
import type { Io } from './io.ts';
import { someText, wholeNumberTo } from './option-values.ts';
import { workersOption } from './shared-options.ts';
import { shippedFit } from './shipped.ts';
import type { SwarmCommandOptions } from './swarm-command.ts';
import type { VerifyCommandOptions } from './verify-command.ts';

const MOST_SYSTEMS = 1e9;

export function addOwnCommands(program: Command, io: Io): void {
  addExplain(program, io);
  addSchemas(program, io);
  addVerify(program, io);
  addSwarm(program, io);
  addFit(program, io);
}

function addExplain(program: Command, io: Io): void {
  program
    .command('explain')
    .description('Prints every parameter of a model: unit, range, default, meaning, source.')
    .argument('[path]', 'only this parameter, or those below it, as pod.limiter')
    .option('--json', 'print an array')
    .action(async (path: string | undefined, options: { json?: boolean }) => {
      const { explainCommand } = await import('./explain-command.ts');
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
    .action(async (options: { out?: string }) => {
      const { schemasCommand } = await import('./schemas-command.ts');
      schemasCommand(options, io);
    });
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
    .addOption(workersOption())
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

function addFit(program: Command, io: Io): void {
  program
    .command('fit')
    .description('Fits numbers of the model to the measured cases a fit file names for them.')
    .argument('[file]', 'a fit file (default: models/measured/fit.yaml of the package)')
    .addOption(workersOption())
    .option('--out <dir>', 'folder of fitted.yaml and fitted.json (default: that of the file)')
    .option('--check', 'write nothing; exit code 1 where the files are not what the fit gives')
    .action(async (file: string | undefined, options: FitCommandOptions) => {
      const { fitCommand } = await import('./fit-command.ts');
      await fitCommand(file ?? shippedFit(), options, io);
    });
}
