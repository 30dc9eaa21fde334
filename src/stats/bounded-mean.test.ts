import { describe, expect, it } from 'vitest';
import { boundedMeanInterval } from './bounded-mean.ts';
import { meanInterval } from './interval.ts';
import { sfc32 } from './lindley.fixture.ts';
import { noneSeenBound } from './proportion.ts';

interface Law {
  readonly name: string;
  readonly mean: number;
  readonly draw: (next: () => number) => number;
}

/** What chances of a kill look like: next to nothing in most runs, certain in a few. */
const LAWS: readonly Law[] = [
  { name: 'rare ones', mean: 0.02, draw: (next) => (next() < 0.02 ? 1 : 0) },
  {
    name: 'rare ones above a floor',
    mean: 0.005 + 0.03 * 0.995,
    draw: (next) => (next() < 0.03 ? 1 : 0.005),
  },
  // u^19 has the mean 1 / 20, nearly all of it from the highest values.
  { name: 'a long tail', mean: 1 / 20, draw: (next) => next() ** 19 },
  { name: 'even ones', mean: 0.5, draw: (next) => next() },
  { name: 'rare losses', mean: 0.97, draw: (next) => (next() < 0.03 ? 0 : 1) },
];

/** Shares of repetitions in which the mean is not above the upper end, nor below the lower. */
function coverage(
  { mean, draw }: Law,
  count: number,
  interval: (values: readonly number[]) => { low: number; high: number },
): { readonly upper: number; readonly lower: number } {
  const next = sfc32(count);
  const repetitions = 400;
  let [upper, lower] = [0, 0];
  for (let k = 0; k < repetitions; k++) {
    const { low, high } = interval(Array.from({ length: count }, () => draw(next)));
    if (mean <= high) upper++;
    if (low <= mean) lower++;
  }
  return { upper: upper / repetitions, lower: lower / repetitions };
}

describe('an interval for the mean of values between 0 and 1', () => {
  it.each(LAWS.flatMap((law) => [50, 150].map((count) => ({ ...law, count }))))(
    'has each end on the right side 19 times in 20: $name, $count values',
    ({ count, ...law }) => {
      const { upper, lower } = coverage(law, count, (values) => boundedMeanInterval(values));
      expect(upper).toBeGreaterThanOrEqual(0.95);
      expect(lower).toBeGreaterThanOrEqual(0.95);
    },
  );

  it("is needed: Student's upper end is below the mean of rare ones far too often", () => {
    const { upper } = coverage(LAWS[1]!, 50, (values) => meanInterval(values));
    expect(upper).toBeLessThan(0.85);
  });

  it('is never narrower than no event among so many allows', () => {
    for (const runs of [20, 50, 330]) {
      const none = new Array<number>(runs).fill(3.5e-6);
      expect(boundedMeanInterval(none).high).toBeGreaterThan(noneSeenBound(runs));
      // Nor wider than five of them would be.
      expect(boundedMeanInterval(none).high).toBeLessThan(5 / runs);
    }
  });

  it('is the same from the other end, and in any order', () => {
    const values = [0.1, 0.9, 0.2, 0.4, 0, 1, 0.7, 0.3, 0.35];
    const { low, high } = boundedMeanInterval(values);
    const mirrored = boundedMeanInterval(values.map((value) => 1 - value));
    expect(mirrored.low).toBeCloseTo(1 - high, 9);
    expect(mirrored.high).toBeCloseTo(1 - low, 9);
    expect(boundedMeanInterval(values.toReversed()).high).toBeCloseTo(high, 9);
  });

  it('narrows with values that differ little, about as the normal one does', () => {
    const values = Array.from({ length: 400 }, (_, i) => 0.8 + 0.1 * Math.sin(i));
    const student = meanInterval(values);
    const own = boundedMeanInterval(values);
    expect(own.high - own.low).toBeGreaterThan(student.high - student.low);
    expect(own.high - own.low).toBeLessThan(2 * (student.high - student.low));
  });

  it('says nothing of no values, and all but certain of a sure one what its count allows', () => {
    expect(boundedMeanInterval([])).toEqual({ low: 0, high: 1 });
    const all = boundedMeanInterval(new Array<number>(100).fill(1));
    expect(all.high).toBe(1);
    expect(all.low).toBeGreaterThan(0.95);
    expect(all.low).toBeLessThan(1 - noneSeenBound(100));
  });
});
