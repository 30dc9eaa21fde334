/** The command line: its commands, its help, its complaints. */
import { Command } from 'commander';
import type { Io } from './io.ts';
import { addOwnCommands } from './own-commands.ts';
import { VERSION } from './package-root.ts';
import { addQuestions } from './question-commands.ts';

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
  addQuestions(program, io);
  addOwnCommands(program, io);
  return program;
}

const EXIT_CODES = `
Exit codes: 0 done (an OOM is a result), 1 a threshold of an experiment fails, or files differ with
fit --check, 2 a mistake in a file or on the command line, 3 our own mistake, 130 interrupted (the
same command takes up what was finished).`;

/** Commander puts its suggestion on a line of its own. */
function oneLine(text: string): string {
  const said = text.trim().replace(/^error: /, '');
  const joined = said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return `spillway: ${joined.join(' ')}\n`;
}
