/** The outside world as a command sees it, so that a test can stand in for it. */
import type { ProgressStream } from './progress.ts';

export interface Io {
  /** Results and answers. */
  readonly out: (text: string) => void;
  /** Progress and complaints. */
  readonly stderr: ProgressStream;
  /** Width to wrap text at: that of the terminal, 80 where there is none. */
  readonly columns: number;
  /** Width to fit tables into: that of the terminal, 0 (any) where there is none. */
  readonly tableColumns: number;
  /** Plain lines instead of a rewritten one. */
  readonly plain: boolean;
  /** Monotonic [s]. */
  readonly clock: () => number;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
}
