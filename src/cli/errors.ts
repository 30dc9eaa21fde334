/** Exit codes, and who is to blame. */
import { inSources } from './source-positions.ts';

export const EXIT = { ok: 0, threshold: 1, user: 2, ours: 3, interrupted: 130 } as const;

/** Something the user can put right: one clear line for each mistake, all at once. */
export class UserError extends Error {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'UserError';
    this.lines = lines;
  }
}

/** Ctrl-C. */
export class Interrupted extends Error {
  /** @param remark what becomes of the work so far */
  constructor(remark = '') {
    super(remark === '' ? 'interrupted' : `interrupted; ${remark}`);
    this.name = 'Interrupted';
  }
}

/** A command has done its work and said so, and the exit code carries its verdict. */
export class Verdict extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`exit code ${exitCode}`);
    this.name = 'Verdict';
    this.exitCode = exitCode;
  }
}

/** What stderr shows and how the process ends after `error`. */
export function explainError(error: unknown): { text: string; exitCode: number } {
  if (error instanceof UserError) {
    return { text: error.lines.map((line) => `${line}\n`).join(''), exitCode: EXIT.user };
  }
  if (error instanceof Interrupted) {
    return { text: `${error.message}\n`, exitCode: EXIT.interrupted };
  }
  if (error instanceof Verdict) return { text: '', exitCode: error.exitCode };
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    text: `spillway failed, and that is our mistake:\n${inSources(stack)}\n`,
    exitCode: EXIT.ours,
  };
}
