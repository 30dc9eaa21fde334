/** What a recommendation says of the risk of a setting, for the charts and the page. */
import type {
  BoundFacts,
  BoundVerdict,
  Candidate,
  CandidateFigures,
  Figure,
  PolicyFacts,
  Recommendation,
} from '../recommend/recommendation.ts';

/** P(OOM) as a setting is judged by it: with model error wherever the model rests on a fit. */
export function riskOf(figures: CandidateFigures): Figure | null {
  return figures.oomWithModelError ?? figures.oomGivenModel;
}

/** `P(OOM) per backup window with model errors`: which of the two figures it is. */
export function riskWords({ policy, calibration }: Recommendation): string {
  const which = calibration.sigma === null ? ', given the model' : ' with model errors';
  return `P(OOM) per ${policy.per}${which}`;
}

/** The highest risk among the required scenarios that were run; null where none was. */
export function highestRisk(
  figures: readonly CandidateFigures[],
  policy: PolicyFacts,
): { readonly scenario: string; readonly figure: Figure } | null {
  const risks = requiredOf(figures, policy).flatMap((each) => {
    const figure = riskOf(each);
    return figure === null ? [] : [{ scenario: each.scenario, figure }];
  });
  if (risks.length === 0) return null;
  return risks.reduce((a, b) => (isHigher(b.figure, a.figure) ? b : a));
}

/** Of two that saw no kill the one with fewer runs leaves more possible. */
function isHigher(one: Figure, other: Figure): boolean {
  return one.value > other.value || (one.value === other.value && one.high > other.high);
}

/** Those of the scenarios under which the policy judges. */
export function requiredOf(
  figures: readonly CandidateFigures[],
  { scenarios }: PolicyFacts,
): readonly CandidateFigures[] {
  return figures.filter(({ scenario }) =>
    scenarios.some(({ name, required }) => required && name === scenario),
  );
}

/** The strictest bound on P(OOM); null where the policy has none. */
export function riskBound({ bounds }: PolicyFacts): number | null {
  const own = bounds.filter((bound) => isRiskBound(bound) && bound.sense === '<');
  return own.length === 0 ? null : Math.min(...own.map(({ bound }) => bound));
}

export function isRiskBound({ statistic }: BoundFacts): boolean {
  return statistic.startsWith('oom_probability');
}

/**
 * How the interval of its risk lies to the bound on P(OOM); null where there is no bound or no
 * risk. Runs without the error that the bound asks for cannot show that it is kept.
 */
export function riskVerdict(figures: CandidateFigures, policy: PolicyFacts): BoundVerdict | null {
  const bound = riskBound(policy);
  const figure = riskOf(figures);
  if (bound === null || figure === null) return null;
  if (figure.high < bound) return lacksError(figures, policy) ? 'open' : 'holds';
  return figure.low >= bound ? 'fails' : 'open';
}

/** Whether its risk is given the model where the policy asks for the one with the model's error. */
export function lacksError({ oomWithModelError }: CandidateFigures, policy: PolicyFacts): boolean {
  const asked = policy.bounds.some(({ statistic }) => statistic === 'oom_probability_all');
  return asked && oomWithModelError === null;
}

/** How a setting stands to the bounds, in the words of the legend. */
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
