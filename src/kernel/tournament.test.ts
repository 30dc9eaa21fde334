import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Tournament } from './tournament.ts';

const FOREVER = Number.POSITIVE_INFINITY;

describe('a tournament', () => {
  it('is won by the least key, of equal keys by the least rank, as in a list', () => {
    const change = fc.record({ player: fc.nat(12), key: fc.constantFrom(0, 1, 2, FOREVER) });
    const games = fc.record({
      players: fc.integer({ min: 1, max: 13 }),
      changes: fc.array(change),
    });
    fc.assert(
      fc.property(games, ({ players, changes }) => {
        const tournament = new Tournament(players);
        const list = Array.from({ length: players }, () => ({ key: FOREVER, rank: 0 }));
        changes.forEach(({ player, key }, rank) => {
          list[player % players] = { key, rank };
          tournament.set(player % players, key, rank);
          const least = Math.min(...list.map((each) => each.key));
          expect(tournament.least()).toBe(least);
          if (least === FOREVER) return;
          const equal = [...list.keys()].filter((each) => list[each]!.key === least);
          expect(tournament.equals()).toBe(equal.length);
          expect(equal.map((_, n) => tournament.nth(n))).toEqual(equal);
          const oldest = equal.reduce((a, b) => (list[b]!.rank < list[a]!.rank ? b : a));
          expect(tournament.winner()).toBe(oldest);
        });
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
