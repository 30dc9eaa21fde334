import { expect, it } from 'vitest';
import type { Figure } from '../recommend/candidate.ts';
import { FigureScale } from './figure-scale.ts';

const figure = (value: number, low: number, high: number, runs = 200): Figure => ({
  kind: 'mean',
  value,
  low,
  high,
  runs,
});
const none = figure(0, 0, 0.015);
const tiny = figure(1e-9, 0, 1e-8);
const few = figure(0.002, 0.001, 0.004);
const most = figure(0.9, 0.8, 1);
const all = figure(1, 0.985, 1);
const scale = new FigureScale([none, tiny, few, most, all], 300);

it('what is of none or all is in a strip, and so is what no tail is known to', () => {
  const { strip, height } = scale.risk;
  expect(scale.placeOf(none)).toBeLessThan(strip);
  expect(scale.placeOf(tiny)).toBe(scale.placeOf(none));
  expect(scale.placeOf(all)).toBeGreaterThan(height - strip);
});

it('the axis reaches below the least that is seen, and a claim near none does not stretch it', () => {
  const { strip, height } = scale.risk;
  expect(scale.placeOf(few)).toBeGreaterThan(strip);
  expect(scale.placeOf(few)).toBeLessThan(strip + (height - 2 * strip) / 10);
});

it('an interval covers its mark, and ends at a strip that it reaches into', () => {
  for (const one of [none, tiny, few, most, all]) {
    const { low, high } = scale.endsOf(one);
    expect(low).toBeLessThanOrEqual(scale.placeOf(one));
    expect(high).toBeGreaterThanOrEqual(scale.placeOf(one));
  }
  expect(scale.endsOf(most).high).toBe(scale.risk.height - scale.risk.strip);
  expect(scale.endsOf(none).high).toBeCloseTo(scale.risk.between(0.015), 9);
});

it('the strips are called by what is true of every figure in them', () => {
  const label = JSON.stringify(scale.encoding('P(OOM)'));
  expect(label).toContain(String.raw`[\"near 0%\",\"(< 1.5%)\"]`);
  expect(label).toContain(String.raw`[\"near 100%\",\"(> 98.5%)\"]`);
});
