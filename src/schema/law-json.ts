/** The notation of laws as JSON Schema. */
import type { Json } from './kind.ts';
import { LAW_KEYS, LAWS, type LawNumbers } from './law-keys.ts';

/** `bare` is the notation of a constant without `law:`. */
export function jsonOfLaw(bare: Json, { point, centre, spread, positive }: LawNumbers): Json {
  const part = {
    type: 'object',
    // A part is a law again; the reader checks what the editor lets pass.
    properties: { weight: positive.json, of: {} },
    required: ['weight', 'of'],
    additionalProperties: false,
  };
  const types: Readonly<Record<string, Json>> = {
    value: point.json,
    mean: centre.json,
    median: centre.json,
    cv: spread.json,
    sigma: spread.json,
    shape: positive.json,
    min: point.json,
    max: point.json,
    values: { type: 'array', minItems: 1, items: point.json },
    parts: { type: 'array', minItems: 1, items: part },
  };
  const laws = LAWS.map((name) => {
    const keys = LAW_KEYS[name].flatMap((each) => each.split('|'));
    return {
      type: 'object',
      properties: {
        law: { const: name },
        ...Object.fromEntries(keys.map((key) => [key, types[key]])),
        source: { type: 'string', minLength: 1 },
        assumed: { const: true },
      },
      required: ['law', ...LAW_KEYS[name].filter((key) => !key.includes('|'))],
      additionalProperties: false,
    };
  });
  return { anyOf: [bare, ...laws] };
}
