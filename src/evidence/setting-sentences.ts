/** What one setting does under its scenarios: its risk, what clients notice, what is proven of it. */
import type { BoundVerdict, Candidate, CandidateFigures, Figure } from '../recommend/candidate.ts';
import type { Recommendation } from '../recommend/recommendation.ts';
import { highestRisk, lacksError, requiredOf, riskOf, riskVerdict } from '../recommend/risk.ts';
import { MEMORY_LIMIT } from '../sweep/paths.ts';
import { formatBytes } from '../units/bytes.ts';
import { percent, readableBytes, readableDuration } from '../units/readable.ts';
import { chanceCell, chanceInWords, shareCell, timeCell } from './figure-words.ts';

export function riskInWords(recommendation: Recommendation, setting: Candidate): string[] {
  const { policy, calibration } = recommendation;
  const highest = highestRisk(setting.figures, policy);
  if (highest === null) return [];
  const { scenario } = highest;
  const figures = setting.figures.find((each) => each.scenario === scenario)!;
  const { oomGivenModel, oomWithModelError } = figures;
  const both = [
    oomGivenModel === null ? '' : `given the model ${chanceInWords(oomGivenModel, policy.per)}`,
    oomWithModelError === null
      ? 'with model errors not known'
      : `with model errors ${chanceInWords(oomWithModelError, policy.per)}`,
  ].filter((part) => part !== '');
  const floor = calibration.floors.find((each) => each.scenario === scenario)?.floor ?? 0;
  const claim = oomWithModelError ?? highest.figure;
  // Who breaks the bound claims nothing that is to be doubted.
  const doubt =
    floor > claim.value && riskVerdict(figures, policy) !== 'fails'
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
export function serviceInWords(recommendation: Recommendation, setting: Candidate): string[] {
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
    `What clients notice${whose(recommendation)} as long as no pod is killed, at worst: served within 60 s ${shareCell(least.servedWithin60s)}${of(least)}; answered 503 ${shareCell(most.answered503)}${of(most)}; mean time to the answer ${timeCell(latest.time)}${of(latest)}${tail}.`,
  ];
}

function lowest(
  figures: readonly CandidateFigures[],
  by: (figures: CandidateFigures) => Pick<Figure, 'value'>,
): CandidateFigures {
  return figures.reduce((a, b) => (by(b).value < by(a).value ? b : a));
}

/** Where a sum and no chance keeps the memory of every pod below the limit. */
export function proofInWords({ policy }: Recommendation, setting: Candidate): string[] {
  const proven = setting.deterministicBound.filter(
    ({ bytes, limit }) => bytes !== null && bytes <= limit,
  );
  if (proven.length === 0) return [];
  const limits = new Set(proven.map(({ limit }) => limitInWords(limit, setting)));
  const parts = proven.map(({ scenario, bytes, limit }) => {
    const under = policy.scenarios.length > 1 ? ` under ${scenario}` : '';
    const own = limits.size > 1 ? ` of ${limitInWords(limit, setting)}` : '';
    return `${readableBytes(bytes!)}${own}${under}`;
  });
  const common = limits.size === 1 ? `, of ${[...limits][0]}` : '';
  return [
    `By a sum, no run needed: no pod can hold more than ${parts.join('; ')}${common}. What that covers stands under each scenario.`,
  ];
}

/** As the setting has it, unless a scenario or a remedy changes it. @param limit [B] */
export function limitInWords(limit: number, { labels, values }: Candidate): string {
  const label = values[MEMORY_LIMIT] === limit ? labels[MEMORY_LIMIT] : undefined;
  return label ?? formatBytes(limit);
}

/** Hypotheses that were not required to hold: whether it holds all the same. */
export function otherScenarios({ policy }: Recommendation, setting: Candidate): string[] {
  const others = policy.scenarios
    .filter(({ required }) => !required)
    .flatMap(({ name }) => {
      const own = setting.figures.find(({ scenario }) => scenario === name);
      const figure = own === undefined ? null : riskOf(own);
      if (own === undefined || figure === null) return [];
      const verdict = riskVerdict(own, policy);
      return [{ name, figure, verdict, isGiven: verdict === 'open' && lacksError(own, policy) }];
    });
  const named = (wanted: BoundVerdict, given = false) =>
    others
      .filter(({ verdict, isGiven }) => verdict === wanted && isGiven === given)
      .map(({ name, figure }) => `${name} (P(OOM) ${chanceCell(figure)})`)
      .join('; ');
  const [broken, kept, open] = [named('fails'), named('holds'), named('open')];
  const given = named('open', true);
  return [
    ...(broken === '' ? [] : [`NOT safe under ${broken}. That was not required of it.`]),
    ...(kept === '' ? [] : [`Not required, and within the bound all the same: ${kept}.`]),
    ...(open === '' ? [] : [`Not required, and too few runs to tell: ${open}.`]),
    ...(given === ''
      ? []
      : [`Not required, and not judged, for its model error was never measured: ${given}.`]),
  ];
}
