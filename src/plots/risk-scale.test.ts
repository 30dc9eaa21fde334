import { expect, it } from 'vitest';
import { RiskScale } from './risk-scale.ts';

const scale = new RiskScale(300, 3, 100);

it('no run and every run have strips of their own, with a lane for each series', () => {
  const lanes = [0, 1, 2];
  const none = lanes.map((lane) => scale.position(0, lane));
  const all = lanes.map((lane) => scale.position(1, lane));
  expect(none).toEqual(none.toSorted((a, b) => b - a));
  expect(Math.max(...none)).toBeLessThan(scale.strip);
  expect(Math.min(...all)).toBeGreaterThan(300 - scale.strip);
  expect(Math.max(...all)).toBeLessThan(300);
});

it('between the strips the scale is logarithmic from the least n runs can tell to 1', () => {
  const half = Math.sqrt(1 - 0.05 ** (1 / 100));
  expect(scale.between(1)).toBeCloseTo(300 - scale.strip, 9);
  expect(scale.between(1e-9)).toBeCloseTo(scale.strip, 9);
  expect(scale.between(half)).toBeCloseTo(150, 9);
});

it('the floor is what most runs tell from none, the word for no run what fewest leave possible', () => {
  const row = (kills: number, replications: number) => ({
    oom_probability: kills / replications,
    replications,
    deterministic: false,
  });
  const mixed = RiskScale.of([row(0, 100), row(4, 400), row(20, 20)], 300, 3);
  const label = JSON.stringify(mixed.encoding('', true));
  expect(label).toContain('(< 3%)');
  expect(mixed.between(0.01)).toBeGreaterThan(mixed.strip);
});
