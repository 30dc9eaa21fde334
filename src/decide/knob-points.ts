/** Values of a knob that were tried, each with its runs: run k has the same seed at every value. */
import type { Outcome } from './outcome.ts';
import type { PointTest, PointVerdict } from './point-test.ts';

/** Makes the runs of these numbers (from 0) at a value of the knob. */
export type RunAt = (value: number, runs: readonly number[]) => Promise<readonly Outcome[]>;

export interface TriedPoint {
  readonly value: number;
  readonly outcomes: Outcome[];
  /** How many of them were run and not inferred from their neighbours. */
  runs: number;
  verdict: PointVerdict;
}

/** Always run, so that each value also tests whether runs may be inferred: most, and share of all. */
const AUDITED = { most: 60, share: 0.2 };
/** Runs before the first look but one. */
const FIRST = 60;
/** Runs at a value grow by this factor until it is decided. */
const GROWTH = 1.5;

export class KnobPoints {
  /** Runs made in all. */
  runs = 0;
  readonly #runAt: RunAt;
  #points: TriedPoint[] = [];

  constructor(runAt: RunAt) {
    this.#runAt = runAt;
  }

  /** In the order of the values. */
  get all(): readonly TriedPoint[] {
    return this.#points;
  }

  /**
   * Tries a value until the test is sure of it or has had its runs.
   * @param coupled a run that ends alike at both neighbours is taken to end so here as well
   */
  async try(value: number, test: PointTest, coupled: boolean): Promise<TriedPoint> {
    const point: TriedPoint = { value, outcomes: [], runs: 0, verdict: 'open' };
    const [before, after] = [this.#before(value), this.#after(value)];
    let verdict = test.verdict(point.outcomes);
    while (verdict === null) {
      // One run is all there is to see where chance has no part.
      const had = point.outcomes.length;
      const wanted = had === 0 ? 1 : Math.max(FIRST, Math.ceil(GROWTH * had));
      const audited = coupled ? Math.min(AUDITED.most, AUDITED.share * test.n) : test.n;
      await this.#extend(point, Math.min(test.n, wanted), { audited, before, after });
      verdict = test.verdict(point.outcomes);
    }
    point.verdict = verdict;
    this.#points.push(point);
    this.#points.sort((a, b) => a.value - b.value);
    return point;
  }

  /** Verdicts of another test on the same runs; points that it cannot tell from these are left. */
  judgeAgain(test: PointTest): void {
    for (const point of this.#points) point.verdict = test.verdict(point.outcomes) ?? 'open';
  }

  /** Forgets the values whose runs were in part inferred. */
  forgetInferred(): void {
    this.#points = this.#points.filter(({ runs, outcomes }) => runs === outcomes.length);
  }

  /**
   * Runs that change for the worse and back along the knob, or the few that change against the
   * others: none where a knob moves every run the same way.
   */
  turns(): number {
    const [rising, falling] = [new Set<number>(), new Set<number>()];
    const longest = Math.max(0, ...this.#points.map(({ outcomes }) => outcomes.length));
    for (let k = 0; k < longest; k++) {
      let last: number | null = null;
      for (const { outcomes } of this.#points) {
        const outcome = outcomes[k];
        if (outcome === undefined) continue;
        if (last !== null && outcome.above > last) rising.add(k);
        if (last !== null && outcome.above < last) falling.add(k);
        last = outcome.above;
      }
    }
    return Math.min(rising.size, falling.size);
  }

  async #extend(
    point: TriedPoint,
    to: number,
    known: {
      readonly audited: number;
      readonly before: TriedPoint | undefined;
      readonly after: TriedPoint | undefined;
    },
  ): Promise<void> {
    const { audited, before, after } = known;
    const first = point.outcomes.length;
    const all = Array.from({ length: to - first }, (_, index): Outcome | null => {
      const [a, b] = [before?.outcomes[first + index], after?.outcomes[first + index]];
      const isKnown = first + index >= audited && a !== undefined && a.above === b?.above;
      return isKnown ? a : null;
    });
    const missing = all.flatMap((outcome, index) => (outcome === null ? [first + index] : []));
    const made = missing.length === 0 ? [] : await this.#runAt(point.value, missing);
    point.runs += missing.length;
    this.runs += missing.length;
    let next = 0;
    point.outcomes.push(...all.map((outcome) => outcome ?? made[next++]!));
  }

  #before(value: number): TriedPoint | undefined {
    return this.#points.findLast((point) => point.value < value);
  }

  #after(value: number): TriedPoint | undefined {
    return this.#points.find((point) => point.value > value);
  }
}
