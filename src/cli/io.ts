/** The outside world as a command sees it, so that a test can stand in for it. */
import type { ProgressStream } from './progress.ts';

export interface Io {
  /** Results and answers. */
  readonly out: (text: string) => void;
  /** Progress and complaints. */
  readonly stderr: ProgressStream;
  /** Terminal columns; 80 where unknown. */
  readonly columns: number;
  /** Plain lines instead of a rewritten one. */
  readonly plain: boolean;
  /** Monotonic [s]. */
  readonly clock: () => number;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
}
