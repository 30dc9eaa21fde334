/** The JSON Schema of model files. */
import { jsonSchemaOf } from '../schema/json-schema.ts';
import type { Json } from '../schema/kind.ts';
import { modelSchema } from './config.ts';

export function modelJsonSchema(): Json {
  const { properties, required: _, ...rest } = jsonSchemaOf(modelSchema, 'spillway model');
  return {
    ...rest,
    // A file that extends another may leave out anything, so nothing is required here.
    properties: {
      extends: {
        type: 'string',
        description: 'A model file this one starts from: maps merge, lists and leaves replace.',
      },
      ...(properties as Json),
    },
  };
}
