/** Keys that experiment files and policy files have in common. */
import * as z from 'zod';
import { any, field, text } from '../schema/fields.ts';
import { type Json, type Kind, refuse } from '../schema/kind.ts';
import { NAME } from './name.ts';

/** What the author of a file chooses to say. */
export const stated = (doc: string, byDefault?: string) =>
  text({ doc, source: 'choice', ...(byDefault === undefined ? {} : { default: byDefault }) });

/** What names a folder of results. */
const nameKind = wordKind(
  'a name of letters, digits, - and _',
  { type: 'string', pattern: NAME.source },
  (raw) => typeof raw === 'string' && NAME.test(raw),
);

/** A number or a word: both name a stream of random numbers. */
const seedKind = wordKind(
  'a number or a word',
  { type: ['integer', 'string'] },
  (raw) => typeof raw === 'string' || Number.isSafeInteger(raw),
);

function wordKind(range: string, json: Json, accepts: (raw: unknown) => boolean): Kind<string> {
  return {
    unit: 'text',
    range,
    law: false,
    json,
    read: (raw) => (accepts(raw) ? { value: String(raw) } : refuse(range)),
    format: String,
  };
}

export const settings = z
  .record(z.string(), any({ doc: 'As a model file would say it.', source: 'choice' }))
  .describe('Overrides: dotted paths of the model, each with its value.');

export const folderName = field(nameKind, {
  doc: 'Also the folder of the results.',
  source: 'choice',
});

/** What is put on top of the model, and what its runs are drawn from. */
export const ON_TOP = {
  set: settings.optional(),
  random: settings
    .optional()
    .describe('What is random: a law for each path, applied as an override.'),
  per: stated(
    'The event whose probability is meant; by default run.event of the model.',
  ).optional(),
  seed: field(seedKind, { doc: 'The seed of all runs.', default: 1, source: 'choice' }),
};
