/** One scale of P(OOM) for all figures of a recommendation that a chart shows. */
import type { Figure } from '../recommend/recommendation.ts';
import { percent } from '../units/readable.ts';
import { RiskScale } from './risk-scale.ts';

/** Room for three marks above each other, and for the words of a strip that lies on its side. */
const LANES = 4;
/** The lane in the middle of a strip. */
const MIDDLE = (LANES - 1) / 2;

/** Down to what the most runs cannot tell from none, and below the least chance that was seen. */
export function figureScale(figures: readonly Figure[], length: number): RiskScale {
  const seen = figures.flatMap(({ value, runs }) => (value > 0 ? [runs, 3.5 / value] : [runs]));
  const most = Math.max(1, ...seen);
  const spared = figures.filter(({ value, high }) => value === 0 && high > 0);
  const fewest = Math.min(most, ...spared.map(({ runs }) => runs));
  return new RiskScale(length, LANES, most, fewest);
}

/** In the middle of its strip where it is of none or all. */
export function placeOf({ value }: Figure, scale: RiskScale): number {
  return scale.position(value, MIDDLE);
}

/** The ends of the interval; those of a figure in a strip reach from there to what is possible. */
export function endsOf(figure: Figure, scale: RiskScale): { low: number; high: number } {
  const at = placeOf(figure, scale);
  return {
    low: figure.low <= 0 ? Math.min(at, scale.strip) : scale.between(figure.low),
    high: figure.high >= 1 ? Math.max(at, scale.height - scale.strip) : scale.between(figure.high),
  };
}

/** `in none of 700 runs (< 0.5%)`, `2% (1% to 4%) of 700 runs`. */
export function figureText({ value, low, high, runs }: Figure): string {
  if (value <= 0) return high > 0 ? `in none of ${runs} runs (< ${percent(high, 'up')})` : 'never';
  if (value >= 1) return low < 1 ? `in all of ${runs} runs (> ${percent(low, 'down')})` : 'always';
  return `${percent(value)} (${percent(low)} to ${percent(high)}), ${runs} runs`;
}
