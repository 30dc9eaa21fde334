/** Changes beyond the knobs, simulated and where it is possible proved. */
import { type Bound, deterministicBound } from '../sweep/bound.ts';
import type { PlannedCandidate } from './candidates.ts';
import type { Change } from './ground.ts';
import type { NamedChange } from './planned-changes.ts';
import type { Chosen } from './recommend.ts';
import type { Candidate, Remedy } from './recommendation.ts';

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
  const bound = largestBound(plan, changes);
  return {
    name,
    set,
    note,
    base: base.id,
    ...seen,
    deterministicBound: bound,
    isProof: bound.bytes !== null && bound.bytes <= base.limit,
  };
}

/** Of the required scenario that needs the most; none where one of them has none. */
function largestBound(
  { ground, facts, scenarios }: Chosen['plan'],
  changes: readonly Change[],
): Bound {
  const bounds = scenarios.flatMap((scenario, index): Bound[] => {
    if (!facts.scenarios[index]!.required) return [];
    const found = ground.modelAt([...changes, scenario]);
    return 'issues' in found ? [] : [deterministicBound(found.value)];
  });
  const none = bounds.find(({ bytes }) => bytes === null);
  return none ?? bounds.reduce((most, one) => (one.bytes! > most.bytes! ? one : most));
}

/** The one whose worst chance of a kill is least; of those the cheapest. */
function safestOf({ plan, candidates }: Chosen): PlannedCandidate {
  const worst = ({ figures }: Candidate): number =>
    Math.max(...figures.map((one) => (one.oomWithModelError ?? one.oomGivenModel)?.value ?? 1));
  const looked = candidates.filter(({ figures }) => figures.length > 0);
  const safest = looked.reduce((best, one) => (worst(one) < worst(best) ? one : best));
  return plan.candidates.find(({ id }) => id === safest.id)!;
}
