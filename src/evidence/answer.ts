/** The answer of a recommendation in sentences, the most important first. */
import { settingInWords } from '../plots/setting-words.ts';
import { flipInWords, isFlipping } from '../plots/tornado-rows.ts';
import type { Candidate } from '../recommend/candidate.ts';
import type { Recommendation } from '../recommend/recommendation.ts';
import { highestRisk } from '../recommend/risk.ts';
import { count, percent, readableBytes } from '../units/readable.ts';
import { verdictInWords } from './bound-words.ts';
import { circumstancesInWords } from './circumstances.ts';
import { droppedInWords } from './dropped-words.ts';
import { chanceInWords } from './figure-words.ts';
import { helpInWords } from './remedies.ts';
import { otherScenarios, proofInWords, riskInWords, serviceInWords } from './setting-sentences.ts';
import { presentOf, requiredNames, subjectOf } from './subject.ts';

export function answer(recommendation: Recommendation): string[] {
  const { quick, verdict } = recommendation;
  const first = quick ? ['Quick run: a look at the shape, too few runs to decide by.'] : [];
  switch (verdict) {
    case 'recommended':
      return [...first, ...recommended(recommendation)];
    case 'none_safe':
      return [...first, ...noneSafe(recommendation)];
    case 'undecided':
      return [...first, ...undecided(recommendation)];
  }
}

function recommended(recommendation: Recommendation): string[] {
  const { policy } = recommendation;
  const chosen = subjectOf(recommendation);
  return [
    `Recommended: ${settingInWords(chosen, policy.knobs)}. ${presentInWords(recommendation)}`,
    whyThis(recommendation, chosen),
    ...riskInWords(recommendation, chosen),
    ...proofInWords(recommendation, chosen),
    ...serviceInWords(recommendation, chosen),
    ...otherScenarios(recommendation, chosen),
    ...circumstancesInWords(recommendation),
    ...flipsInWords(recommendation),
  ];
}

function noneSafe(recommendation: Recommendation): string[] {
  const { candidates } = recommendation;
  const all = count(candidates.length, 'setting');
  const under = requiredNames(recommendation).join('; ');
  return [
    `No setting was shown to be safe. Of ${all} none has room under the bounds: each was shown to break one, or to be too near to it, under one of the scenarios it must hold under (${under}). No values are recommended.`,
    presentInWords(recommendation),
    ...leastRisk(recommendation),
    helpInWords(recommendation),
    ...serviceInWords(recommendation, presentOf(recommendation)),
    ...flipsInWords(recommendation),
  ];
}

function undecided(recommendation: Recommendation): string[] {
  const { candidates, procedure, policy } = recommendation;
  const open = candidates.filter(({ verdict }) => verdict === 'open');
  const all = count(candidates.length, 'setting');
  const nearest = open[0];
  return [
    `Undecided. After ${count(procedure.runs.selection, 'run')} ${open.length} of ${all} may meet every bound, and which is the best was not shown. No values are recommended. More runs (\`budget\`) may decide; a setting that lies on its bound stays undecided.`,
    ...(nearest === undefined
      ? []
      : [
          `The cheapest that may: ${settingInWords(nearest, policy.knobs)}, ${verdictInWords(nearest, policy)}.`,
        ]),
    presentInWords(recommendation),
    ...riskInWords(recommendation, presentOf(recommendation)),
    ...flipsInWords(recommendation),
  ];
}

/** What is to be said of the setting as it is now, beside the recommended one if there is one. */
function presentInWords(recommendation: Recommendation): string {
  const { policy, chosen, present } = recommendation;
  if (chosen === present) return 'That is the present setting.';
  const own = presentOf(recommendation);
  const setting = settingInWords(own, policy.knobs);
  const why = own.dropped;
  if (own.verdict !== 'holds' || why === null) {
    const is = own.verdict === 'open' ? 'is ' : '';
    return `The present setting (${setting}) ${is}${verdictInWords(own, policy)}.`;
  }
  return `The present setting (${setting}) meets every bound too, and ${droppedInWords(own, recommendation)}.`;
}

function whyThis(recommendation: Recommendation, chosen: Candidate): string {
  const { policy, candidates, procedure } = recommendation;
  const all = count(candidates.length, 'setting');
  const best = policy.minimise === 'cost' ? 'cheapest' : 'fastest';
  const under = requiredNames(recommendation).join('; ');
  const sure =
    procedure.correctSelection === null
      ? ''
      : ` Such a choice is correct with a probability of at least ${percent(procedure.correctSelection, 'down')}.`;
  return `Of ${all} it is the ${best} that was shown to meet every bound under each scenario it must hold under (${under}): ${readableBytes(chosen.cost)} of memory limit x pods, now ${readableBytes(presentOf(recommendation).cost)}.${sure}`;
}

function flipsInWords({ influences }: Recommendation): string[] {
  const flipping = influences.filter(isFlipping);
  if (flipping.length === 0) return [];
  const parts = flipping.map((each) => `${each.factor} (${flipInWords(each)})`);
  return [`What takes P(OOM) across its bound, one at a time: ${parts.join('; ')}.`];
}

function leastRisk({ candidates, policy }: Recommendation): string[] {
  const risks = candidates.flatMap((each) => {
    const highest = highestRisk(each.figures, policy);
    return highest === null ? [] : [{ each, ...highest }];
  });
  if (risks.length === 0) return [];
  const least = risks.reduce((a, b) => (b.figure.value < a.figure.value ? b : a));
  return [
    `The least P(OOM) of all: ${settingInWords(least.each, policy.knobs)}, ${chanceInWords(least.figure, policy.per)} under ${least.scenario}; ${verdictInWords(least.each, policy)}.`,
  ];
}
