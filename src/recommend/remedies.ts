/** Changes beyond the knobs, simulated and where it is possible proved. */
import { type Bound, deterministicBound } from '../sweep/bound.ts';
import type { Candidate } from './candidate.ts';
import { type Change, underScenario } from './ground.ts';
import type { PlannedCandidate } from './planned-candidates.ts';
import type { NamedChange } from './planned-changes.ts';
import type { Chosen } from './recommend.ts';
import { riskOf } from './risk.ts';
import type { Remedy } from './what-if.ts';

export async function remediesOf(chosen: Chosen): Promise<Remedy[]> {
  const found = await Promise.all(chosen.plan.remedies.map((one) => remedyOf(one, chosen)));
  return found.flatMap((one) => one ?? []);
}

/** On the chosen setting; where there is none on the present one, and then on the safest. */
async function remedyOf(remedy: NamedChange, chosen: Chosen): Promise<Remedy | null> {
  const first = await on(chosen.subject, remedy, chosen);
  if (chosen.isChosen || first === null || first.verdict === 'holds') return first;
  const safest = safestOf(chosen);
  if (safest.id === chosen.subject.id) return first;
  const second = await on(safest, remedy, chosen);
  return second?.verdict === 'holds' ? second : first;
}

async function on(
  base: PlannedCandidate,
  { name, set, note, change }: NamedChange,
  { plan, evidence }: Chosen,
): Promise<Remedy | null> {
  const changes = [base.change, change];
  const seen = await evidence.look(changes);
  if (seen === null) return null;
  const all = boundsUnder(plan, changes);
  // The one with the least room: a scenario may set a limit of its own.
  const least = all.reduce((one, other) => (roomOf(other) < roomOf(one) ? other : one));
  return {
    name,
    set,
    note,
    base: base.id,
    verdict: seen.verdict,
    judged: seen.judged,
    figures: seen.figures,
    deterministicBound: least.bound,
    limit: least.limit,
    isProof: roomOf(least) >= 0,
  };
}

interface Bounded {
  readonly bound: Bound;
  /** Memory limit of the changed model [B]. */
  readonly limit: number;
}

/** By required scenario. */
function boundsUnder(
  { ground, facts, scenarios }: Chosen['plan'],
  changes: readonly Change[],
): Bounded[] {
  return scenarios.flatMap((scenario, index): Bounded[] => {
    if (!facts.scenarios[index]!.required) return [];
    const found = ground.modelAt(underScenario(scenario, changes));
    if ('issues' in found) return [];
    return [{ bound: deterministicBound(found.value), limit: found.value.pod.memoryLimit }];
  });
}

/** What a limit leaves above the bound [B]; without a bound nothing is proved. */
function roomOf({ bound, limit }: Bounded): number {
  return bound.bytes === null ? Number.NEGATIVE_INFINITY : limit - bound.bytes;
}

/** The one whose worst chance of a kill is least; of those the cheapest. */
function safestOf({ plan, candidates }: Chosen): PlannedCandidate {
  const worst = ({ figures }: Candidate): number =>
    Math.max(...figures.map((one) => riskOf(one)?.value ?? 1));
  const looked = candidates.filter(({ figures }) => figures.length > 0);
  const safest = looked.reduce((best, one) => (worst(one) < worst(best) ? one : best));
  return plan.candidates.find(({ id }) => id === safest.id)!;
}
