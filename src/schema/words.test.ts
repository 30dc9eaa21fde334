import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { choices } from './words.ts';

const kind = choices(['killed', 'no_server', 'queue_timeout']);

function refusals(raw: unknown): string[] {
  const reading = kind.read(raw);
  if ('value' in reading) return [];
  return reading.problems.map(
    ({ path, expected, hint }) => `${path.join('.')}: ${expected}; ${hint}`,
  );
}

describe('a list of words', () => {
  test('takes any of them, or none', () => {
    expect(kind.read(['no_server', 'killed'])).toEqual({ value: ['no_server', 'killed'] });
    expect(kind.read([])).toEqual({ value: [] });
  });

  test('refuses other words, repeated ones and what is no list, with a hint', () => {
    expect(refusals(['kiled', 'no_server', 'no_server'])).toEqual([
      '0: one of killed, no_server, queue_timeout; did you mean "killed"?',
      '2: each word once; ',
    ]);
    expect(refusals('killed')).toEqual([
      ': a list of killed, no_server, queue_timeout; write [killed]',
    ]);
    expect(refusals('all')).toEqual([': a list of killed, no_server, queue_timeout; ']);
  });

  test('is written as a model file would say it', () => {
    expect(parse(kind.format(['killed', 'no_server']))).toEqual(['killed', 'no_server']);
    expect(parse(kind.format([]))).toEqual([]);
  });
});
