/** A growing list of numbers on a typed array: run state that a snapshot can copy. */
export interface Samples {
  values: Float64Array;
  length: number;
}

const FIRST_CAPACITY = 256;
const NONE = new Float64Array(0);

export function createSamples(): Samples {
  return { values: NONE, length: 0 };
}

export function pushSample(samples: Samples, value: number): void {
  if (samples.length === samples.values.length) {
    const larger = new Float64Array(Math.max(FIRST_CAPACITY, samples.length * 2));
    larger.set(samples.values);
    samples.values = larger;
  }
  samples.values[samples.length++] = value;
}

/** A copy of the numbers so far. */
export function samplesOf({ values, length }: Samples): Float64Array {
  return values.slice(0, length);
}
