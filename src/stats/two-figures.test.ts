import { describe, expect, it } from 'vitest';
import { sfc32 } from './lindley.fixture.ts';
import { normalTail } from './normal-tail.ts';
import { PeakTail } from './peak-tail.ts';
import { clopperPearson } from './proportion.ts';
import { atLeastOnce, type DrawnRuns, twoFigures } from './two-figures.ts';

/** Median of the error 8%. */
const SIGMA = 0.1186;

/** Each draw with the peaks of its runs, and those of their partners. */
function draws(...peaks: (readonly [drawn: readonly number[], fitted: readonly number[]])[]) {
  return peaks.map(([drawn, fitted]): DrawnRuns => ({ drawn, fitted }));
}

/** Evenly spread over the normal quantiles, in an order without a pattern. */
function normals(count: number): number[] {
  return Array.from({ length: count }, (_, i) => scoreOf(((i + 0.5) * 0.6180339887498949) % 1));
}

describe('two figures of a probability', () => {
  it('has the chance of the model error where no run comes near the limit', () => {
    const { probability, monteCarloError, floor, inputBand } = twoFigures(
      draws([
        [400, 400, 400],
        [400, 400, 400],
      ]),
      new PeakTail([400, 400, 400]),
      512,
      { sigma: SIGMA },
    );
    expect(probability.value).toBeCloseTo(0.0187, 4);
    // Two draws agree, and a third need not.
    expect(probability.high).toBeGreaterThan(0.7);
    expect([monteCarloError, floor]).toEqual([0, probability.value]);
    expect(inputBand).toEqual({ low: 0, high: 0 });
  });

  it('adds spreads of the runs and of the model: both lognormal, as one lognormal', () => {
    const peaks = normals(1000).map((z) => 400 * Math.exp(0.05 * z));
    const nested = Array.from({ length: 100 }, (_, draw) => peaks.slice(draw * 10, draw * 10 + 10));
    const { probability } = twoFigures(
      draws(...nested.map((runs) => [runs, runs] as const)),
      new PeakTail(peaks),
      512,
      { sigma: 0.1 },
    );
    const exact = normalTail(Math.log(512 / 400) / Math.hypot(0.05, 0.1));
    expect(Math.abs(probability.value / exact - 1)).toBeLessThan(0.02);
  });

  it('tells what more runs can narrow from what they cannot', () => {
    // Half of the draws always kill, half never: runs are certain, the parameters are not.
    const half = Array.from({ length: 40 }, (_, i) => [[i % 2 ? 600 : 300], [400]] as const);
    const { inputBand, monteCarloError, probability, spread } = twoFigures(
      draws(...half),
      new PeakTail([400, 400, 400]),
      512,
      { sigma: 0 },
    );
    expect(probability.value).toBe(0.5);
    expect(inputBand).toEqual({ low: 0, high: 1 });
    expect(monteCarloError).toBeCloseTo(0.5 / Math.sqrt(39), 12);
    expect(spread.runs).toBe(0);
    expect(spread.parameters).toBeCloseTo(Math.log(2) / 2 / Math.sqrt(39 / 40), 2);
  });

  it('has a band of what is not known alone, with one run a draw', () => {
    // Runs spread by 10%, parameters by 2%, no model error: p lies in a band about P(run > limit).
    const runs = normals(400).map((z) => 400 * Math.exp(0.1 * z));
    const shifts = normals(40).map((z) => Math.exp(0.02 * z));
    const nested = shifts.map((shift, i) => [[runs[i]! * shift], [runs[i]!]] as const);
    const { inputBand } = twoFigures(draws(...nested), new PeakTail(runs), 440, { sigma: 0 });
    const at = (z: number) => normalTail((Math.log(1.1) - 0.02 * z) / 0.1);
    expect(inputBand.low).toBeCloseTo(at(-1.645), 1);
    expect(inputBand.high).toBeCloseTo(at(1.645), 1);
    // Were runs within a draw all there is, it would be from 0 to 1.
    expect(inputBand.low).toBeGreaterThan(0.07);
    expect(inputBand.high).toBeLessThan(0.35);
  });
});

it('has its upper end above the truth 19 times in 20, where a kill is rare', () => {
  // Every fiftieth draw doubles the peak: P(OOM) is 2%. Student's end was below it once in seven.
  const next = sfc32(5);
  const once = () => {
    const nested = Array.from({ length: 50 }, () => {
      const peak = next() < 0.02 ? 600 : 300;
      return [[peak, peak], [300]] as const;
    });
    return twoFigures(draws(...nested), new PeakTail([300]), 512, { sigma: 0 }).probability;
  };
  const ends = Array.from({ length: 300 }, once);
  expect(ends.filter(({ high }) => high >= 0.02).length / 300).toBeGreaterThanOrEqual(0.95);
  expect(ends.every(({ low, high }) => low >= 0 && high <= 1)).toBe(true);
});

describe('a longer horizon', () => {
  const sure = Array.from({ length: 10 }, (_, i) => [[i === 0 ? 600 : 300], [300]] as const);

  it('averages over the unknown outside the power: E[1 - (1 - p)^n], not 1 - (1 - E p)^n', () => {
    const { withinHorizon } = twoFigures(draws(...sure), new PeakTail([300]), 512, {
      sigma: 0,
      events: 365,
    });
    expect(withinHorizon.value).toBeCloseTo(0.1, 12);
    expect(atLeastOnce(0.1, 365)).toBeCloseTo(1, 9);
  });

  it('is what so few runs leave possible where none exceeded the limit', () => {
    const runs = new Array<number>(100).fill(300);
    const certain = draws(...new Array(400).fill([[300], [300]]));
    const { withinHorizon } = twoFigures(certain, new PeakTail(runs), 512, {
      sigma: 0,
      events: 10,
    });
    expect(withinHorizon.value).toBe(0);
    const byRuns = 1 - (1 - clopperPearson(0, 100).high) ** 10;
    expect(withinHorizon.high).toBeGreaterThan(byRuns);
    expect(withinHorizon.high).toBeCloseTo(byRuns, 3);
  });
});

describe('the tail of peaks', () => {
  it('counts runs that were cut at the limit as far as they were run again', () => {
    const tail = new PeakTail([10, 20, 30, 40], { cut: 4, limit: 50, beyond: [60, 80] });
    expect([5, 25, 45, 50, 70, 90].map((level) => tail.above(level))).toEqual([
      1, 0.75, 0.5, 0.5, 0.25, 0,
    ]);
    expect(new PeakTail([10], { cut: 1, limit: 50 }).above(90)).toBe(0.5);
  });

  it('knows less beyond the limit, where fewer runs say anything', () => {
    const tail = new PeakTail([10, 20], { cut: 6, limit: 50, beyond: [60, 80] });
    expect(tail.interval(50)).toEqual(clopperPearson(6, 8));
    const { low, high } = tail.interval(70);
    const eight = clopperPearson(3, 8);
    expect(high - low).toBeGreaterThan(eight.high - eight.low);
  });
});

/** The normal quantile by bisection on the tail. */
function scoreOf(u: number): number {
  let [low, high] = [-9, 9];
  for (let i = 0; i < 30; i++) {
    const middle = (low + high) / 2;
    if (1 - normalTail(middle) < u) low = middle;
    else high = middle;
  }
  return low;
}
