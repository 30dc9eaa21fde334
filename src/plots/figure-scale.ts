/** One scale of P(OOM) for all figures of a recommendation that a chart shows. */
import type { Figure } from '../recommend/candidate.ts';
import { percent } from '../units/readable.ts';
import type { Json } from './chart-spec.ts';
import { RiskScale } from './risk-scale.ts';

/** Room for three marks above each other, and for the words of a strip that lies on its side. */
const LANES = 4;
/** The lane in the middle of a strip. */
const MIDDLE = (LANES - 1) / 2;
/** No tail of a law that was seen in some hundred cases is known further out. */
const LEAST = 1e-4;
/** Drawn apart from what is not there at all. */
const ROOM = 1.2;

export class FigureScale {
  /** Of places between the strips, and of the strips. */
  readonly risk: RiskScale;
  readonly #ends: { readonly none: readonly string[]; readonly all: readonly string[] };

  /** Down to the least that is seen of any figure. @param length of the axis [px] */
  constructor(figures: readonly Figure[], length: number) {
    const seen = figures.filter(({ value }) => value >= LEAST).map(({ value }) => value);
    // RiskScale begins where so many runs without a kill end: at about 3 / n.
    const least = Math.min(...figures.map(({ runs }) => 3 / runs), ...seen) / ROOM;
    this.risk = new RiskScale(length, LANES, 3 / Math.max(LEAST, Math.min(0.5, least)));
    const none = figures.filter(({ value }) => value < LEAST).map(({ high }) => high);
    const all = figures.filter(({ value }) => value > 1 - LEAST).map(({ low }) => low);
    // The estimate alone is that near; the widest interval of a strip reaches as far as it says.
    this.#ends = {
      none: ['near 0%', `(< ${percent(Math.max(LEAST, ...none), 'up')})`],
      all: ['near 100%', `(> ${percent(Math.min(1 - LEAST, ...all), 'down')})`],
    };
  }

  /** In the middle of its strip where it is of none or all [px]. */
  placeOf({ value }: Figure): number {
    if (value < LEAST) return this.risk.position(0, MIDDLE);
    return this.risk.position(value > 1 - LEAST ? 1 : value, MIDDLE);
  }

  /** The ends of the interval; one that reaches into a strip ends at the mark or the strip. */
  endsOf(figure: Figure): { low: number; high: number } {
    const at = this.placeOf(figure);
    const { strip, height } = this.risk;
    const { low, high } = figure;
    return {
      low: Math.min(at, low < LEAST ? strip : this.risk.between(low)),
      high: Math.max(at, high > 1 - LEAST ? height - strip : this.risk.between(high)),
    };
  }

  encoding(title: string): { [key: string]: Json } {
    return this.risk.encoding(title, true, this.#ends);
  }
}

/** `in none of 700 runs (< 0.5%)`, `2% (1% to 4%), 700 runs`. */
export function figureText({ kind, value, low, high, runs }: Figure): string {
  if (kind === 'certain' && value <= 0) return 'never';
  if (kind === 'certain' && value >= 1) return 'always';
  if (kind === 'count' && value <= 0) return `in none of ${runs} runs (< ${percent(high, 'up')})`;
  if (kind === 'count' && value >= 1) return `in all of ${runs} runs (> ${percent(low, 'down')})`;
  if (value < LEAST) return `below ${percent(Math.max(LEAST, high), 'up')}, ${runs} runs`;
  return `${percent(value)} (${percent(low)} to ${percent(high)}), ${runs} runs`;
}
