import { expect, it } from 'vitest';
import { chanceCell, chanceInWords, shareCell, timeCell } from './figure-words.ts';

const figure = (value: number, low: number, high: number, runs = 300) => ({
  value,
  low,
  high,
  runs,
});

it('a chance is never a bare zero, nor a bare one', () => {
  const none = figure(0, 0, 0.01);
  expect(chanceInWords(none, 'flood')).toBe('0 of 300 simulated floods: below 1% (95%)');
  expect(chanceCell(none)).toBe('0/300 (< 1%)');
  const all = figure(1, 0.99, 1);
  expect(chanceInWords(all, 'flood')).toBe('300 of 300 simulated floods: above 99% (95%)');
  expect(chanceCell(all)).toBe('300/300 (> 99%)');
});

it('a chance between has its interval', () => {
  const some = figure(0.04, 0.023, 0.069);
  expect(chanceInWords(some, 'flood')).toBe(
    '12 of 300 simulated floods (4%, 95% interval 2.3% to 6.9%)',
  );
  expect(chanceCell(some)).toBe('4% (2.3% to 6.9%)');
});

it('without chance it is yes or no', () => {
  expect(chanceInWords(figure(0, 0, 0, 1), 'flood')).toBe('deterministic: OOM no');
  expect(chanceCell(figure(1, 1, 1, 1))).toBe('OOM');
  expect(chanceCell(null)).toBe('');
});

it('a share has its interval, and is not said to digits that nobody knows', () => {
  expect(shareCell(figure(0.992, 0.987, 0.996))).toBe('99.2% (98.7% to 99.6%)');
  expect(shareCell(figure(0, 0, 0.003))).toBe('none (< 0.3%)');
  expect(shareCell(figure(0, 0, 0))).toBe('none');
  expect(shareCell(figure(1, 0.997, 1))).toBe('all (> 99.7%)');
  expect(shareCell(figure(0.9999999, 0.999, 1))).toBe('above 99.99% (99.9% to 100%)');
  expect(shareCell(figure(1e-9, 0, 0.001))).toBe('below 0.01% (0% to 0.1%)');
});

it('a time has its interval where there is one', () => {
  expect(timeCell(figure(3.2, 3.1, 3.3))).toBe('3.2 s (3.1 s to 3.3 s)');
  expect(timeCell(figure(3.2, 3.2, 3.2))).toBe('3.2 s');
});

it('a chance that is a mean of small ones is no count, nor known further out than its tail', () => {
  expect(chanceInWords(figure(0.0123, 0.01, 0.015, 200), 'flood')).toBe('1.2% (1% to 1.5%)');
  expect(chanceCell(figure(1e-7, 0, 2e-7))).toBe('below 0.01%');
  expect(chanceCell(figure(1e-5, 0, 3e-3))).toBe('below 0.3%');
  expect(chanceCell(figure(1 - 1e-7, 1 - 2e-7, 1))).toBe('above 99.99%');
  expect(chanceCell(figure(0.02, 0.02, 0.02, 1))).toBe('2%');
});
