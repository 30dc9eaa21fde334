/** Why a setting is not the one recommended. */
import { pairedDifference } from '../stats/paired-difference.ts';
import type { Dropped, Judged } from './candidate.ts';
import type { ContestResult } from './contest.ts';
import type { Feasibility } from './feasibility.ts';
import type { PlannedPolicy } from './plan-policy.ts';
import type { PlannedCandidate } from './planned-candidates.ts';

export function judgedOf(
  { tests }: Feasibility,
  { facts }: PlannedPolicy,
  scenarios: readonly string[],
): Judged[] {
  return tests.flatMap((row, index) =>
    row.map(({ verdict, count }, bound) => ({
      scenario: scenarios[index]!,
      bound: facts.bounds[bound]!.text,
      verdict: verdict ?? 'open',
      runs: count,
    })),
  );
}

/** null for the one that is. */
export function dropped(
  { id }: PlannedCandidate,
  plan: PlannedPolicy,
  { chosen, fates, judges }: ContestResult,
  scenarios: readonly string[],
): Dropped | null {
  if (id === chosen) return null;
  const feasibility = judges.all.get(id);
  const broken = feasibility && judgedOf(feasibility, plan, scenarios).find(isBroken);
  if (broken) return { reason: 'bound', scenario: broken.scenario, bound: broken.bound };
  const fate = fates.get(id);
  if (fate?.kind === 'later') return { reason: 'dearer' };
  if (fate?.kind !== 'slower') return { reason: 'undecided' };
  // A winner may have lost to another since: what counts is the one that is left.
  const winner = chosen ?? fate.than;
  const [a, b] = [judges.times(winner), judges.times(id)];
  const runs = Math.min(a.length, b.length);
  const { value, low, high } = pairedDifference(a.slice(0, runs), b.slice(0, runs));
  if (low > 0) return { reason: 'slower', by: { kind: 'mean', value, low, high, runs } };
  return { reason: 'tie' };
}

function isBroken({ verdict }: Judged): boolean {
  return verdict === 'fails';
}
