/** The answer of a recommendation in sentences, the most important first. */
import { highestRisk, requiredOf } from '../plots/setting-risk.ts';
import { settingInWords } from '../plots/setting-words.ts';
import { flipInWords, isFlipping } from '../plots/tornado-rows.ts';
import type {
  Candidate,
  CandidateFigures,
  Figure,
  Recommendation,
} from '../recommend/recommendation.ts';
import { count, percent, readableBytes, readableDuration } from '../units/readable.ts';
import { brokenInWords, verdictInWords, verdictUnder } from './bound-words.ts';
import { circumstancesInWords } from './circumstances.ts';
import { chanceInWords, shareCell, timeCell } from './figure-words.ts';
import { helpInWords } from './remedies.ts';
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
    `No setting is safe. Each of ${all} was shown to break a bound under one of the scenarios it must hold under (${under}). No values are recommended.`,
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
    return `The present setting (${setting}) ${isOrDoes(verdictInWords(own, policy))}.`;
  }
  return `The present setting (${setting}) meets every bound too, and ${droppedInWords(own, recommendation)}.`;
}

const isOrDoes = (words: string) => (words.startsWith('undecided') ? `is ${words}` : words);

/** Why a setting is not the one: `breaks P(OOM) < 1% under parts: 13%`, `is dearer: ...`. */
export function droppedInWords(candidate: Candidate, recommendation: Recommendation): string {
  const { policy } = recommendation;
  const { dropped, figures } = candidate;
  const chosen = recommendation.chosen === null ? null : subjectOf(recommendation);
  switch (dropped?.reason) {
    case undefined:
      return 'is the one recommended';
    case 'bound':
      return `breaks ${brokenInWords(dropped, figures, policy)}`;
    case 'dearer': {
      const instead = chosen === null ? '' : ` in place of ${readableBytes(chosen.cost)}`;
      return `is dearer: ${readableBytes(candidate.cost)}${instead}`;
    }
    case 'slower':
      return `is as cheap and slower to answer, by ${timeCell(dropped.by)}`;
    case 'tie':
      return `is as cheap and within ${readableDuration(policy.indifference.time)} as fast; the recommended one is nearer to the present`;
    case 'undecided':
      return 'is undecided: the runs did not tell whether it meets every bound';
  }
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

function riskInWords(recommendation: Recommendation, setting: Candidate): string[] {
  const { policy, calibration } = recommendation;
  const highest = highestRisk(setting.figures, policy);
  if (highest === null) return [];
  const { scenario } = highest;
  const { oomGivenModel, oomWithModelError } = setting.figures.find(
    (each) => each.scenario === scenario,
  )!;
  const both = [
    oomGivenModel === null ? '' : `given the model ${chanceInWords(oomGivenModel, policy.per)}`,
    oomWithModelError === null
      ? 'with model errors not known'
      : `with model errors ${chanceInWords(oomWithModelError, policy.per)}`,
  ].filter((part) => part !== '');
  const floor = calibration.floors.find((each) => each.scenario === scenario)?.floor ?? 0;
  const claim = oomWithModelError ?? highest.figure;
  const doubt =
    floor > claim.value
      ? ` A claim below ${percent(floor)} is not supported by the calibration.`
      : '';
  return [
    `P(OOM)${whose(recommendation)} is highest under ${scenario}: ${both.join('; ')}.${doubt}`,
  ];
}

/** Whose figures they are, where none is recommended. */
function whose({ chosen }: Recommendation): string {
  return chosen === null ? ' at the present setting' : '';
}

/** What clients notice, where it is worst. */
function serviceInWords(recommendation: Recommendation, setting: Candidate): string[] {
  const { policy } = recommendation;
  const figures = requiredOf(setting.figures, policy);
  if (figures.length === 0) return [];
  const least = lowest(figures, ({ servedWithin60s }) => servedWithin60s);
  const most = lowest(figures, ({ answered503 }) => ({ value: -answered503.value }));
  const latest = lowest(figures, ({ time }) => ({ value: -time.value }));
  const of = (each: CandidateFigures) => (figures.length > 1 ? ` under ${each.scenario}` : '');
  const slowest = latest.latencyP99;
  const tail = slowest === null ? '' : `, 99% answered within ${readableDuration(slowest)}`;
  return [
    `What clients notice${whose(recommendation)}, at worst: served within 60 s ${shareCell(least.servedWithin60s)}${of(least)}; answered 503 ${shareCell(most.answered503)}${of(most)}; mean time to the answer ${timeCell(latest.time)}${of(latest)}${tail}.`,
  ];
}

function lowest(
  figures: readonly CandidateFigures[],
  by: (figures: CandidateFigures) => Pick<Figure, 'value'>,
): CandidateFigures {
  return figures.reduce((a, b) => (by(b).value < by(a).value ? b : a));
}

/** Hypotheses that were not required to hold: whether it holds all the same. */
function otherScenarios({ policy }: Recommendation, { judged, figures }: Candidate): string[] {
  const others = policy.scenarios.filter(({ required }) => !required);
  const said = others.map(({ name }) => ({ name, verdict: verdictUnder(judged, name) }));
  const broken = said.filter(({ verdict }) => verdict === 'fails');
  const kept = said.filter(({ verdict }) => verdict === 'holds').map(({ name }) => name);
  const open = said.filter(({ verdict }) => verdict === 'open').map(({ name }) => name);
  return [
    ...broken.map(({ name }) => {
      const one = judged.find((each) => each.scenario === name && each.verdict === 'fails')!;
      return `Not safe under ${name}: breaks ${brokenInWords(one, figures, policy)}. That was not required of it.`;
    }),
    ...(kept.length > 0 ? [`Not required, and holds all the same: ${kept.join('; ')}.`] : []),
    ...(open.length > 0 ? [`Not required, and undecided: ${open.join('; ')}.`] : []),
  ];
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
