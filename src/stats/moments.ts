/**
 * Count, mean and variance in one pass. Adding: Welford (1962); merging: Chan, Golub and LeVeque
 * (1979). Unlike a sum of squares it keeps its digits when the spread is small beside the mean.
 */
export class Moments {
  count = 0;
  mean = 0;
  /** Sum of squared distances from the mean. */
  private squares = 0;

  static of(values: Iterable<number>): Moments {
    const moments = new Moments();
    for (const value of values) moments.add(value);
    return moments;
  }

  add(value: number): void {
    this.count++;
    const distance = value - this.mean;
    this.mean += distance / this.count;
    this.squares += distance * (value - this.mean);
  }

  /** Takes in all that `other` has seen. */
  merge(other: Moments): void {
    if (other.count === 0) return;
    const count = this.count + other.count;
    const distance = other.mean - this.mean;
    this.squares += other.squares + (distance * distance * this.count * other.count) / count;
    this.mean += (distance * other.count) / count;
    this.count = count;
  }

  /** The unbiased variance (divisor n - 1); NaN below two values. */
  get variance(): number {
    return this.count < 2 ? Number.NaN : this.squares / (this.count - 1);
  }

  /** Of the mean of independent values. */
  get standardError(): number {
    return Math.sqrt(this.variance / this.count);
  }
}
