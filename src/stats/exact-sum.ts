/** More partials than the exponent range of a double can keep apart. */
const PARTIALS = 40;

/**
 * A sum without rounding error until it is read: the result depends on the values alone, not on
 * their order or on how they were split over threads. Shewchuk, "Adaptive Precision Floating-Point
 * Arithmetic and Fast Robust Geometric Predicates", Discrete and Computational Geometry 18 (1997).
 */
export class ExactSum {
  /** Non-overlapping, of increasing magnitude; their exact sum is the sum of all values. */
  private readonly partials = new Float64Array(PARTIALS);
  private used = 0;

  static of(values: Iterable<number>): ExactSum {
    const sum = new ExactSum();
    for (const value of values) sum.add(value);
    return sum;
  }

  /** Adds a finite value. */
  add(value: number): void {
    const { partials } = this;
    let x = value;
    let kept = 0;
    for (let i = 0; i < this.used; i++) {
      const y = partials[i]!;
      const high = x + y;
      const low = Math.abs(x) < Math.abs(y) ? x - (high - y) : y - (high - x);
      if (low !== 0) partials[kept++] = low;
      x = high;
    }
    partials[kept] = x;
    this.used = kept + 1;
  }

  merge(other: ExactSum): void {
    for (const part of other.parts()) this.add(part);
  }

  /** Plain data that `of` turns back into an equal sum. */
  parts(): Float64Array {
    return this.partials.slice(0, this.used);
  }

  /** The exact sum, rounded once. */
  get value(): number {
    const { partials } = this;
    if (this.used === 0) return 0;
    let i = this.used - 1;
    let high = partials[i]!;
    let low = 0;
    while (i > 0) {
      const x = high;
      const y = partials[--i]!;
      high = x + y;
      low = y - (high - x);
      if (low !== 0) break;
    }
    // A remainder of exactly half a unit was rounded to even; what lies below it decides instead.
    if (i > 0 && low !== 0 && Math.sign(low) === Math.sign(partials[i - 1]!)) {
      const doubled = low * 2;
      const moved = high + doubled;
      if (doubled === moved - high) high = moved;
    }
    return high;
  }
}
