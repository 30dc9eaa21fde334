/**
 * Where a probability is drawn when n runs cannot tell 0 from about 3/n.
 *
 * Between that floor and 1 the scale is logarithmic. Below lies a strip for `no run of n`, above a strip
 * for `every run`, each with a lane per series, so that series which agree stay apart.
 */
import { noneSeenBound } from '../stats/proportion.ts';
import type { Row } from '../sweep/row.ts';
import { percent } from '../units/readable.ts';
import type { Json } from './chart-spec.ts';
import { isDeterministic, isSafe } from './oom-chance.ts';
import { numberIn } from './slice.ts';

const LANE = 12;
const STRIP_PADDING = 8;

export class RiskScale {
  readonly height: number;
  /** Height of either strip [px]. */
  readonly strip: number;
  private readonly floor: number;
  /** What `no run` leaves possible at the point where it says least. */
  private readonly unseen: number;

  /**
   * @param most runs of a point: what they cannot tell from 0 is the floor.
   * @param spared fewest runs of a point without a kill.
   */
  constructor(height: number, lanes: number, most: number, spared = most) {
    this.height = height;
    this.strip = lanes * LANE + 2 * STRIP_PADDING;
    this.floor = noneSeenBound(most);
    this.unseen = noneSeenBound(spared);
  }

  /** The scale for some rows, that of all panels beside each other. */
  static of(rows: readonly Row[], height: number, lanes: number): RiskScale {
    const runs = (some: readonly Row[]) => some.map((row) => numberIn(row, 'replications') ?? 1);
    const most = Math.max(1, ...runs(rows));
    const spared = rows.filter((row) => isSafe(row) && !isDeterministic(row));
    return new RiskScale(height, lanes, most, Math.min(most, ...runs(spared)));
  }

  /** Pixels above the lower edge; `lane` counts series from the top. */
  position(share: number, lane: number): number {
    const inStrip = this.strip - STRIP_PADDING - (lane + 0.5) * LANE;
    if (share <= 0) return inStrip;
    if (share >= 1) return this.height - this.strip + inStrip;
    return this.between(share);
  }

  /** The same without the strips, for the ends of intervals. */
  between(share: number): number {
    const part = 1 - Math.log(Math.max(share, this.floor)) / Math.log(this.floor);
    return this.strip + part * (this.height - 2 * this.strip);
  }

  /** What the strips are called, in lines. */
  private ends(): { readonly none: readonly string[]; readonly all: readonly string[] } {
    return { none: ['no run', `(< ${percent(this.unseen, 'up')})`], all: ['every run'] };
  }

  /** The encoding of y; only the first of several panels side by side is labelled. */
  encoding(title: string, labelled: boolean, ends = this.ends()): { [key: string]: Json } {
    const decades = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];
    const inside = decades.filter((share) => share > this.floor * 1.15 && share < 0.9);
    const marks = [
      { at: this.height - this.strip / 2, label: ends.all },
      ...inside.map((share) => ({ at: this.between(share), label: [percent(share)] })),
      { at: this.strip / 2, label: ends.none },
    ];
    const labels = JSON.stringify(Object.fromEntries(marks.map(({ at, label }) => [at, label])));
    return {
      field: 'y',
      type: 'quantitative',
      title: labelled ? title : null,
      scale: { domain: [0, this.height], nice: false, zero: false },
      axis: {
        values: marks.map((mark) => mark.at),
        tickCount: marks.length,
        labelExpr: `${labels}[datum.value]`,
        labelOverlap: false,
        labels: labelled,
        grid: false,
      },
    };
  }
}
