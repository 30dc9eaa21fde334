import { expect, it } from 'vitest';
import type { Figure } from '../recommend/candidate.ts';
import { chanceCell, chanceInWords, shareCell, timeCell } from './figure-words.ts';

const of =
  (kind: Figure['kind']) =>
  (value: number, low: number, high: number, runs = 300): Figure => ({
    ...{ kind, value, low, high, runs },
  });
const counted = of('count');
const mean = of('mean');
const certain = of('certain');

it('a chance is never a bare zero, nor a bare one', () => {
  const none = counted(0, 0, 0.01);
  expect(chanceInWords(none, 'flood')).toBe('0 of 300 simulated floods: below 1% (95%)');
  expect(chanceCell(none)).toBe('0/300 (< 1%)');
  const all = counted(1, 0.99, 1);
  expect(chanceInWords(all, 'flood')).toBe('300 of 300 simulated floods: above 99% (95%)');
  expect(chanceCell(all)).toBe('300/300 (> 99%)');
});

it('a chance between has its interval', () => {
  const some = counted(0.04, 0.023, 0.069);
  expect(chanceInWords(some, 'flood')).toBe(
    '12 of 300 simulated floods (4%, 95% interval 2.3% to 6.9%)',
  );
  expect(chanceCell(some)).toBe('4% (2.3% to 6.9%)');
});

it('without chance it is yes or no', () => {
  expect(chanceInWords(certain(0, 0, 0, 1), 'flood')).toBe('deterministic: OOM no');
  expect(chanceCell(certain(1, 1, 1, 1))).toBe('OOM');
  expect(chanceCell(null)).toBe('');
});

it('a share has its interval, and is not said to digits that nobody knows', () => {
  expect(shareCell(mean(0.992, 0.987, 0.996))).toBe('99.2% (98.7% to 99.6%)');
  expect(shareCell(mean(0, 0, 0.003))).toBe('none (< 0.3%)');
  expect(shareCell(certain(0, 0, 0))).toBe('none');
  expect(shareCell(mean(1, 0.997, 1))).toBe('all (> 99.7%)');
  expect(shareCell(mean(0.9999999, 0.999, 1))).toBe('above 99.99% (99.9% to 100%)');
  expect(shareCell(mean(1e-9, 0, 0.001))).toBe('below 0.01% (0% to 0.1%)');
});

it('a time has its interval where there is one', () => {
  expect(timeCell(mean(3.2, 3.1, 3.3))).toBe('3.2 s (3.1 s to 3.3 s)');
  expect(timeCell(mean(3.2, 3.2, 3.2))).toBe('3.2 s');
});

it('a chance that is a mean of small ones is no count, nor known further out than its tail', () => {
  expect(chanceInWords(mean(0.0123, 0.01, 0.015, 200), 'flood')).toBe('1.2% (1% to 1.5%)');
  expect(chanceCell(mean(1e-7, 0, 2e-7))).toBe('below 0.01%');
  expect(chanceCell(mean(1e-5, 0, 3e-3))).toBe('below 0.3%');
  expect(chanceCell(mean(1 - 1e-7, 1 - 2e-7, 1))).toBe('above 99.99%');
  expect(chanceCell(certain(0.02, 0.02, 0.02, 1))).toBe('2%');
});

it('a mean is not taken for a count by what it happens to be', () => {
  const least = mean(8e-24, 0, 0.07, 60);
  expect(chanceInWords(least, 'flood')).toBe('below 7%');
  expect(chanceCell(mean(0, 0, 0.07, 60))).toBe('below 7%');
  expect(chanceCell(mean(1, 0.8, 1, 20))).toBe('above 80%');
  expect(chanceInWords(mean(1, 1, 1, 20), 'flood')).toBe('above 99.99%');
  expect(chanceInWords(mean(0.5, 0.4, 0.6, 300), 'flood')).toBe('50% (40% to 60%)');
});
