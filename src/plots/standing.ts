/** How a setting stands to the bounds, in the words of the legend. */
import type { Candidate } from '../recommend/candidate.ts';
import type { PolicyFacts } from '../recommend/policy-facts.ts';
import { isRiskBound } from '../recommend/risk.ts';

export type Standing = (typeof STANDINGS)[number];

export const STANDINGS = [
  'meets every bound',
  'not decided',
  'breaks, or is too near to, a bound on service',
  'breaks, or is too near to, the bound on P(OOM)',
] as const;

export function standingOf({ verdict, judged }: Candidate, { bounds }: PolicyFacts): Standing {
  if (verdict === 'holds') return 'meets every bound';
  if (verdict === 'open') return 'not decided';
  const risks = bounds.filter(isRiskBound).map(({ text }) => text);
  const isRisky = judged.some((one) => one.verdict === 'fails' && risks.includes(one.bound));
  return isRisky
    ? 'breaks, or is too near to, the bound on P(OOM)'
    : 'breaks, or is too near to, a bound on service';
}
