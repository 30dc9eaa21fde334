/** The risk of a setting is its P(OOM): which figure it is, where it is highest, what bounds it. */
import type { Interval } from '../stats/interval.ts';
import type { BoundVerdict, CandidateFigures, Figure } from './candidate.ts';
import type { BoundFacts, PolicyFacts } from './policy-facts.ts';

/** The figure given the model, and the one with what is not known drawn as well. */
export const GIVEN_MODEL = 'oom_probability';
export const WITH_ERROR = 'oom_probability_all';

/** P(OOM) as a setting is judged by it: with model error wherever the model rests on a fit. */
export function riskOf(figures: CandidateFigures): Figure | null {
  return figures.oomWithModelError ?? figures.oomGivenModel;
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

export function isRiskBound({ statistic }: Pick<BoundFacts, 'statistic'>): boolean {
  return statistic === GIVEN_MODEL || statistic === WITH_ERROR;
}

/**
 * How the interval of its risk lies to the bound on P(OOM); null where there is no bound or no
 * risk. Runs without the error that the bound asks for cannot show that it is kept.
 */
export function riskVerdict(figures: CandidateFigures, policy: PolicyFacts): BoundVerdict | null {
  const bound = riskBound(policy);
  const figure = riskOf(figures);
  if (bound === null || figure === null) return null;
  const side = sideOf(figure, bound);
  return side === 'holds' && lacksError(figures, policy) ? 'open' : side;
}

/** How the whole interval of what goes wrong lies to the most of it that is allowed. */
export function sideOf({ low, high }: Interval, most: number): BoundVerdict {
  if (high < most) return 'holds';
  return low >= most ? 'fails' : 'open';
}

/** Whether its risk is given the model where the policy asks for the one with the model's error. */
export function lacksError({ oomWithModelError }: CandidateFigures, policy: PolicyFacts): boolean {
  const asked = policy.bounds.some(({ statistic }) => statistic === WITH_ERROR);
  return asked && oomWithModelError === null;
}
