import { expect, it } from 'vitest';
import { checkFigures } from './sanity.ts';

const RIGHT = { name: 'one', runs: 5, requests: 1e7, timedOut: 0.00052, meanWait: 0.00827 };

it('believes figures that are within the error of their length', () => {
  expect(checkFigures(RIGHT).agrees).toBe(true);
});

it('catches whoever is fast because nobody waits, or because nobody times out', () => {
  expect(checkFigures({ ...RIGHT, meanWait: 0 }).agrees).toBe(false);
  expect(checkFigures({ ...RIGHT, timedOut: 0 }).agrees).toBe(false);
});

it('cannot tell from a few requests', () => {
  expect(checkFigures({ ...RIGHT, requests: 2000, runs: 1, timedOut: 0 }).agrees).toBe(true);
});
