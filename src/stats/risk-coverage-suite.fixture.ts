/** Intervals of a chance: how often they cover by enumeration, and how often when sampled. */
import { expect, it } from 'vitest';
import { exactSequentialCoverage } from './exact-coverage.ts';
import { sfc32 } from './lindley.fixture.ts';
import { type RiskInterval, riskInterval } from './risk-interval.ts';
import {
  checkpoints,
  proportionVerdict,
  SequentialStop,
  type StoppingRule,
} from './stopping-rule.ts';

export interface CoverageCase {
  /** How many trials: so many, or until a rule is satisfied. */
  readonly trials: number | StoppingRule;
  readonly p: number;
}

/** Half the width of the 99.9% band of a normal. */
const Z = 3.29;

/** @param macros macro-replications of each case, from a seed fixed beforehand */
export function describeRiskCoverage(cases: readonly CoverageCase[], macros: number): void {
  it.each(cases)(
    'sampled coverage is the enumerated one: $trials trials at p = $p',
    ({ trials, p }) => {
      const most = typeof trials === 'number' ? trials : trials.budget;
      const next = sfc32(Math.round(1e6 * p) + most);
      expectCoverage({ trials, p }, macros, (count) => {
        let hits = 0;
        for (let trial = 0; trial < count; trial++) if (next() < p) hits++;
        return hits;
      });
    },
  );
}

/**
 * The sampled coverage is the enumerated one, and no risk is understated.
 * @param hits of so many trials more
 */
export function expectCoverage(
  { trials, p }: CoverageCase,
  macros: number,
  hits: (count: number) => number,
): void {
  const { looks, interval, enough } = procedure(trials);
  const exact = exactSequentialCoverage(looks, p, interval, enough);
  const sampled = { both: 0, upper: 0 };
  for (let macro = 0; macro < macros; macro++) {
    const { k, n } =
      typeof trials === 'number' ? { k: hits(trials), n: trials } : stopped(trials, hits);
    const { low, high } = interval(k, n);
    if (low <= p && p <= high) sampled.both++;
    if (p <= high) sampled.upper++;
  }
  for (const side of ['both', 'upper'] as const) {
    const share = exact[side];
    const band = Z * Math.sqrt(Math.max(0, share * (1 - share)) / macros) + 1 / macros;
    expect(Math.abs(sampled[side] / macros - share), side).toBeLessThanOrEqual(band);
  }
  expect(exact.upper).toBeGreaterThanOrEqual(0.95);
}

function stopped(rule: StoppingRule, hits: (count: number) => number): { k: number; n: number } {
  const stop = new SequentialStop(rule);
  let [k, n] = [0, 0];
  do {
    k += hits(stop.wanted - n);
    n = stop.wanted;
  } while (stop.absorb({ kills: k }) === 'go on');
  return { k, n };
}

/** The rule of the shipped sweep, and a stricter one. */
export const RULES: readonly StoppingRule[] = [
  { relative: 0.2, absolute: 0.03, first: 20, budget: 400 },
  { relative: 0.25, absolute: 0.004, first: 100, budget: 2000 },
];

/** The lowest one-sided coverage over chances from 1e-4 to 1 - 1e-4, by enumeration. */
export function lowestUpper(trials: number | StoppingRule, step: number): number {
  const { looks, interval, enough } = procedure(trials);
  let lowest = 1;
  for (let logit = -9; logit <= 9; logit += step) {
    const p = 1 / (1 + Math.exp(-logit));
    lowest = Math.min(lowest, exactSequentialCoverage(looks, p, interval, enough).upper);
  }
  return lowest;
}

/** How trials are made and what is said after them; each count is worked out but once. */
function procedure(trials: number | StoppingRule) {
  const isFixed = typeof trials === 'number';
  return {
    looks: isFixed ? [trials] : checkpoints(trials),
    interval: remembered((k, n): RiskInterval => riskInterval(k, n, !isFixed)),
    enough: remembered((k, n) => !isFixed && proportionVerdict(trials, k, n) !== 'go on'),
  };
}

/** Many chances are asked about the same counts. */
export function remembered<T>(compute: (k: number, n: number) => T): (k: number, n: number) => T {
  const known = new Map<number, T>();
  return (k, n) => {
    const key = k * 1e6 + n;
    if (!known.has(key)) known.set(key, compute(k, n));
    return known.get(key)!;
  };
}
