/** How many runs an experiment asks for at a design point, and how many when it is to be quick. */
import type { StoppingRule } from '../stats/stopping-rule.ts';
import { type ExperimentSpec, type GridSpec, QUICK, UNCERTAINTY } from './experiment.ts';
import type { UncertaintySpec } from './plan-unknowns.ts';

/** Of each point; with a precision, before the first look. */
export function replicationsOf(grid: GridSpec, spec: ExperimentSpec, quick: boolean): number {
  const stated = grid.replications ?? spec.replications;
  return quick ? Math.min(stated, spec.quick?.replications ?? QUICK.replications) : stated;
}

/** null: exactly the replications, as for a grid that states them and no precision of its own. */
export function ruleOf(grid: GridSpec, spec: ExperimentSpec, quick: boolean): StoppingRule | null {
  const inherited = grid.replications === undefined ? spec.precision : undefined;
  const precision = grid.precision ?? inherited;
  if (precision === undefined || quick) return null;
  return { ...precision, first: Math.min(replicationsOf(grid, spec, quick), precision.budget) };
}

/** What the second figure of P(OOM) may cost; null asks for none. */
export function uncertaintyOf(
  { uncertainty = UNCERTAINTY }: ExperimentSpec,
  quick: boolean,
): UncertaintySpec {
  if (uncertainty === null || !quick) return uncertainty;
  return { draws: Math.min(uncertainty.draws, QUICK.replications), runs: 1 };
}
