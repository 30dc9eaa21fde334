import { ExactSum } from './exact-sum.ts';
import { LogLinearHistogram } from './log-linear-histogram.ts';
import { orderedQuantile } from './quantile.ts';
import { select } from './select.ts';

/** Values kept one by one: 8 MiB. Beyond it they are folded into a histogram. */
const CAP = 2 ** 20;

/** A tally as plain data that crosses threads; `values` or `counts`, never both. */
export interface TallyState {
  readonly cap: number;
  readonly min: number;
  readonly max: number;
  readonly values: Float64Array | null;
  readonly counts: Float64Array | null;
  readonly sumParts: Float64Array;
}

/**
 * All values >= 0 of one quantity (latencies, waits): exact up to a cap, then quantiles within
 * 0.39 %, with count, sum, minimum and maximum exact throughout. What it says depends on the values
 * alone, not on the order of adding and merging.
 */
export class Tally {
  private readonly cap: number;
  private kept = new Float64Array(16);
  private keptCount = 0;
  private histogram: LogLinearHistogram | null = null;
  private readonly total = new ExactSum();
  min = Infinity;
  max = -Infinity;

  constructor(cap = CAP) {
    this.cap = cap;
  }

  static from(state: TallyState): Tally {
    const tally = new Tally(state.cap);
    tally.min = state.min;
    tally.max = state.max;
    for (const part of state.sumParts) tally.total.add(part);
    if (state.counts !== null) tally.histogram = new LogLinearHistogram(state.counts);
    if (state.values !== null) tally.keepAll(state.values);
    return tally;
  }

  state(): TallyState {
    const exact = this.histogram === null;
    return {
      cap: this.cap,
      min: this.min,
      max: this.max,
      values: exact ? this.kept.slice(0, this.keptCount) : null,
      counts: this.histogram?.counts.slice() ?? null,
      sumParts: this.total.parts(),
    };
  }

  get count(): number {
    return this.histogram?.count ?? this.keptCount;
  }

  get sum(): number {
    return this.total.value;
  }

  /** NaN if there are no values. */
  get mean(): number {
    return this.sum / this.count;
  }

  add(value: number): void {
    this.total.add(value);
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    this.keep(value);
  }

  /** Takes in all that `other`, of the same cap, has seen; leaves `other` as it was. */
  merge(other: Tally): void {
    this.total.merge(other.total);
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
    if (other.histogram !== null) this.fold().merge(other.histogram);
    this.keepAll(other.kept.subarray(0, other.keptCount));
  }

  /** The p-quantile (type 7) of the values and `failures` infinite ones; NaN of nothing. */
  quantile(p: number, failures = 0): number {
    if (this.histogram !== null) {
      // The extremes are known exactly, and no middle of a bucket may lie beyond them.
      const value = this.histogram.quantile(p, failures);
      return value === Infinity ? value : Math.min(this.max, Math.max(this.min, value));
    }
    const values = this.kept.subarray(0, this.keptCount);
    // A row asks for two or three quantiles: sorting all for these would take several times longer.
    const ok = { count: values.length, at: (rank: number) => select(values, rank) };
    return orderedQuantile(ok, failures, p);
  }

  private keep(value: number): void {
    if (this.histogram === null && this.keptCount === this.cap) this.fold();
    if (this.histogram !== null) {
      this.histogram.add(value);
      return;
    }
    this.makeRoom(1);
    this.kept[this.keptCount++] = value;
  }

  private keepAll(values: Float64Array): void {
    if (this.histogram !== null || this.keptCount + values.length > this.cap) {
      for (let i = 0; i < values.length; i++) this.keep(values[i]!);
      return;
    }
    this.makeRoom(values.length);
    this.kept.set(values, this.keptCount);
    this.keptCount += values.length;
  }

  private makeRoom(more: number): void {
    const needed = this.keptCount + more;
    if (needed <= this.kept.length) return;
    const grown = new Float64Array(Math.min(this.cap, Math.max(needed, 2 * this.kept.length)));
    grown.set(this.kept);
    this.kept = grown;
  }

  private fold(): LogLinearHistogram {
    if (this.histogram === null) {
      this.histogram = new LogLinearHistogram();
      for (let i = 0; i < this.keptCount; i++) this.histogram.add(this.kept[i]!);
      this.kept = new Float64Array(0);
      this.keptCount = 0;
    }
    return this.histogram;
  }
}
