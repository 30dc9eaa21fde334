/** Progress on stderr: one rewritten line on a terminal, plain lines elsewhere. */

export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** Where it is shown: see Io. */
interface Screen {
  readonly stderr: ProgressStream;
  /** Monotonic clock [s]. */
  readonly clock: () => number;
  /** CI logs and dumb terminals get plain lines even where they claim to be terminals. */
  readonly plain: boolean;
}

/** Seconds between rewrites of the line on a terminal. */
const REWRITE_EVERY = 0.1;
/** Seconds, and share of the work, after which a plain line is due. */
const LINE_EVERY = 5;
const LINE_SHARE = 0.1;

/** Counts replications across all experiments; the unit of `done` and `total`. */
export class Progress {
  readonly #screen: Screen;
  readonly #unit: string;
  readonly #live: boolean;
  readonly #startedAt: number;
  #total = 0;
  #done = 0;
  /** Taken up from an earlier run, so they say nothing about the rate. */
  #reused = 0;
  #shownAt = Number.NEGATIVE_INFINITY;
  #shownDone = 0;
  #lineShown = false;

  /** @param unit what is counted */
  constructor(screen: Screen, unit = 'runs') {
    this.#screen = screen;
    this.#unit = unit;
    this.#live = screen.stderr.isTTY === true && !screen.plain;
    this.#startedAt = screen.clock();
  }

  expect(total: number): void {
    this.#total += total;
  }

  advance(label: string, count: number, reused: boolean): void {
    this.#done += count;
    if (reused) this.#reused += count;
    const now = this.#screen.clock();
    const last = this.#done === this.#total;
    if (this.#live) {
      if (last || now - this.#shownAt >= REWRITE_EVERY) this.#rewrite(label, now);
      return;
    }
    const due =
      now - this.#shownAt >= LINE_EVERY ||
      this.#done - this.#shownDone >= LINE_SHARE * this.#total ||
      last;
    if (due) this.#show(`${this.#text(label, now)}\n`, now);
  }

  /** Leaves the terminal with a clean line, before something else is printed. */
  clear(): void {
    if (this.#lineShown) this.#screen.stderr.write('\r\u001b[K');
    this.#lineShown = false;
  }

  #rewrite(label: string, now: number): void {
    // Width 0 is what some pseudo-terminals say when they do not know.
    const width = this.#screen.stderr.columns || 80;
    this.#show(`\r${this.#text(label, now).slice(0, width - 1)}\u001b[K`, now);
    this.#lineShown = true;
  }

  #show(text: string, now: number): void {
    this.#screen.stderr.write(text);
    this.#shownAt = now;
    this.#shownDone = this.#done;
  }

  #text(label: string, now: number): string {
    const elapsed = now - this.#startedAt;
    const rate = elapsed > 0 ? (this.#done - this.#reused) / elapsed : 0;
    const left = rate > 0 ? `, ${seconds((this.#total - this.#done) / rate)} left` : '';
    const share = Math.floor((100 * this.#done) / this.#total);
    return `${label}: ${this.#done}/${this.#total} ${this.#unit} (${share}%), ${rate.toFixed(0)}/s${left}`;
  }
}

function seconds(value: number): string {
  const whole = Math.ceil(value);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
