/** A figure with a known value beside what was simulated, and how sure the latter is. */
import { estimate, type Interval } from '../stats/interval.ts';
import { clopperPearson } from '../stats/proportion.ts';

type Evidence =
  /** A mean, or a ratio of means: Student's t. */
  | { readonly kind: 'mean'; readonly standardError: number; readonly degrees: number }
  /** Hits among independent trials: exact at any number of them (Clopper and Pearson). */
  | { readonly kind: 'share'; readonly hits: number; readonly trials: number }
  /** Chance has no part; the tolerance for rounding is relative. */
  | { readonly kind: 'exact'; readonly tolerance: number };

export interface Figure {
  readonly name: string;
  readonly theory: number;
  readonly simulated: number;
  readonly evidence: Evidence;
}

/** Where the true value lies with this confidence; an exact figure has no width. */
export function intervalOf({ simulated, evidence }: Figure, level: number): Interval {
  switch (evidence.kind) {
    case 'mean': {
      const { low, high } = estimate(simulated, evidence.standardError, evidence.degrees, level);
      return { low, high };
    }
    case 'share':
      return clopperPearson(evidence.hits, evidence.trials, level);
    case 'exact':
      return { low: simulated, high: simulated };
  }
}

/** Whether the known value lies in the interval of this level, or is met up to rounding. */
export function agrees(figure: Figure, level: number): boolean {
  const { theory, simulated, evidence } = figure;
  if (evidence.kind === 'exact') {
    return Math.abs(simulated - theory) <= evidence.tolerance * Math.abs(theory);
  }
  const { low, high } = intervalOf(figure, level);
  return low <= theory && theory <= high;
}

/** So many of so many: what must hold each time. */
export function everyTime(name: string, times: number, held: number): Figure {
  return { name, theory: times, simulated: held, evidence: { kind: 'exact', tolerance: 0 } };
}
