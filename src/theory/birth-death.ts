/** A birth-death process on 0..states-1, and a reward that is watched over time. */
interface BirthDeath {
  readonly states: number;
  readonly birth: (n: number) => number;
  readonly death: (n: number) => number;
}

/** The long-run mean of a reward, and the variance of its average over time t, times t, for large t. */
interface LongRun {
  readonly mean: number;
  readonly variance: number;
}

/**
 * How long a simulation must run follows from this: standard error = sqrt(variance / t). Whitt,
 * "Asymptotic Formulas for Markov Processes with Applications to Simulation", Operations Research
 * 40 (1992) 279-291.
 */
export function longRun(process: BirthDeath, reward: (n: number) => number): LongRun {
  const { states, birth, death } = process;
  const weights = new Float64Array(states);
  weights[0] = 1;
  for (let n = 1; n < states; n++) weights[n] = (weights[n - 1]! * birth(n - 1)) / death(n);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = weights.reduce((sum, weight, n) => sum + weight * reward(n), 0) / total;
  const excess = weights.map((weight, n) => ((reward(n) - mean) * weight) / total);
  // The sums over 0..n and over n+1.. are opposite; each end is summed from its own side, because
  // what remains of a large sum is divided by a small probability.
  const below = cumulated(excess);
  const above = cumulated(excess.toReversed()).toReversed();
  const half = weights.indexOf(Math.max(...weights));
  let variance = 0;
  for (let n = 0; n + 1 < states; n++) {
    const sum = n <= half ? below[n]! : above[n + 1]!;
    const flow = (birth(n) * weights[n]!) / total;
    // States too rare for a double add nothing.
    if (flow > 0) variance += (2 * sum * sum) / flow;
  }
  return { mean, variance };
}

function cumulated(values: Float64Array): Float64Array {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
}
