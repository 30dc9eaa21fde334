import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { modelJsonSchema } from './json-schema.ts';

const MODELS = readdirSync('models')
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => `models/${file}`);

const json = modelJsonSchema();
/** zod reads the JSON Schema back, so that it is judged by what it says and not by its maker. */
const editor = z.fromJSONSchema(json as Parameters<typeof z.fromJSONSchema>[0]);

describe('the JSON Schema of models', () => {
  test.each(MODELS)('accepts the shipped %s', (file) => {
    expect(editor.safeParse(parse(readFileSync(file, 'utf8'))).error?.issues ?? []).toEqual([]);
  });

  test.each([
    { haproxy: { maxcon: 40 } },
    { haproxy: { maxconn: 0 } },
    { haproxy: { maxconn: 'fourty' } },
    { haproxy: { maxconn: { value: 40, sorce: 'x' } } },
    { pod: { memoryLimit: '512mb' } },
    { pod: { memoryLimit: '512m' } },
    { pod: { memoryLimit: 512 } },
    { pod: { handler: 'part' } },
    { clients: [{ kind: 'opne' }] },
    { clients: [{ kind: 'open' }] },
    { clients: [{ kind: 'closed', bodySize: { law: 'exponential', mean: 16 } }] },
  ])('underlines %j', (model) => {
    expect(editor.safeParse(model).success).toBe(false);
  });

  test.each([
    { haproxy: { maxconn: 'none' } },
    { haproxy: { maxconn: { value: 'none', assumed: true } } },
    { haproxy: { timeouts: { queue: '1m30s' } } },
    { pod: { base: 'auto', memoryLimit: '1.5Gi', cpuLimit: 0.5 } },
    { link: { rate: '100Mbit/s' } },
    {
      clients: [
        { kind: 'open', rate: '40/s', pace: { law: 'uniform', min: '1MB/s', max: '2MB/s' } },
      ],
    },
  ])('accepts %j', (model) => {
    expect(editor.safeParse(model).error?.issues ?? []).toEqual([]);
  });

  test('says every repeated fragment once', () => {
    expect(JSON.stringify(json).length).toBeLessThan(90_000);
  });
});
