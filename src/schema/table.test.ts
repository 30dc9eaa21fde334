import { describe, expect, test } from 'vitest';
import { COUNT, SECONDS } from './dimension.ts';
import { quantity } from './quantity.ts';
import { tableOf } from './table.ts';

const kind = tableOf<{ at: number; workers?: number }>({
  at: { kind: quantity(SECONDS, {}), optional: false },
  workers: { kind: quantity(COUNT, { min: 1 }), optional: true },
});

function refusals(raw: unknown): string[] {
  const reading = kind.read(raw);
  if ('value' in reading) return [];
  return reading.problems.map(({ path, expected }) => `${path.join('.')}: ${expected}`);
}

describe('a table', () => {
  test('reads its cells as their columns do, and leaves out what a row leaves out', () => {
    expect(kind.read([{ at: '2m' }, { at: '1s', workers: 3 }])).toEqual({
      value: [{ at: 120 }, { at: 1, workers: 3 }],
    });
    expect(kind.read([])).toEqual({ value: [] });
  });

  test('refuses wrong rows and cells, all at once, each at its place', () => {
    expect(refusals([{ at: 5 }, 7, { workers: 0 }, { at: '1s', worker: 2 }])).toEqual([
      '0.at: a duration >= 0 such as 30s',
      '1: a map of at, workers',
      '2: at in every row',
      '2.workers: a whole number >= 1',
      '3.worker: only at, workers in a row',
    ]);
    expect(refusals({ at: '1s' })).toEqual([': a list of rows of at, workers (optional)']);
  });

  test('is told by its length', () => {
    expect(kind.format([{ at: 1 }])).toBe('1 row');
    expect(kind.format([])).toBe('0 rows');
  });
});
