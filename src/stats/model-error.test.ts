import { describe, expect, it } from 'vitest';
import { calibrationFloor, sigmaOfMedianError, supportedPeak, twoFigures } from './model-error.ts';
import { normalTail } from './normal-tail.ts';

const SIGMA = sigmaOfMedianError(0.08);

describe('the floor of a calibration', () => {
  it('is 2% for 400 of 512 at a median error of 8%; 1e-4 needs a prediction below 329', () => {
    expect(SIGMA).toBeCloseTo(0.1186, 4);
    expect(calibrationFloor(400, 512, SIGMA)).toBeCloseTo(0.0187, 4);
    expect(supportedPeak(512, SIGMA, 1e-4)).toBeCloseTo(329.4, 1);
    expect(calibrationFloor(supportedPeak(512, SIGMA, 1e-4), 512, SIGMA)).toBeCloseTo(1e-4, 12);
  });

  it('is yes or no without model error', () => {
    expect([calibrationFloor(500, 512, 0), calibrationFloor(513, 512, 0)]).toEqual([0, 1]);
  });
});

describe('two figures of a probability', () => {
  it('has the chance of the model error where no run comes near the limit', () => {
    const { givenModel, probability, monteCarloError, floor, inputBand } = twoFigures(
      [[400, 400, 400]],
      512,
      { sigma: SIGMA },
    );
    expect(givenModel).toBe(0);
    expect(probability.value).toBeCloseTo(0.0187, 4);
    expect([monteCarloError, floor]).toEqual([0, probability.value]);
    expect(inputBand).toEqual({ low: 0, high: 0 });
  });

  it('adds spreads of the runs and of the model: both lognormal, as one lognormal', () => {
    const peaks = Array.from({ length: 100 }, (_, draw) =>
      Array.from({ length: 10 }, (_, run) => {
        const u = ((draw * 10 + run) * 0.6180339887498949) % 1;
        return 400 * Math.exp(0.05 * scoreOf(u));
      }),
    );
    const { probability } = twoFigures(peaks, 512, { sigma: 0.1 });
    const exact = normalTail(Math.log(512 / 400) / Math.hypot(0.05, 0.1));
    expect(Math.abs(probability.value / exact - 1)).toBeLessThan(0.02);
  });

  it('tells what more runs can narrow from what they cannot', () => {
    // Half of the draws always kill, half never: runs are certain, the parameters are not.
    const draws = Array.from({ length: 40 }, (_, i) =>
      new Array<number>(5).fill(i % 2 ? 600 : 300),
    );
    const { inputBand, monteCarloError, probability } = twoFigures(draws, 512, { sigma: 0 });
    expect(probability.value).toBe(0.5);
    expect(inputBand).toEqual({ low: 0, high: 1 });
    expect(monteCarloError).toBeCloseTo(0.5 / Math.sqrt(39), 12);
  });

  it('averages over the unknown outside the power: E[1 - (1 - p)^n], not 1 - (1 - E p)^n', () => {
    const draws = Array.from({ length: 10 }, (_, i) => [i === 0 ? 600 : 300]);
    const { withinHorizon } = twoFigures(draws, 512, { sigma: 0, horizonEvents: 365 });
    expect(withinHorizon).toBeCloseTo(0.1, 12);
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
