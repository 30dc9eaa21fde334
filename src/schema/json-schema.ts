/** JSON Schema of a file's notation, for editors: quantities as patterns, sources allowed. */
import * as z from 'zod';
import { type Field, fieldOf } from './fields.ts';
import { hoist } from './hoist.ts';
import type { Json } from './kind.ts';

/** What a file may say for this schema, draft 2020-12. */
export function jsonSchemaOf(schema: z.ZodType, title: string): Json {
  const json = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const field = fieldOf(zodSchema as unknown as z.ZodType);
      if (!field) {
        // A group's empty default says nothing an editor could use.
        delete jsonSchema.default;
        return;
      }
      for (const key of Object.keys(jsonSchema)) delete (jsonSchema as Json)[key];
      Object.assign(jsonSchema, jsonOfField(field));
    },
  }) as Json;
  const { $schema, ...rest } = json;
  return { $schema, title, ...hoist(rest) };
}

/** A field's notation with its doc and default, bare or wrapped with its source. */
function jsonOfField(field: Field): Json {
  const { kind, doc } = field;
  const about: Json = { description: `${doc} Expected: ${kind.range}. Unit: ${kind.unit}.` };
  if (field.default !== undefined) about.default = field.default;
  const isWord = kind.unit === 'text' || kind.unit === 'any' || 'const' in field.json;
  if (isWord) return { ...field.json, ...about };
  return { ...about, anyOf: [field.json, wrapped(field.json)] };
}

function wrapped(json: Json): Json {
  return {
    type: 'object',
    properties: {
      value: json,
      source: { type: 'string', minLength: 1, description: 'Where the value is from.' },
      assumed: { const: true, description: 'Nobody measured it.' },
    },
    required: ['value'],
    additionalProperties: false,
  };
}
