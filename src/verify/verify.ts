/** Compares what was simulated with what is known, so that chance alone fails hardly anything. */
import type { Check, Effort, Outcome } from './check.ts';
import { agrees, type Figure, intervalOf } from './figure.ts';

/** P(any figure fails) of a right simulator, for all figures together. */
export const FALSE_ALARM = 0.001;

export interface Comparison extends Figure {
  /** 95% interval. */
  readonly low: number;
  readonly high: number;
  readonly agrees: boolean;
}

export interface Checked {
  readonly id: string;
  readonly figures: readonly Comparison[];
  readonly breach: string | null;
}

export interface Verification {
  readonly checks: readonly Checked[];
  /** Of the interval in which the known value of each figure must lie. */
  readonly level: number;
}

/** @param perform makes a check somewhere: in this thread or in a pool */
export async function verify(
  checks: readonly Pick<Check, 'id'>[],
  effort: Effort,
  perform: (id: string, effort: Effort) => Promise<Outcome>,
): Promise<Verification> {
  const outcomes = await Promise.all(checks.map(({ id }) => perform(id, effort)));
  const drawn = outcomes
    .flatMap(({ figures }) => figures)
    .filter(({ evidence }) => evidence.kind !== 'exact').length;
  // Bonferroni: as many chances to fail as figures, however they hang together.
  const level = 1 - FALSE_ALARM / Math.max(1, drawn);
  return {
    level,
    checks: outcomes.map(({ figures, breach }, index) => ({
      id: checks[index]!.id,
      figures: figures.map((figure) => ({
        ...figure,
        ...intervalOf(figure, 0.95),
        agrees: agrees(figure, level),
      })),
      breach,
    })),
  };
}

export function failures({ checks }: Verification): Checked[] {
  return checks.filter(({ figures, breach }) => breach !== null || figures.some((f) => !f.agrees));
}
