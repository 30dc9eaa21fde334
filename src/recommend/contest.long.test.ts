import { expect, test } from 'vitest';
import { contestOf, groupAt, LEAST_RIGHT, rightOf, truth } from './contest.fixture.ts';

const BAD = 0.1;
const GOOD = 0.04;
const SEEDS = 1000;

test('hardest of all: every setting on the bound itself, one with just room', async () => {
  const columns = Array.from({ length: 8 }, (_, column) => [
    truth((limit) => (column === 5 && limit >= 2 ? GOOD : BAD)),
    truth((limit) => (column === 5 && limit >= 2 ? GOOD : BAD)),
  ]);
  const groups = [1, 2, 3].map((limit) => groupAt(limit, [0, 1, 2, 3, 4, 5, 6, 7]));
  const right = await rightOf(SEEDS, (seed) => contestOf(columns, groups, seed), ['5@2']);
  expect(right).toBeGreaterThanOrEqual(LEAST_RIGHT);
});

test('where all are on the bound none is taken', async () => {
  const columns = Array.from({ length: 6 }, () => [truth(() => BAD)]);
  const groups = [1, 2].map((limit) => groupAt(limit, [0, 1, 2, 3, 4, 5]));
  const right = await rightOf(SEEDS, (seed) => contestOf(columns, groups, seed), [null]);
  expect(right).toBeGreaterThanOrEqual(LEAST_RIGHT);
});

test('limits of a column: the least with room, every one below on the bound', async () => {
  const columns = [[truth((limit) => (limit < 4 ? BAD : 0))]];
  const groups = [1, 2, 3, 4, 5].map((limit) => groupAt(limit, [0]));
  const right = await rightOf(SEEDS, (seed) => contestOf(columns, groups, seed), ['0@4']);
  expect(right).toBeGreaterThanOrEqual(LEAST_RIGHT);
});

test('the fastest of equally cheap ones by just what a change is worth', async () => {
  const columns = Array.from({ length: 6 }, (_, column) => [
    {
      ...truth(() => (column === 4 ? BAD : GOOD), column === 3 ? 9 : column === 4 ? 5 : 10),
      spread: 2,
    },
  ]);
  const groups = [groupAt(1, [0, 1, 2, 3, 4, 5])];
  const right = await rightOf(SEEDS, (seed) => contestOf(columns, groups, seed), ['3@1']);
  expect(right).toBeGreaterThanOrEqual(LEAST_RIGHT);
});
