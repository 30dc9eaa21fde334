/** Which settings a page speaks of, and under which scenarios they must hold. */
import type { Candidate } from '../recommend/candidate.ts';
import type { Recommendation } from '../recommend/recommendation.ts';

/** The setting the page is about: the recommended one, or else the present. */
export function subjectOf({ candidates, chosen, present }: Recommendation): Candidate {
  return candidates.find(({ id }) => id === (chosen ?? present))!;
}

export function presentOf({ candidates, present }: Recommendation): Candidate {
  return candidates.find(({ id }) => id === present)!;
}

export function requiredNames({ policy }: Recommendation): string[] {
  return policy.scenarios.filter(({ required }) => required).map(({ name }) => name);
}
