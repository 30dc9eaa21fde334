/** The recommended values as a patch for the chart's values, with the reason for each. */
import { Document, isMap, isScalar } from 'yaml';
import { knobName } from '../plots/setting-words.ts';
import type { Candidate } from '../recommend/candidate.ts';
import type { KnobFacts } from '../recommend/policy-facts.ts';
import type { Recommendation } from '../recommend/recommendation.ts';
import type { Neighbour } from '../recommend/what-if.ts';
import { chartBytes, chartTime, countOf } from '../units/chart-value.ts';
import { wrap } from '../units/wrap.ts';
import { answer } from './answer.ts';
import { presentOf, subjectOf } from './subject.ts';
import { stepInWords } from './why-these-values.ts';

const WIDTH = 96;

/** YAML; without a recommendation a file of comments that changes nothing. */
export function valuesPatch(recommendation: Recommendation): string {
  const { policy, chosen, made, quick } = recommendation;
  // Of a quick run that it is one, and then what it came to.
  const said = answer(recommendation).slice(0, quick ? 2 : 1);
  const head = commented([policy.title, `Made by: ${made.command}`, ...said]);
  if (chosen === null) return head;
  const setting = subjectOf(recommendation);
  const named = policy.knobs.filter(
    ({ path, helm }) => helm !== null && setting.values[path] !== null,
  );
  const document = new Document(nested(named, setting));
  for (const knob of named) explain(document, knob, recommendation);
  const left = policy.knobs.flatMap((knob) => leftInWords(knob, setting));
  return [
    head,
    named.length === 0 ? '' : document.toString({ lineWidth: 0 }),
    commented(left),
  ].join('');
}

type Values = { [key: string]: Values | string | number };

function nested(knobs: readonly KnobFacts[], setting: Candidate): Values {
  const values: Values = {};
  for (const knob of knobs) {
    const keys = knob.helm!.split('.');
    const last = keys.pop()!;
    let at = values;
    for (const key of keys) {
      at[key] ??= {};
      at = at[key] as Values;
    }
    at[last] = chartValue(knob, setting);
  }
  return values;
}

/** As the chart takes it. */
function chartValue({ path, unit, helmUnit }: KnobFacts, setting: Candidate): string | number {
  const value = setting.values[path]!;
  const label = setting.labels[path]!;
  if (typeof value === 'number') {
    if (helmUnit !== undefined) return countOf(value, helmUnit);
    if (unit === 'B') return chartBytes(value, label);
    if (unit === 's') return chartTime(value, label);
  }
  return /^\d+(\.\d+)?$/.test(label) ? Number(label) : label;
}

/** What a chart cannot be told, or need not be: a knob without a name, or without a value. */
function leftInWords({ path, helm }: KnobFacts, { labels, values }: Candidate): string[] {
  const value = `${knobName(path)} (${path}): ${labels[path] ?? 'none'}`;
  if (helm === null) return [`Not in this chart, as far as the policy says: ${value}`];
  return values[path] === null ? [`To be left out, for no limit: ${helm}, ${value}`] : [];
}

/** Writes the reasons above the line of a knob. */
function explain(document: Document, knob: KnobFacts, recommendation: Recommendation): void {
  const keys = knob.helm!.split('.');
  const parent = keys.length === 1 ? document.contents : document.getIn(keys.slice(0, -1), true);
  if (!isMap(parent)) return;
  const pair = parent.items.find(({ key }) => isScalar(key) && key.value === keys.at(-1));
  if (!isScalar(pair?.key)) return;
  pair.key.commentBefore = reasons(knob, recommendation)
    .flatMap((line) => wrap(line, WIDTH - 2 * keys.length))
    .map((line) => ` ${line}`)
    .join('\n');
}

/** What it is now, and what happens a step below and above. */
function reasons({ path }: KnobFacts, recommendation: Recommendation): string[] {
  const { neighbours, policy } = recommendation;
  const setting = subjectOf(recommendation);
  const [own, now] = [setting, presentOf(recommendation)].map(({ labels }) => labels[path]);
  const steps = (['down', 'up'] as const).flatMap((which): string[] => {
    const step: Neighbour | undefined = neighbours.find(
      (each) => each.path === path && each.step === which,
    );
    return step === undefined ? [] : [stepInWords(step, setting, policy)];
  });
  const change = own === now ? 'as it is now' : `now ${now}`;
  return [`${knobName(path)}: ${change}.`, ...steps.map((step) => `${step}.`)];
}

function commented(lines: readonly string[]): string {
  return lines
    .flatMap((line) => wrap(line.replace(/\s+/g, ' '), WIDTH))
    .map((line) => `# ${line}\n`)
    .join('');
}
