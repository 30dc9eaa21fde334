import type { Design, OracleCase } from './oracle-case.ts';

/**
 * Relative standard errors aimed at. At most 2 % is asked for, and 5 % of values below 0.01; an
 * error estimated from 100 batches is itself off by 7 %, one counted from replications by less.
 */
const AIM = { batches: 0.015, replications: 0.0185, small: 0.039 };
const BATCHES = 100;

/** Requests that a short test may simulate. */
const SHORT = 4.2e6;

/**
 * One run long enough for every figure of it.
 *
 * @param figures the exact values, each with the variance of its average over t [s], times t,
 *   over the value squared
 */
export function batchesFor(
  figures: readonly { readonly exact: number; readonly relativeVariance: number }[],
): Design {
  const lengths = figures.map(
    ({ exact, relativeVariance }) => relativeVariance / aimed(exact, AIM.batches) ** 2,
  );
  const batch = roundUp(Math.max(...lengths) / BATCHES);
  return { kind: 'batches', warmUp: batch, batch, batches: BATCHES };
}

/** So many independent runs that an event of this probability is counted often enough. */
export function replicationsFor(probability: number): Design {
  const odds = (1 - probability) / probability;
  const replications = roundUp(odds / aimed(probability, AIM.replications) ** 2);
  return { kind: 'replications', replications };
}

/** Whether a run at `rate` [1/s] is one for the long tests. */
export function isDeep(rate: number, design: Design): boolean {
  return rate * horizonOf(design) > SHORT;
}

/** The time a design simulates in one run [s]. */
export function horizonOf(design: Design): number {
  if (design.kind !== 'batches') throw new Error(`a design of ${design.kind} has no length`);
  return design.warmUp + design.batch * design.batches;
}

/**
 * A case with so large a share of its simulated time or of its replications: a first look with a
 * wider interval, as honest as the long one. What is exact stays as it is.
 */
export function shortened(oracle: OracleCase, share: number): OracleCase {
  const { design, model } = oracle;
  if (design.kind === 'exact') return oracle;
  if (design.kind === 'replications') {
    const replications = Math.ceil(design.replications * share);
    return { ...oracle, design: { ...design, replications } };
  }
  const batch = Math.ceil(design.batch * share);
  const short = { ...design, warmUp: batch, batch };
  const run = { horizon: `${horizonOf(short)}s` };
  return { ...oracle, design: short, model: model && { ...model, run } };
}

function aimed(exact: number, aim: number): number {
  return exact < 0.01 ? AIM.small : aim;
}

/** To two digits, and at least 10. */
function roundUp(x: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(x)) - 1);
  return Math.max(10, Math.ceil(x / unit) * unit);
}
