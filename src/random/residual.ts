import type { Law } from './law.ts';
import { compileLaw } from './sampler.ts';
import type { Stream } from './stream.ts';

/** What is left of a duration, given that it is not over. */
export interface Residual {
  /** Whether how long it has lasted matters; if not, the law is memoryless. */
  readonly ages: boolean;
  /**
   * Draws anew the end of a duration that began at `since` and is not over at `now`; null where it
   * is to stay as it was drawn: so far out in its tail too few digits are left to draw from.
   */
  until(since: number, now: number, stream: Stream): number | null;
}

/** Beyond this share of the law too few digits are left: the rest is known to 1e-10 here. */
const TAIL = 1 - 1e-6;

/**
 * The residual law P(X <= x | X > age), drawn by inversion. Null where nothing may be drawn again:
 * a constant, and laws with atoms, which may end at the very instant that is asked about.
 */
export function residualOf(law: Law): Residual | null {
  if (!isContinuous(law)) return null;
  const { cdf, quantile, sample } = compileLaw(law);
  if (law.law === 'exponential') {
    return { ages: false, until: (_, now, stream) => now + sample(stream) };
  }
  return {
    ages: true,
    until(since, now, stream) {
      const past = cdf(now - since);
      if (past > TAIL) return null;
      return Math.max(now, since + quantile(past + stream.next() * (1 - past)));
    },
  };
}

function isContinuous(law: Law): boolean {
  if (law.law === 'mixture') {
    return law.parts.every((part) => part.weight === 0 || isContinuous(part.of));
  }
  return law.law !== 'empirical' && compileLaw(law).random;
}
