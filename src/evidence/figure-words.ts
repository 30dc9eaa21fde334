/** Figures of a recommendation in words and in cells: never a bare zero, never a bare estimate. */
import type { Figure } from '../recommend/candidate.ts';
import { killsInWords } from '../report/words.ts';
import { percent, readableDuration } from '../units/readable.ts';

/** `0 of 300 simulated backup windows: below 1% (95%)`, of runs that were killed or not. */
export function chanceInWords(figure: Figure, per: string): string {
  const { kind, value, low, high, runs } = figure;
  if (kind === 'certain' && value <= 0) return 'deterministic: OOM no';
  if (kind === 'certain' && value >= 1) return 'deterministic: OOM yes';
  if (kind !== 'count') return chanceCell(figure);
  return killsInWords({ kills: Math.round(value * runs), runs, interval: { low, high } }, per);
}

/**
 * In a cell: `0/300 (< 1%)`, `4% (2.3% to 6.9%)`. With the error of the model integrated out a
 * chance is a mean of small chances, and no count.
 */
export function chanceCell(figure: Figure | null): string {
  if (figure === null) return '';
  const { kind, value, low, high, runs } = figure;
  if (kind === 'certain') return certainCell(value);
  if (kind === 'count' && value <= 0) return `0/${runs} (< ${percent(high, 'up')})`;
  if (kind === 'count' && value >= 1) return `${runs}/${runs} (> ${percent(low, 'down')})`;
  if (value < LEAST) return `below ${percent(Math.max(LEAST, high), 'up')}`;
  if (value > 1 - LEAST) return `above ${percent(Math.min(1 - LEAST, low), 'down')}`;
  return `${percent(value)} (${percent(low)} to ${percent(high)})`;
}

function certainCell(value: number): string {
  if (value <= 0) return 'no OOM';
  return value >= 1 ? 'OOM' : percent(value);
}

/** A mean share with its interval: `99.2% (98.7% to 99.6%)`, `none (< 0.3%)`, `all (> 99.7%)`. */
export function shareCell(figure: Figure): string {
  const { kind, value, low, high } = figure;
  if (value <= 0) return kind === 'certain' ? 'none' : `none (< ${percent(high, 'up')})`;
  if (value >= 1) return kind === 'certain' ? 'all' : `all (> ${percent(low, 'down')})`;
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
