/** Why this value and not the next: each knob a step down and a step up, all else equal. */
import { knobName } from '../plots/setting-words.ts';
import type { Candidate } from '../recommend/candidate.ts';
import type { KnobFacts, PolicyFacts } from '../recommend/policy-facts.ts';
import type { Recommendation } from '../recommend/recommendation.ts';
import { requiredOf } from '../recommend/risk.ts';
import type { Neighbour } from '../recommend/what-if.ts';
import { type Block, paragraph } from '../report/block.ts';
import { readableBytes, readableDuration } from '../units/readable.ts';
import { failureInWords, highestInWords } from './bound-words.ts';
import { presentOf, subjectOf } from './subject.ts';

export function whyTheseValues(recommendation: Recommendation): Block[] {
  const { policy, chosen, neighbours } = recommendation;
  const subject = subjectOf(recommendation);
  const present = presentOf(recommendation);
  const isNew = chosen !== null && subject !== present;
  const text =
    'Each knob a step down and a step up, all else as it is; a step need not be a value of the policy. Under a step stands the first bound it breaks; where it breaks none, what it costs.';
  return [
    paragraph(text),
    {
      kind: 'table',
      headers: [
        'knob',
        chosen === null ? 'now' : 'recommended',
        ...(isNew ? ['now'] : []),
        'a step down',
        'a step up',
      ],
      numeric: [],
      rows: policy.knobs.map((knob) => {
        const step = (which: Neighbour['step']) =>
          neighbours.find((each) => each.path === knob.path && each.step === which);
        const own = subject.labels[knob.path] ?? '';
        return [
          nameOf(knob),
          own,
          ...(isNew ? [present.labels[knob.path] ?? ''] : []),
          stepInWords(step('down'), subject, policy),
          stepInWords(step('up'), subject, policy),
        ];
      }),
    },
  ];
}

const nameOf = ({ path }: KnobFacts) => `${knobName(path)} (\`${path}\`)`;

/** `20: breaks ...`, `60s: meets every bound; ...`. */
export function stepInWords(
  step: Neighbour | undefined,
  subject: Candidate,
  policy: PolicyFacts,
): string {
  if (step === undefined) return 'not tried';
  const { to, verdict, breaks, figures } = step;
  if (verdict === 'fails') {
    return `${to}: ${breaks === null ? 'breaks a bound' : failureInWords(breaks, figures, policy)}`;
  }
  const prefix = verdict === 'open' ? `${to}: undecided` : `${to}: meets every bound`;
  const risk = highestInWords(figures, policy);
  return [prefix, risk === '' ? '' : `P(OOM) ${risk}`, differenceInWords(step, subject, policy)]
    .filter((part) => part !== '')
    .join('; ');
}

/** In cost, or between equals in time. */
function differenceInWords(step: Neighbour, subject: Candidate, policy: PolicyFacts): string {
  if (step.cost !== subject.cost) {
    const more = step.cost > subject.cost ? 'dearer' : 'cheaper';
    return `${more}: ${readableBytes(step.cost)} in place of ${readableBytes(subject.cost)}`;
  }
  const [there, here] = [step.figures, subject.figures].map((figures) =>
    Math.max(...requiredOf(figures, policy).map(({ time }) => time.value)),
  );
  if (!Number.isFinite(there) || !Number.isFinite(here)) return 'as cheap';
  if (Math.abs(there! - here!) <= policy.indifference.time) return 'as cheap and as fast';
  const than = there! > here! ? 'slower' : 'faster';
  return `${than}: mean time to the answer ${readableDuration(there!)} in place of ${readableDuration(here!)}`;
}
