/** Whether a requirement holds at one value of a knob, from runs there. */
import { Moments } from '../stats/moments.ts';
import { noneSeenBound } from '../stats/proportion.ts';
import { studentTQuantile } from '../stats/student-t.ts';
import type { Requirement } from '../sweep/requirement.ts';
import { CHANCE, type Outcome } from './outcome.ts';
import { type CountLimits, countLimits } from './proportion-test.ts';

/** `open`: n runs do not tell. */
export type PointVerdict = 'holds' | 'fails' | 'open';

export class PointTest {
  /** Runs of a value that is not decided earlier. */
  readonly n: number;
  readonly #require: Requirement;
  /** The chance of an error, each side. */
  readonly #tail: number;
  /** Of a chance alone: its test is exact. */
  readonly #limits: CountLimits | null;

  constructor(require: Requirement, n: number, tail: number) {
    this.n = n;
    this.#require = require;
    this.#tail = tail;
    const isChance = require.statistic === CHANCE;
    this.#limits = isChance ? countLimits(n, require.bound, tail) : null;
  }

  /**
   * What the first runs of a value say; null as long as more are needed. A chance is decided as
   * soon as no further run could change the answer, which is no look in between: the answer is
   * the one of all n runs.
   */
  verdict(outcomes: readonly Outcome[]): PointVerdict | null {
    if (outcomes.length === 0) return null;
    if (outcomes.every(({ drew }) => !drew)) return this.#sure(outcomes[0]!);
    if (this.#limits !== null) return this.#counted(outcomes, this.#limits);
    return outcomes.length < this.n ? null : this.#averaged(outcomes);
  }

  /** Without chance one run is all runs. */
  #sure({ above, below }: Outcome): PointVerdict {
    if (below === 0) return 'open';
    const { sense, bound } = this.#require;
    const value = above / below;
    return (sense === '<' ? value < bound : value > bound) ? 'holds' : 'fails';
  }

  #counted(outcomes: readonly Outcome[], { atMost, atLeast }: CountLimits): PointVerdict | null {
    const seen = outcomes.reduce((total, { above }) => total + above, 0);
    if (seen >= atLeast) return this.#side(1);
    if (seen + this.n - outcomes.length <= atMost) return this.#side(-1);
    return outcomes.length < this.n ? null : 'open';
  }

  /**
   * Student's t for the mean of above - bound x below, which has the sign of ratio - bound. Shares
   * of none or all have no spread to go by: what is lost is then at most the chance that a run
   * loses any, of which n runs without a loss leave little.
   */
  #averaged(outcomes: readonly Outcome[]): PointVerdict {
    const { bound, unit } = this.#require;
    if (unit === 'share') {
      const rest = noneSeenBound(outcomes.length, 1 - this.#tail);
      if (outcomes.every(({ above }) => above === 0)) return rest < bound ? this.#side(-1) : 'open';
      if (outcomes.every(({ above, below }) => above === below)) {
        return 1 - rest > bound ? this.#side(1) : 'open';
      }
    }
    const differences = outcomes.map(({ above, below }) => above - bound * below);
    const { mean, standardError } = Moments.of(differences);
    const reach = studentTQuantile(1 - this.#tail, outcomes.length - 1) * standardError;
    return Math.abs(mean) > reach ? this.#side(Math.sign(mean)) : 'open';
  }

  /** @param sign of statistic - bound */
  #side(sign: number): PointVerdict {
    return sign < 0 === (this.#require.sense === '<') ? 'holds' : 'fails';
  }
}
