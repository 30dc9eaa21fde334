import { describe, expect, it } from 'vitest';
import { calibrationFloor, sigmaOfMedianError, supportedPeak } from './model-error.ts';

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
