/** Figures of a recommendation in words and in cells: never a bare zero, never a bare estimate. */
import type { Figure } from '../recommend/recommendation.ts';
import { killsInWords } from '../report/words.ts';
import { percent, readableDuration } from '../units/readable.ts';

/** `0 of 300 simulated backup windows: below 1% (95%)`. */
export function chanceInWords(figure: Figure, per: string): string {
  const { value, low, high, runs } = figure;
  if (isSure(figure)) return `deterministic: OOM ${value > 0 ? 'yes' : 'no'}`;
  return killsInWords({ kills: Math.round(value * runs), runs, interval: { low, high } }, per);
}

/** The same in a cell: `0/300 (< 1%)`, `4% (2.3% to 6.9%)`. */
export function chanceCell(figure: Figure | null): string {
  if (figure === null) return '';
  const { value, low, high, runs } = figure;
  if (isSure(figure)) return value > 0 ? 'OOM' : 'no OOM';
  if (value <= 0) return `0/${runs} (< ${percent(high, 'up')})`;
  if (value >= 1) return `${runs}/${runs} (> ${percent(low, 'down')})`;
  return `${percent(value)} (${percent(low)} to ${percent(high)})`;
}

/** A mean share with its interval: `99.2% (98.7% to 99.6%)`, `none (< 0.3%)`, `all (> 99.7%)`. */
export function shareCell(figure: Figure): string {
  const { value, low, high } = figure;
  if (value <= 0) return isSure(figure) ? 'none' : `none (< ${percent(high, 'up')})`;
  if (value >= 1) return isSure(figure) ? 'all' : `all (> ${percent(low, 'down')})`;
  const [from, said, to] = [low, value, high].map((share) => percent(share));
  if (from === to) return said!;
  const near = value < LEAST ? `below ${percent(LEAST)}` : `above ${percent(1 - LEAST)}`;
  return `${Math.min(value, 1 - value) < LEAST ? near : said} (${from} to ${to})`;
}

/** `3.2 s (3.1 s to 3.3 s)` */
export function timeCell({ value, low, high }: Figure): string {
  const [from, to] = [readableDuration(low), readableDuration(high)];
  return from === to ? readableDuration(value) : `${readableDuration(value)} (${from} to ${to})`;
}

/** Nearer to none or all than this no share is said to the digit. */
const LEAST = 1e-4;

/** Without chance the interval is a point. */
function isSure({ low, high }: Figure): boolean {
  return low === high;
}
