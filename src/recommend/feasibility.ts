/** Whether one setting meets every bound under every required scenario, from runs as they come. */
import { ShareTest } from '../stats/share-test.ts';
import type { BoundVerdict } from './candidate.ts';
import { chanceOfKill } from './trial.ts';
import type { TrialStream } from './trials.ts';

/** A bound as a share of what goes wrong that is to be below `most`. */
export interface TestedBound {
  /** Index among the losses of a trial; null: the chance of a kill. */
  readonly loss: number | null;
  /** Above 0 and below 1. */
  readonly most: number;
}

/** Chances of an error of each test, see ShareTest. */
export interface TestErrors {
  readonly room: number;
  readonly accept: number;
  readonly reject: number;
}

export class Feasibility {
  /** By scenario, then by bound. */
  readonly tests: readonly (readonly ShareTest[])[];
  readonly streams: readonly TrialStream[];
  readonly #limits: readonly number[];
  readonly #bounds: readonly TestedBound[];
  readonly #used: number[];

  /** @param limits memory limit by stream [B] */
  constructor(
    streams: readonly TrialStream[],
    limits: readonly number[],
    bounds: readonly TestedBound[],
    errors: TestErrors,
  ) {
    this.streams = streams;
    this.#limits = limits;
    this.#bounds = bounds;
    this.#used = streams.map(() => 0);
    this.tests = streams.map(() =>
      bounds.map(({ most }) => new ShareTest({ bound: most, ...errors })),
    );
  }

  /** Takes in the runs that are there. */
  absorb(): void {
    for (const [index, { trials, sigma }] of this.streams.entries()) {
      const limit = this.#limits[index]!;
      for (const trial of trials.slice(this.#used[index])) {
        const kill = chanceOfKill(trial.peak, limit, sigma);
        for (const [b, { loss }] of this.#bounds.entries()) {
          const test = this.tests[index]![b]!;
          // A killed run may have lost nothing of it, or all: nothing after the kill is known.
          const lost = loss === null ? kill : trial.losses[loss]!;
          const high = loss === null ? kill : lost + (1 - lost) * kill;
          const low = loss === null ? kill : lost * (1 - kill);
          if (trial.isSure) test.settle(high);
          else test.add(high, low);
        }
      }
      this.#used[index] = trials.length;
    }
  }

  get verdict(): BoundVerdict {
    const all = this.tests.flat();
    if (all.some(({ verdict }) => verdict === 'fails')) return 'fails';
    return all.every(({ verdict }) => verdict === 'holds') ? 'holds' : 'open';
  }

  /** Those that need more runs. */
  get unfinished(): TrialStream[] {
    return this.streams.filter((_, index) =>
      this.tests[index]!.some(({ verdict }) => verdict === null),
    );
  }
}
