/** The keys of an experiment file. */
import * as z from 'zod';
import { any, count, field, oneOf, seconds, share } from '../schema/fields.ts';
import { jsonSchemaOf } from '../schema/json-schema.ts';
import type { Json } from '../schema/kind.ts';
import { chartKind } from './chart-request.ts';
import { folderName, ON_TOP, settings, stated } from './shared-keys.ts';
import { thresholdKind } from './threshold-request.ts';
import { uncertaintyKind } from './uncertainty-kind.ts';

/** What --quick does where an experiment does not say. */
export const QUICK = { replications: 6, keep: 4 };

/** What the second figure of P(OOM) costs a design point where an experiment does not say. */
export const UNCERTAINTY = { draws: 20, runs: 1 };

const vary = z
  .array(
    z.strictObject({
      path: stated('The dotted path of the model that is varied.'),
      values: z
        .array(any({ doc: 'As a model file would say it.', source: 'choice' }))
        .min(1)
        .describe('In the order of the rows.'),
    }),
  )
  .describe('Every combination of the values is a design point; the first path varies slowest.');

const replications = (doc: string, byDefault?: number) =>
  count({
    doc,
    source: 'choice',
    min: 1,
    max: 1e6,
    ...(byDefault === undefined ? {} : { default: byDefault }),
  });

const cases = z
  .array(
    z.strictObject({
      name: stated('The cell of the column `case`.'),
      set: settings,
    }),
  )
  .min(1)
  .describe('Named sets of overrides, in the order of the rows.');

const explanations = z
  .array(
    z.strictObject({
      cases: z
        .array(stated('The id of a case; * stands for any letters.'))
        .min(1)
        .describe('The cases it is about.'),
      quantities: z
        .array(stated('The name of a quantity, or oom.'))
        .min(1)
        .describe('What of them disagrees.'),
      says: stated('Which mechanism the model lacks, and how large its effect is.'),
    }),
  )
  .describe('Why measured cases disagree with their prediction.');

const precision = z
  .strictObject({
    relative: share({
      doc: 'Half the width of the 95% interval of P(OOM), as a share of P(OOM) ...',
      min: 0,
      default: 0.2,
      source: 'choice',
    }),
    absolute: share({
      doc: '... or this much, whichever is more.',
      min: 1e-6,
      default: 0.01,
      source: 'choice',
    }),
    budget: count({ doc: 'Most replications.', min: 1, max: 1e6, source: 'choice' }),
  })
  .describe('Each design point runs until its interval is as narrow as this; not with --quick.');

const steady = z
  .strictObject({
    horizon: seconds({
      doc: 'Length of its one long run; the longer, the narrower the intervals.',
      above: 0,
      source: 'choice',
    }),
  })
  .describe(
    'Latency under steady load, beside the replications: for a load that goes on for ever.',
  );

const windows = (doc: string) => count({ doc, min: 1, max: 1e6, default: 1, source: 'choice' });

const horizon = z
  .strictObject({
    windows: windows('So many of the event that one run stands for: 365 nights.'),
    fleets: windows(
      'Installations like this one, each with windows of its own; the pods of one are simulated.',
    ),
  })
  .describe('P(OOM at least once) within so many windows, beside that within one.');

const grid = z.strictObject({
  name: stated('The cell of the column `grid`.'),
  set: settings.optional(),
  replications: replications(
    'Instead of those of the experiment; exactly so many, unless it has a precision of its own.',
  ).optional(),
  precision: precision.optional(),
  steady: steady.optional(),
  vary: vary.optional(),
  cases: cases.optional(),
  memoryLimits: z
    .array(any({ doc: 'A memory limit, such as 512Mi.', source: 'choice' }))
    .min(1)
    .optional()
    .describe('Decided from the peak of one run without a limit; a row for each.'),
});

export const experimentSchema = z
  .strictObject({
    name: folderName,
    title: stated('The heading of the report.'),
    question: stated('What is asked.'),
    expectation: stated('What is expected, written before the run.'),
    outcome: stated(
      'What came out otherwise, and why, written after a run with the settings of this file.',
    ).optional(),
    kind: oneOf(['sweep', 'theory', 'conformance'], {
      doc: 'sweep varies a model; theory compares with closed forms, conformance with real runs.',
      default: 'sweep',
      source: 'choice',
    }),
    model: stated('The model file, as seen from this file.').optional(),
    ...ON_TOP,
    replications: replications(
      'Independent runs at each design point; with a precision, those before the first look.',
      100,
    ),
    precision: precision.optional(),
    steady: steady.optional(),
    horizon: horizon.optional(),
    uncertainty: field(uncertaintyKind, {
      doc: 'Draws of the fitted numbers, and runs of each, for the second figure of P(OOM).',
      source: 'choice',
    }).optional(),
    quick: z
      .strictObject({
        replications: replications('At each design point.').optional(),
        keep: count({
          doc: 'Values kept of each varied path, or cases with a closed form.',
          min: 1,
          default: QUICK.keep,
          source: 'choice',
        }),
      })
      .optional()
      .describe('What --quick does to this experiment.'),
    vary: vary.optional(),
    cases: z
      .array(stated('The id of a case, or the name of its oracle for all of its cases.'))
      .min(1)
      .optional()
      .describe('Of kind theory: the cases simulated beside their closed forms.'),
    measured: stated('Of kind conformance: the file of measured cases.').optional(),
    fitted: stated(
      'Of kind conformance: the fit file; what the model was fitted to is evidence of nothing.',
    ).optional(),
    explanations: explanations.optional(),
    grids: z.array(grid).min(1).optional().describe('Several grids, each with its own rows.'),
    timelines: z
      .array(
        z.strictObject({ name: stated('The heading of its panel.'), set: settings.optional() }),
      )
      .optional()
      .describe('Single runs drawn over time by the chart one-flood.'),
    thresholds: z
      .array(field(thresholdKind, { doc: 'What the rows must satisfy.', source: 'choice' }))
      .optional()
      .describe('Passed, failed or undecided by the 95% interval; a failure is exit code 1.'),
    charts: z
      .array(field(chartKind, { doc: 'A chart.', source: 'choice' }))
      .default([])
      .describe('Drawn in this order.'),
  })
  .describe('An experiment.');

export type ExperimentSpec = z.output<typeof experimentSchema>;
export type GridSpec = z.output<typeof grid>;

/** What editors complete experiment files with. */
export function experimentJsonSchema(): Json {
  return jsonSchemaOf(experimentSchema, 'spillway experiment');
}
