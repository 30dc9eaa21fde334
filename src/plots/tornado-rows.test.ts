import { expect, it } from 'vitest';
import { exampleRecommendation } from '../recommend/recommendation.fixture.ts';
import { FigureScale } from './figure-scale.ts';
import { textWidth } from './text-width.ts';
import { flipInWords, isFlipping, placeNames, tornadoRows } from './tornado-rows.ts';

const { influences } = exampleRecommendation();
const [path, size, cgroup] = influences;

it('the factor that moves the risk most comes first', () => {
  const figures = influences.flatMap(({ base, levels }) => [base.oom, ...levels.map((l) => l.oom)]);
  const rows = tornadoRows([cgroup!, size!, path!], new FigureScale(figures, 600));
  expect(rows.map(({ influence }) => influence.factor)).toEqual([
    'path of the bodies',
    'size of a body',
    'cgroup',
  ]);
  for (const { base, places, low, high } of rows) {
    expect(low).toBe(Math.min(base, ...places));
    expect(high).toBe(Math.max(base, ...places));
  }
});

it('says between which values a number flips, at which names, or that it does not', () => {
  expect(influences.map(flipInWords)).toEqual([
    'flips at read-all',
    'flips between 18MB and 20MB',
    'does not flip',
  ]);
  expect(influences.map(isFlipping)).toEqual([true, true, false]);
});

it('does not call a factor harmless whose levels were not decided', () => {
  const open = { risk: 'open', verdict: 'open' } as const;
  const levels = cgroup!.levels.map((level) => ({ ...level, ...open }));
  expect(flipInWords({ ...cgroup!, levels })).toBe('not shown to flip');
  expect(flipInWords({ ...cgroup!, base: { ...cgroup!.base, ...open } })).toBe('not shown to flip');
});

it('goes by P(OOM) alone, whatever is open of the other bounds', () => {
  const levels = cgroup!.levels.map((level) => ({ ...level, verdict: 'open' as const }));
  expect(flipInWords({ ...cgroup!, levels })).toBe('does not flip');
  const base = { ...cgroup!.base, risk: null };
  expect(flipInWords({ ...cgroup!, base })).toBe('no bound to flip across');
});

it('names that would touch become one list, and none leaves the panel', () => {
  const names = [
    { label: 'limiter-then-parts', at: 2 },
    { label: 'limiter-then-read', at: 5 },
    { label: 'far', at: 300 },
    { label: 'read-all', at: 599 },
  ];
  const placed = placeNames(names, 600);
  expect(placed.map(({ text }) => text)).toEqual([
    'limiter-then-parts, limiter-then-read',
    'far',
    'read-all',
  ]);
  for (const { text, at } of placed) {
    const half = textWidth(text, 11) / 2;
    expect(at - half).toBeGreaterThanOrEqual(0);
    expect(at + half).toBeLessThanOrEqual(600);
  }
});
