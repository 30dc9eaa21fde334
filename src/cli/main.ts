/** The process: arguments in, exit code out, Ctrl-C and broken pipes in between. */
import { CommanderError } from 'commander';
import { EXIT, explainError } from './errors.ts';
import { createProgram } from './program.ts';

const { stdout, stderr, env } = process;

// `spillway sweep | head` closes our stdout: nobody reads on, but the files are still wanted.
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** npm hands its child a second Ctrl-C at once; a person takes longer to lose patience [ms]. */
const PATIENCE_MS = 500;
const interrupt = new AbortController();
let interruptedAtMs = 0;
process.on('SIGINT', () => {
  if (!interrupt.signal.aborted) {
    interruptedAtMs = performance.now();
    interrupt.abort();
  } else if (performance.now() - interruptedAtMs > PATIENCE_MS) {
    process.exit(EXIT.interrupted);
  }
});
process.on('SIGTERM', () => interrupt.abort());

const program = createProgram({
  out: (text) => stdout.write(text),
  stderr,
  // Width 0 is what some pseudo-terminals say when they do not know.
  columns: stdout.columns || 80,
  tableColumns: stdout.columns || 0,
  // No colours are printed, so NO_COLOR has nothing to turn off.
  plain: env.CI !== undefined || env.TERM === 'dumb',
  clock: () => performance.now() / 1000,
  signal: interrupt.signal,
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeAfter(error);
}

function exitCodeAfter(error: unknown): number {
  // Commander has printed its complaint, its help or the version already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.user;
  const { text, exitCode } = explainError(error);
  stderr.write(text);
  return exitCode;
}
