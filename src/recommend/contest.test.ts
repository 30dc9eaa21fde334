import { expect, test } from 'vitest';
import { contestOf, groupAt, rightOf, truth } from './contest.fixture.ts';

/** On the bound itself: unacceptable. With just room: desirable. */
const BAD = 0.1;
const GOOD = 0.04;

/** Four columns at three costs; only column 2 has room, from limit 2 on. */
const COLUMNS = [
  [truth(() => BAD)],
  [truth(() => BAD)],
  [truth((limit) => (limit < 2 ? BAD : GOOD))],
  [truth(() => BAD)],
];
const GROUPS = [1, 2, 3].map((limit) => groupAt(limit, [0, 1, 2, 3]));

test('the cheapest that has room is found as often as stated', async () => {
  const right = await rightOf(100, (seed) => contestOf(COLUMNS, GROUPS, seed), ['2@2']);
  // Of 100 at 95%, the 99.9% band begins at 87.
  expect(right).toBeGreaterThanOrEqual(87);
});

test('dearer ones are not run, and what is clearly bad falls at the first look', async () => {
  const columns = [[truth(() => 0.9)], [truth(() => 0)], [truth(() => 0)]];
  const groups = [groupAt(1, [0]), groupAt(1, [1]), groupAt(2, [2])];
  const { chosen, fates, judges, runs } = await contestOf(columns, groups, 1);
  expect(chosen).toBe('1@1');
  expect(fates.get('0@1')).toEqual({ kind: 'fails' });
  expect(fates.get('2@2')).toEqual({ kind: 'later' });
  expect(judges.all.has('2@2')).toBe(false);
  expect(judges.all.get('0@1')!.tests[0]![0]!.count).toBeLessThan(20);
  expect(runs).toBeLessThan(400);
});

test('among equally cheap ones the faster is taken where it is worth a change', async () => {
  const faster = [[truth(() => 0, 10)], [truth(() => 0, 8)], [truth(() => 0.9, 1)]];
  const found = await contestOf(faster, [groupAt(1, [0, 1, 2])], 1);
  expect(found.chosen).toBe('1@1');
  expect(found.fates.get('0@1')).toEqual({ kind: 'slower', than: '1@1' });
  expect(found.fates.get('2@1')).toEqual({ kind: 'fails' });
  const alike = [[truth(() => 0, 10)], [truth(() => 0, 9.9)]];
  expect((await contestOf(alike, [groupAt(1, [0, 1])], 1)).chosen).toBe('0@1');
});

test('a bound must hold under every scenario', async () => {
  const columns = [
    [truth(() => 0), truth(() => 0.9)],
    [truth(() => 0), truth(() => 0)],
  ];
  const { chosen } = await contestOf(columns, [groupAt(1, [0, 1])], 1);
  expect(chosen).toBe('1@1');
});

test('what is lost besides counts as a kill does', async () => {
  const columns = [[truth(() => 0, 10, 0.5)], [truth(() => 0)]];
  expect((await contestOf(columns, [groupAt(1, [0, 1])], 1)).chosen).toBe('1@1');
});

test('none is safe where every one fails, and nothing is claimed where the budget ends', async () => {
  const all = await contestOf([[truth(() => 0.5)], [truth(() => 0.9)]], [groupAt(1, [0, 1])], 1);
  expect(all.chosen).toBeNull();
  expect([...all.fates.values()]).toEqual([{ kind: 'fails' }, { kind: 'fails' }]);
  const short = await contestOf([[truth(() => 0.08)]], [groupAt(1, [0])], 1, { budget: 21 });
  expect(short.chosen).toBeNull();
  expect([...short.fates.values()]).toEqual([{ kind: 'open' }]);
});
