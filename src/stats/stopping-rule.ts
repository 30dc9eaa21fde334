import { clopperPearson, noneSeenBound } from './proportion.ts';

/** When a design point has had replications enough. */
export interface StoppingRule {
  /** Aim: half the width of the interval, as a share of the estimate ... */
  readonly relative: number;
  /** ... or this much, whichever is more: the floor below which nobody cares. */
  readonly absolute: number;
  /** Replications before the first look. */
  readonly first: number;
  /** Most replications. */
  readonly budget: number;
}

export type Verdict = 'go on' | 'precise' | 'budget';

/** Looks are this far apart: few enough that none of them is a lucky one. */
const GROWTH = 1.5;

/**
 * After how many replications the rule looks: a fixed schedule, known beforehand. Replications in
 * between, run early by an idle worker, do not count, so that the number of workers changes nothing.
 */
export function checkpoints({ first, budget }: StoppingRule): number[] {
  const looks: number[] = [];
  for (let n = Math.min(first, budget); n < budget; n = Math.ceil(n * GROWTH)) looks.push(n);
  return [...looks, budget];
}

/** The verdict at a checkpoint, from an estimate and half the width of its interval. */
export function verdict(
  rule: StoppingRule,
  n: number,
  { value, half }: { readonly value: number; readonly half: number },
): Verdict {
  if (half <= Math.max(rule.absolute, rule.relative * Math.abs(value))) return 'precise';
  return n >= rule.budget ? 'budget' : 'go on';
}

/**
 * The verdict for a proportion after k of n. Stopping where p looks small and sure would favour the
 * samples that understate it: the width is therefore judged for the largest p that is not refuted,
 * by the exact interval that is told afterwards, and k = 0 is precise only once even the exact upper
 * bound is below the floor.
 */
export function proportionVerdict(rule: StoppingRule, k: number, n: number): Verdict {
  const { low, high } = clopperPearson(k, n);
  const above = k === 0 ? noneSeenBound(n) : high - k / n;
  return verdict(rule, n, { value: k / n, half: Math.max(above, (high - low) / 2) });
}

/**
 * Goes through results in order of replication, whatever order they arrive in, and looks at the
 * checkpoints alone. Pure bookkeeping: `absorb` is told what the results so far amount to.
 */
export class SequentialStop {
  readonly #rule: StoppingRule;
  readonly #looks: readonly number[];
  #next = 0;
  #verdict: Verdict = 'go on';

  constructor(rule: StoppingRule) {
    this.#rule = rule;
    this.#looks = checkpoints(rule);
  }

  /** Replications to have before the next look; those used, once it has stopped. */
  get wanted(): number {
    return this.#looks[this.#next]!;
  }

  get verdict(): Verdict {
    return this.#verdict;
  }

  /** What the first `wanted` replications say: kills among them, or a mean with its half width. */
  absorb(
    result: { readonly kills: number } | { readonly value: number; readonly half: number },
  ): Verdict {
    if (this.#verdict !== 'go on') return this.#verdict;
    const n = this.wanted;
    this.#verdict =
      'kills' in result
        ? proportionVerdict(this.#rule, result.kills, n)
        : verdict(this.#rule, n, result);
    if (this.#verdict === 'go on') this.#next++;
    return this.#verdict;
  }
}
