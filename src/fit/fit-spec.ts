/** The keys of a fit file: which numbers of a model rest on which measured cases, and how. */
import * as z from 'zod';
import type { QuantityName } from '../conformance/results.ts';
import { count, oneOf, plainNumber, text } from '../schema/fields.ts';
import { STATISTICS, type StatisticName } from './statistics.ts';

const stated = (doc: string) => text({ doc, source: 'choice' });

/** What a fit writes beside its file: a model for others to extend, and its errors. */
export const FITTED_MODEL = 'fitted.yaml';
export const FITTED_ERRORS = 'fitted.json';

/** Units numbers of a fit are stated in, in base units. */
export const UNITS = {
  MiB: 2 ** 20,
  KiB: 2 ** 10,
  MB: 1e6,
  s: 1,
  ms: 1e-3,
  'GB/s': 1e9,
  number: 1,
};
export type UnitName = keyof typeof UNITS;

/** Quantities whose logarithms can be compared. */
export const FITTED_QUANTITIES = ['peak_memory', 'latency_p50'] as const satisfies QuantityName[];

const unit = oneOf(Object.keys(UNITS) as UnitName[], {
  doc: 'Of the numbers beside it, and of the number in the model file.',
  source: 'choice',
});

const cases = z.array(stated('The id of a case.')).min(1).describe('The cases it rests on.');

const start = plainNumber({
  doc: 'What the model had before there was a fit; where the search begins.',
  above: 0,
  source: 'choice',
});

const statistic = z.strictObject({
  path: stated('The dotted path of the model it is for.'),
  also: z.array(stated('Another path that takes the same number.')).default([]),
  statistic: oneOf(Object.keys(STATISTICS) as StatisticName[], {
    doc: 'How the number follows from the measurements.',
    source: 'choice',
  }),
  unit,
  start,
  cases,
});

const parameter = z.strictObject({
  path: stated('The dotted path of the model that is varied.'),
  unit,
  start,
  low: plainNumber({ doc: 'The search goes no lower.', above: 0, source: 'choice' }),
  high: plainNumber({ doc: 'The search goes no higher.', above: 0, source: 'choice' }),
});

const block = z.strictObject({
  name: stated('What the parameters are about.'),
  quantity: oneOf(FITTED_QUANTITIES, {
    doc: 'What is compared: the logarithm of predicted over measured.',
    source: 'choice',
  }),
  parameters: z.array(parameter).min(1).describe('What is varied.'),
  cases,
});

export const fitSchema = z
  .strictObject({
    model: stated('The model of the rig, as seen from this file.'),
    measured: stated('The file of measured cases.'),
    replications: count({
      doc: 'Seeds behind each predicted number where errors are counted.',
      min: 1,
      default: 16,
      source: 'choice',
    }),
    statistics: z.array(statistic).describe('Numbers read off the cases by a formula.'),
    blocks: z.array(block).describe('Numbers found by least squares through the simulator.'),
  })
  .describe('A fit of the model to measured cases.');

export type FitSpec = z.output<typeof fitSchema>;
export type StatisticSpec = FitSpec['statistics'][number];
export type BlockSpec = FitSpec['blocks'][number];
export type ParameterSpec = BlockSpec['parameters'][number];

/** Every case that a number rests on, each once, in the order of the file. */
export function casesOf({ statistics, blocks }: FitSpec): string[] {
  return [...new Set([...statistics, ...blocks].flatMap((one) => one.cases))];
}
