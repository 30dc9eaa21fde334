import { expect, it } from 'vitest';
import { wrap } from './wrap.ts';

it('lines are no longer than asked, but for a longer word', () => {
  expect(wrap('one two three four', 9)).toEqual(['one two', 'three', 'four']);
  expect(wrap('a verylongword b', 4)).toEqual(['a', 'verylongword', 'b']);
  expect(wrap('', 5)).toEqual(['']);
});

it('a width of its own decides where lines break', () => {
  expect(wrap('ii ii mm mm', 4, (line) => line.replaceAll('m', 'mm').length)).toEqual([
    'ii',
    'ii',
    'mm',
    'mm',
  ]);
});
