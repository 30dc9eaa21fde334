import { orderedQuantile } from './quantile.ts';

/** Bits of the mantissa that choose a bucket: 128 buckets to every doubling. */
const MANTISSA_BITS = 7;
const PER_DOUBLING = 2 ** MANTISSA_BITS;

/** Values from 2^-20 (about 1e-6) to 2^44 (about 1.8e13) have buckets: microseconds to terabytes. */
const LOWEST_EXPONENT = -20;
const DOUBLINGS = 64;
const BUCKETS = DOUBLINGS * PER_DOUBLING;

/** A bucket is at most 1/128 of its lower edge wide, and is read at its middle. */
export const RELATIVE_ERROR = 1 / (2 * PER_DOUBLING);

// A double's upper word is sign, 11 bits of exponent, 20 bits of mantissa: its first 18 bits after
// the sign count buckets from the smallest double upwards, without a logarithm.
const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
const UPPER = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;
const SHIFT = 20 - MANTISSA_BITS;
const FIRST = (1023 + LOWEST_EXPONENT) << MANTISSA_BITS;

/**
 * How often values of every size occurred, in 64 KiB whatever their number. Counts are integers,
 * so histograms merge exactly and in any order. Quantiles are within 0.39 % (1/256) of the exact
 * ones; below 2^-20 they are within 2^-20 instead, and beyond 2^44 they read 2^44.
 */
export class LogLinearHistogram {
  readonly counts: Float64Array;
  count = 0;

  /** From the counts of an earlier histogram, or empty. */
  constructor(counts: ArrayLike<number> = { length: 0 }) {
    this.counts = new Float64Array(BUCKETS + 1);
    for (let i = 0; i < counts.length; i++) {
      this.counts[i] = counts[i]!;
      this.count += counts[i]!;
    }
  }

  /** Counts a value >= 0. */
  add(value: number): void {
    double[0] = value;
    const bucket = (words[UPPER]! >>> SHIFT) - FIRST + 1;
    this.counts[bucket < 0 ? 0 : bucket > BUCKETS ? BUCKETS : bucket]!++;
    this.count++;
  }

  merge(other: LogLinearHistogram): void {
    for (let i = 0; i <= BUCKETS; i++) this.counts[i]! += other.counts[i]!;
    this.count += other.count;
  }

  /** The p-quantile (type 7) over the counted values and `failures` infinite ones. */
  quantile(p: number, failures = 0): number {
    return orderedQuantile({ count: this.count, at: (rank) => this.at(rank) }, failures, p);
  }

  /** The value of this rank, from 0: the middle of the bucket it is in. */
  private at(rank: number): number {
    let passed = 0;
    let bucket = 0;
    while (passed + this.counts[bucket]! <= rank) passed += this.counts[bucket++]!;
    return middle(bucket);
  }
}

/** Bucket 0 is for what lies below the first doubling. */
function middle(bucket: number): number {
  if (bucket === 0) return 0;
  const doubling = Math.floor((bucket - 1) / PER_DOUBLING);
  const within = (bucket - 1) % PER_DOUBLING;
  return 2 ** (LOWEST_EXPONENT + doubling) * (1 + (within + 0.5) / PER_DOUBLING);
}
