import { expect, it } from 'vitest';
import { textWidth } from './text-width.ts';

it('a digit of DejaVu Sans is 0.636 em wide, a bold one 0.696 em', () => {
  expect(textWidth('0123456789', 100)).toBeCloseTo(636, 9);
  expect(textWidth('0123456789', 100, true)).toBeCloseTo(696, 9);
});

it('a sign beyond ASCII counts as one character', () => {
  expect(textWidth('−✓', 100)).toBeCloseTo(2 * 83.8, 9);
  expect(textWidth('', 12)).toBe(0);
});
