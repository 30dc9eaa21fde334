import { expect, it } from 'vitest';
import { limitEdge } from './limit-edge.ts';
import { countLimits } from './proportion-test.ts';

it('lies between limits that the exact test of the kills they make puts on either side', () => {
  const peaks = Array.from({ length: 400 }, (_, index) => (index * 7919) % 10_007);
  const { low, high } = limitEdge(peaks, 0.1, 0.95);
  const { atMost, atLeast } = countLimits(400, 0.1, 0.025);
  const kills = (limit: number) => peaks.filter((peak) => peak > limit).length;
  expect(kills(low - 1)).toBe(atLeast);
  expect(kills(low)).toBe(atLeast - 1);
  expect(kills(high)).toBe(atMost);
  expect(kills(high - 1)).toBe(atMost + 1);
});
