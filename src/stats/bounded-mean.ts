import type { Interval } from './interval.ts';

/** Of the highest stake: as much of a fortune as cannot be lost, and parts of it. */
const STAKES = [1, 1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32, 1 / 64, 1 / 128];
/** The highest is best where values hardly differ, the usual case of a rare event. */
const WEIGHTS = STAKES.map((_, index) => (index === 0 ? 1 / 2 : 1 / 2 / (STAKES.length - 1)));
/** Values whose factors are multiplied before the logarithm is taken: no product leaves a double. */
const TOGETHER = 8;
/** How far outside its place an end may be: on the safe side. */
const TOLERANCE = 1e-7;

/**
 * An interval for the mean of independent values between 0 and 1, of whatever law: each end is
 * wrong with at most half of what the level leaves. Student's is too short for skewed values: of 50
 * values near 0 it says nothing of a 1 that none of them was. This one never claims more than runs
 * without an event allow.
 *
 * An end is a mean against which bets on the values would have multiplied a fortune by too much for
 * chance: Waudby-Smith and Ramdas, "Estimating means of bounded random variables by betting",
 * Journal of the Royal Statistical Society B 86 (2024) 1-27, here with a portfolio of constant
 * stakes, so that the order of the values does not matter. By Ville's inequality it holds as well
 * where a rule looked at the values and stopped.
 *
 * @param values between 0 and 1; of none nothing is known
 */
export function boundedMeanInterval(values: readonly number[], level = 0.95): Interval {
  const wanted = Math.log(2 / (1 - level));
  return {
    low:
      1 -
      upperEnd(
        Float64Array.from(values, (value) => 1 - value),
        wanted,
      ),
    high: upperEnd(Float64Array.from(values), wanted),
  };
}

/** The least mean known to be too high: a fortune grows with the mean that is bet against. */
function upperEnd(values: Float64Array, wanted: number): number {
  if (values.length === 0) return 1;
  let low = values.reduce((sum, value) => sum + value, 0) / values.length;
  let high = 1;
  while (high - low > TOLERANCE) {
    const middle = (low + high) / 2;
    if (logFortune(values, middle) < wanted) low = middle;
    else high = middle;
  }
  return high;
}

/** Of bets that the mean is below `mean`, of all stakes together. */
function logFortune(values: Float64Array, mean: number): number {
  const logs = STAKES.map(
    (stake, index) => Math.log(WEIGHTS[index]!) + logGrowth(values, mean, stake),
  );
  const most = Math.max(...logs);
  if (most === Number.NEGATIVE_INFINITY) return most;
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0));
}

function logGrowth(values: Float64Array, mean: number, stake: number): number {
  const unit = stake / (1 - mean);
  let sum = 0;
  let product = 1;
  for (let index = 0; index < values.length; index++) {
    product *= 1 + unit * (mean - values[index]!);
    if (index % TOGETHER !== TOGETHER - 1) continue;
    sum += Math.log(product);
    product = 1;
  }
  return sum + Math.log(product);
}
