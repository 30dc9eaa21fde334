import { expect, it } from 'vitest';
import { spread } from './spread.ts';

const crowd = Array.from({ length: 9 }, () => ({ x: 100, y: 50 }));
const distances = (places: readonly { x: number; y: number }[]) =>
  places.flatMap((a, i) => places.slice(i + 1).map((b) => Math.hypot(a.x - b.x, a.y - b.y)));

it('marks in one place are moved apart, the first of them not at all', () => {
  const places = spread(crowd, 200, () => true);
  expect(places[0]).toEqual(crowd[0]);
  expect(Math.min(...distances(places))).toBeGreaterThanOrEqual(9 - 1e-9);
});

it('where height has a meaning marks are moved sideways only', () => {
  const places = spread(crowd, 200, () => false);
  expect(new Set(places.map(({ y }) => y))).toEqual(new Set([50]));
  expect(Math.min(...distances(places))).toBeGreaterThanOrEqual(9 - 1e-9);
});

it('marks that do not touch stay, and so do those that find no room', () => {
  const apart = [
    { x: 10, y: 0 },
    { x: 30, y: 0 },
  ];
  expect(spread(apart, 200, () => true)).toEqual(apart);
  const many = Array.from({ length: 40 }, () => ({ x: 190, y: 0 }));
  expect(spread(many, 200, () => false).at(-1)).toEqual({ x: 190, y: 0 });
  expect(Math.max(...spread(many, 200, () => true).map(({ x }) => x))).toBeLessThan(200);
});
