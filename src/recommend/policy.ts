/** The keys of a policy file: what is to be chosen, what it must satisfy, what is asked beside. */
import * as z from 'zod';
import { any, count, field, flag, group, list, oneOf, seconds, share } from '../schema/fields.ts';
import { jsonSchemaOf } from '../schema/json-schema.ts';
import type { Json } from '../schema/kind.ts';
import { requirementKind } from '../sweep/requirement.ts';
import { folderName, ON_TOP, settings, stated } from '../sweep/shared-keys.ts';
import { chartNameKind } from './chart-name.ts';
import { levelKind } from './level-kind.ts';

const values = z.array(any({ doc: 'As a model file would say it.', source: 'choice' })).min(1);

const knob = z.strictObject({
  path: stated('The dotted path of the model that is to be chosen.'),
  values: values.optional().describe('In the order of preference among equals.'),
  from: any({ doc: 'In place of values: the least, ...', source: 'choice' }).optional(),
  to: any({ doc: '... the largest, ...', source: 'choice' }).optional(),
  steps: count({ doc: '... and how many in all.', min: 2, max: 1000, source: 'choice' }).optional(),
  helm: field(chartNameKind, {
    doc: 'Its name in the values of the chart, or none; by default as in the s3proxy-python chart.',
    source: 'choice',
  }).optional(),
});

const circumstance = {
  name: stated('What it is called.'),
  set: settings.optional(),
  podsLess: count({
    doc: 'Pods of the candidate that are missing.',
    default: 0,
    source: 'choice',
  }),
  note: stated('Why it is believed, doubted or wanted.', ''),
};

const scenario = z.strictObject({
  ...circumstance,
  required: flag({
    doc: 'Whether a candidate must meet the bounds under it; else it is shown alone.',
    default: true,
    source: 'choice',
  }),
});

const influence = z.strictObject({
  factor: stated('What is varied, in words.'),
  path: stated('The dotted path of the model that is varied.').optional(),
  values: values.optional().describe('Of the path.'),
  variants: z
    .array(z.strictObject({ name: stated('What it is called.'), set: settings }))
    .min(1)
    .optional()
    .describe('Named sets of overrides in place of a path and its values.'),
  source: stated('Where the values are from.', 'assumed'),
});

export const policySchema = z
  .strictObject({
    name: folderName,
    title: stated('The heading of the page.'),
    question: stated('What is asked.'),
    ...ON_TOP,
    minimise: oneOf(['cost', 'time'], {
      doc: 'cost: memory limit x pods; time: mean time to the answer. The other settles ties.',
      default: 'cost',
      source: 'choice',
    }),
    level: field(levelKind, {
      doc: 'Stated probability of correct selection, given the model.',
      default: '95%',
      source: 'choice',
    }),
    indifference: group('What differs by no more is taken for equal.', {
      time: seconds({
        doc: 'What a change among equals must gain in mean time to the answer.',
        above: 0,
        default: '1s',
        source: 'choice',
      }),
      bound: share({
        doc: 'A setting with less than this part of what a bound allows must not be passed over.',
        min: 0.01,
        max: 0.9,
        default: 0.25,
        source: 'choice',
      }),
    }),
    budget: count({
      doc: 'Most runs of the selection; beyond them the answer is undecided.',
      min: 1,
      max: 1e9,
      default: 200_000,
      source: 'choice',
    }),
    evidence: count({
      doc: 'Runs behind each figure that is shown beside the selection.',
      min: 2,
      max: 1e6,
      default: 100,
      source: 'choice',
    }),
    knobs: z.array(knob).min(1).describe('What is to be chosen: every combination is a candidate.'),
    bounds: z
      .array(field(requirementKind, { doc: 'What a setting must satisfy.', source: 'choice' }))
      .min(1)
      .describe('P(OOM) and shares, as oom_probability_all < 1e-2.'),
    scenarios: z
      .array(scenario)
      .min(1)
      .optional()
      .describe('Hypotheses and circumstances; by default the model as it is.'),
    stresses: list('Worse circumstances, shown beside those that are always shown.', circumstance),
    influences: z.array(influence).default([]).describe('What is varied one at a time.'),
    remedies: list('Changes beyond the knobs, simulated on the recommended setting.', circumstance),
    alternatives: list('What else was thought of.', {
      name: stated('What it is.'),
      why: stated('Why it was not taken.'),
    }),
    invalidWhen: z.array(stated('When the recommendation no longer holds.')).default([]),
    open: list('What is not known.', {
      question: stated('What is asked.'),
      settledBy: stated('The measurement that would settle it.'),
      changes: stated('What would change.'),
    }),
    incident: stated(
      'The report of an incident with its claims, as seen from this file.',
    ).optional(),
  })
  .describe('A policy.');

export type PolicySpec = z.output<typeof policySchema>;

/** What editors complete policy files with. */
export function policyJsonSchema(): Json {
  return jsonSchemaOf(policySchema, 'spillway policy');
}
