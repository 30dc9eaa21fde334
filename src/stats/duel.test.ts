import { expect, test } from 'vitest';
import { normalQuantile } from '../random/normal-quantile.ts';
import { Duel } from './duel.ts';
import { sfc32 } from './lindley.fixture.ts';

const OPTIONS = { worth: 1, error: 0.1, first: 10 };

function fight(gain: number, sigma: number, next: () => number) {
  const duel = new Duel(OPTIONS);
  let pairs = 0;
  while (duel.winner === null) {
    pairs++;
    duel.add(-gain + sigma * normalQuantile(next()));
  }
  return { winner: duel.winner, pairs };
}

test('who gains what a change is worth wins, who gains nothing does not, but for the error', () => {
  const next = sfc32(4);
  for (const sigma of [0.3, 1, 3]) {
    const wrong = { champion: 0, challenger: 0 };
    for (let k = 0; k < 1000; k++) {
      if (fight(1, sigma, next).winner === 'champion') wrong.champion++;
      if (fight(0, sigma, next).winner === 'challenger') wrong.challenger++;
    }
    // 1000 x 10% and the upper end of the 99.9% band.
    expect(wrong.champion).toBeLessThan(132);
    expect(wrong.challenger).toBeLessThan(132);
  }
});

test('a clear difference takes the first pairs alone, a small one among noise takes more', () => {
  const next = sfc32(5);
  expect(fight(10, 0.3, next)).toEqual({ winner: 'challenger', pairs: 10 });
  expect(fight(-10, 0.3, next)).toEqual({ winner: 'champion', pairs: 10 });
  const pairs = Array.from({ length: 100 }, () => fight(0.5, 3, next).pairs);
  expect(pairs.reduce((sum, each) => sum + each, 0) / 100).toBeGreaterThan(20);
});

test('equal ones leave the champion in place, with and without noise', () => {
  const duel = new Duel(OPTIONS);
  for (let k = 0; k < 10; k++) duel.add(0);
  expect(duel.winner).toBe('champion');
});

test('without noise just the worth of a change decides', () => {
  const next = sfc32(6);
  expect(fight(0.6, 0, next).winner).toBe('challenger');
  expect(fight(0.4, 0, next).winner).toBe('champion');
});
