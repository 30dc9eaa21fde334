/** Bounds in words, which of them a setting breaks, and by what figure. */
import { statisticName } from '../plots/statistic-words.ts';
import type { BoundVerdict, CandidateFigures, Figure, Judged } from '../recommend/candidate.ts';
import type { BoundFacts, PolicyFacts } from '../recommend/policy-facts.ts';
import { GIVEN_MODEL, highestRisk, isRiskBound, requiredOf } from '../recommend/risk.ts';
import { readableStatistic } from '../sweep/requirement.ts';
import { STATISTICS } from '../sweep/row.ts';
import { chanceCell, shareCell } from './figure-words.ts';

/** `P(OOM) with model errors < 1%` */
export function boundInWords({ statistic, sense, bound }: BoundFacts): string {
  const unit = STATISTICS.find(({ key }) => key === statistic)?.unit ?? 'share';
  return `${statisticName(statistic)} ${sense} ${readableStatistic(bound, unit)}`;
}

/** What runs say of a setting under some scenarios. */
export interface Said {
  readonly verdict: BoundVerdict;
  readonly judged: readonly Judged[];
  readonly figures: readonly CandidateFigures[];
}

/**
 * `meets every bound`, `breaks P(OOM) < 1% under parts: 13% (11% to 15%)`, `undecided: ...`. A
 * verdict on P(OOM) alone says what else is broken, or not decided.
 */
export function verdictInWords(said: Said, policy: PolicyFacts): string {
  return verdictOn(said, policy).words;
}

/** The verdict, and the highest P(OOM) where the verdict does not say it. */
export function outcomeInWords(said: Said, policy: PolicyFacts): string {
  const { words, by } = verdictOn(said, policy);
  const risk = highestInWords(said.figures, policy);
  const isSaid = by !== null && riskTexts(policy).includes(by.bound);
  return isSaid || risk === '' ? words : `${words}; P(OOM) ${risk}`;
}

/** A verdict on P(OOM) alone may hold while a bound on service is broken, or not decided. */
export function meetsEveryBound({ verdict, judged }: Said, policy: PolicyFacts): boolean {
  const required = judged.filter(({ scenario }) => isRequired(scenario, policy));
  return verdict === 'holds' && required.every((each) => each.verdict === 'holds');
}

/** @returns `by` what the verdict rests on; null where it is on no single bound */
function verdictOn(
  { verdict, judged, figures }: Said,
  policy: PolicyFacts,
): { readonly words: string; readonly by: Judged | null } {
  const risks = riskTexts(policy);
  const required = judged
    .filter(({ scenario }) => isRequired(scenario, policy))
    .toSorted((a, b) => Number(risks.includes(b.bound)) - Number(risks.includes(a.bound)));
  const words = (found: Judged) => brokenInWords(found, figures, policy);
  const fails = (found: Judged) => failureInWords(found, figures, policy);
  const broken = required.find((each) => each.verdict === 'fails') ?? null;
  const open = required.find((each) => each.verdict === 'open') ?? null;
  switch (verdict) {
    case 'fails':
      return { words: broken === null ? `${EITHER} a bound` : fails(broken), by: broken };
    case 'open':
      return { words: open === null ? 'undecided' : `undecided: ${words(open)}`, by: open };
    case 'holds': {
      const meets = 'meets the bound on P(OOM)';
      if (broken !== null) return { words: `${meets}, ${fails(broken)}`, by: null };
      if (open !== null) return { words: `${meets}, undecided: ${words(open)}`, by: null };
      return { words: 'meets every bound', by: null };
    }
  }
}

function riskTexts({ bounds }: PolicyFacts): string[] {
  return bounds.filter(isRiskBound).map(({ text }) => text);
}

/**
 * `breaks P(OOM) < 1% under parts: 13% (11% to 15%)` where the whole interval does. A setting fails as
 * well where it was shown not to have room: it `is too near to` the bound where the whole interval is
 * on its good side, else it may be either.
 */
export function failureInWords(
  found: { readonly scenario: string; readonly bound: string },
  figures: readonly CandidateFigures[],
  policy: PolicyFacts,
): string {
  const facts = policy.bounds.find(({ text }) => text === found.bound);
  const own = figures.find(({ scenario }) => scenario === found.scenario);
  const figure = facts === undefined || own === undefined ? null : figureOf(facts, own);
  const does = facts === undefined || figure === null ? EITHER : standing(facts, figure);
  return `${does} ${brokenInWords(found, figures, policy)}`;
}

const EITHER = 'breaks, or is too near to,';

function standing({ sense, bound }: BoundFacts, { low, high }: Figure): string {
  const [isBeyond, isWithin] =
    sense === '<' ? [low >= bound, high < bound] : [high <= bound, low > bound];
  if (isBeyond) return 'breaks';
  return isWithin ? 'is too near to' : EITHER;
}

/** `P(OOM) < 1% under parts: 13% (11% to 15%)` */
function brokenInWords(
  { scenario, bound }: { readonly scenario: string; readonly bound: string },
  figures: readonly CandidateFigures[],
  { bounds, scenarios }: PolicyFacts,
): string {
  const facts = bounds.find(({ text }) => text === bound);
  const own = figures.find((each) => each.scenario === scenario);
  const under = scenarios.length > 1 ? ` under ${scenario}` : '';
  if (facts === undefined) return `${bound}${under}`;
  const figure = own === undefined ? null : figureOf(facts, own);
  const cell = isRiskBound(facts) ? chanceCell : shareCell;
  return `${boundInWords(facts)}${under}${figure === null ? '' : `: ${cell(figure)}`}`;
}

/** The figure a bound is about; null where it is not among those that are kept. */
function figureOf(facts: BoundFacts, figures: CandidateFigures): Figure | null {
  if (facts.statistic === GIVEN_MODEL) return figures.oomGivenModel;
  if (isRiskBound(facts)) return figures.oomWithModelError;
  if (facts.statistic === 'served_within_60s_share') return figures.servedWithin60s;
  return facts.statistic.includes('503') ? figures.answered503 : null;
}

/** `0/700 (< 0.43%) under parts`: the highest P(OOM) of the required scenarios; empty if not run. */
export function highestInWords(figures: readonly CandidateFigures[], policy: PolicyFacts): string {
  const highest = highestRisk(figures, policy);
  if (highest === null) return '';
  const isOne = requiredOf(figures, policy).length === 1;
  return `${chanceCell(highest.figure)}${isOne ? '' : ` under ${highest.scenario}`}`;
}

function isRequired(scenario: string, { scenarios }: PolicyFacts): boolean {
  return scenarios.some(({ name, required }) => required && name === scenario);
}

/** The verdict on one scenario alone; null where it was not judged. */
export function verdictUnder(judged: readonly Judged[], scenario: string): BoundVerdict | null {
  const own = judged.filter((each) => each.scenario === scenario).map(({ verdict }) => verdict);
  if (own.length === 0) return null;
  if (own.includes('fails')) return 'fails';
  return own.includes('open') ? 'open' : 'holds';
}
