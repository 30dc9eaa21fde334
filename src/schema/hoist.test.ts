import { expect, test } from 'vitest';
import { hoist } from './hoist.ts';
import type { Json } from './kind.ts';

const long = (name: string): Json => ({ type: 'string', description: name.repeat(60) });

test('a fragment used twice is said once, wherever it stands', () => {
  const json = { properties: { a: long('xy'), b: { items: long('xy') }, c: long('zw') } };
  expect(hoist(json)).toEqual({
    properties: {
      a: { $ref: '#/$defs/shared1' },
      b: { items: { $ref: '#/$defs/shared1' } },
      c: long('zw'),
    },
    $defs: { shared1: long('xy') },
  });
});

test('fragments inside a definition are definitions too if they repeat', () => {
  const pair = { anyOf: [long('xy'), { type: 'number' }] };
  const { $defs } = hoist({ properties: { a: pair, b: pair, c: long('xy') } });
  expect($defs).toEqual({
    shared1: { anyOf: [{ $ref: '#/$defs/shared2' }, { type: 'number' }] },
    shared2: long('xy'),
  });
});

test('short fragments and single ones stay where they are', () => {
  const json = { properties: { a: { type: 'string' }, b: { type: 'string' }, c: long('xy') } };
  expect(hoist(json)).toEqual(json);
});
