import { expect, it } from 'vitest';
import { varied } from './example-results.fixture.ts';
import { rangeInWords, safeRange } from './safe-range.ts';

const knob = varied('haproxy.maxconn', 'count', [5, 10, 20, null]);
const inWords = (shares: number[]) => {
  const rows = shares.map((share, index) => ({
    'haproxy.maxconn': knob.values[index]!,
    oom_probability: share,
  }));
  return rangeInWords(safeRange(rows), knob);
};

it('a knob may be safe everywhere, nowhere, on one side, or here and there', () => {
  expect(inWords([0, 0, 0, 0])).toBe('all tested (5 to none)');
  expect(inWords([1, 1, 0.01, 1])).toBe('none tested');
  expect(inWords([0, 0, 0.01, 1])).toBe('up to 10');
  expect(inWords([1, 0.5, 0, 0])).toBe('from 20');
  expect(inWords([0, 0.01, 0, 1])).toBe('5, 20');
});

it('names have no order to be safe up to', () => {
  const cases = varied('case', 'text', ['as shipped', 'no cap', 'one pod']);
  const safe = (shares: number[]) => {
    const rows = shares.map((share, index) => ({
      case: cases.values[index]!,
      oom_probability: share,
    }));
    return rangeInWords(safeRange(rows, false), cases);
  };
  expect(safe([0, 0, 1])).toBe('as shipped, no cap');
  expect(safe([1, 0, 0])).toBe('no cap, one pod');
  expect(safe([0, 0, 0])).toBe('all 3');
  expect(safe([1, 1, 0.1])).toBe('none tested');
});
