/** Thresholds held against the rows: passed, failed, or not to be told from so few runs. */
import type { Threshold } from '../sweep/plan-thresholds.ts';
import { type Requirement, readableStatistic } from '../sweep/requirement.ts';
import type { ExperimentResults, GridResult } from '../sweep/results.ts';
import type { Row } from '../sweep/row.ts';
import { count } from '../units/readable.ts';

export type Verdict = 'pass' | 'fail' | 'undecided';

/** One requirement at one design point. */
export interface Judgement {
  /** As the experiment file writes it. */
  readonly require: string;
  /** The design point in words; empty where nothing varies. */
  readonly where: string;
  readonly verdict: Verdict;
  /** What the row says, in words. */
  readonly seen: string;
  /** More replications that would decide, roughly; null where none are asked for or none would. */
  readonly more: number | null;
}

/** What a row says of a statistic; infinite where a quantile falls among failures. */
interface Figure {
  readonly value: number;
  /** null where the value has no interval. */
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** Every threshold at every design point it is meant for, in the order of file and rows. */
export function judge(results: ExperimentResults): Judgement[] {
  return (results.thresholds ?? []).flatMap((threshold) => {
    const grid = results.grids.find(({ name }) => name === threshold.grid)!;
    const rows = results.rows.filter((row) => isMeant(row, threshold));
    if (rows.length > 0) return rows.map((row) => judgeRow(threshold.require, row, grid));
    const { require, where } = threshold;
    const seen = 'no such design point in this run: --quick or --set left it out';
    return [{ require: require.text, where, verdict: 'undecided', seen, more: null }];
  });
}

/** Fails if anything does, passes if everything does. */
export function overall(judgements: readonly Judgement[]): Verdict {
  if (judgements.some(({ verdict }) => verdict === 'fail')) return 'fail';
  return judgements.some(({ verdict }) => verdict === 'undecided') ? 'undecided' : 'pass';
}

/** A judgement as a line for people. */
export function judgementInWords({ verdict, require, where, seen, more }: Judgement): string {
  const at = where === '' ? '' : ` at ${where}`;
  const wanted = more === null ? '' : `; about ${count(more, 'more replication')} would decide`;
  return `${verdict}: ${require}${at}: ${seen}${wanted}`;
}

function isMeant(row: Row, { grid, at }: Threshold): boolean {
  return row.grid === grid && at.every(({ path, cells }) => cells.includes(row[path] ?? null));
}

function judgeRow(require: Requirement, row: Row, grid: GridResult): Judgement {
  const where = grid.varied
    .map(({ path, values, labels }) => {
      const label = labels[values.indexOf(row[path] ?? null)];
      return `${path} ${label ?? String(row[path] ?? 'none')}`;
    })
    .join(', ');
  const said = { require: require.text, where };
  const figure = figureOf(row, require.statistic);
  if (figure === null) {
    const seen = 'the row does not know it, as where every run was cut short or none had a case';
    return { ...said, verdict: 'undecided', seen, more: null };
  }
  const verdict = verdictOf(figure, require);
  // A long run is one run: what would decide is a longer one.
  const isOfRuns = !require.statistic.startsWith('steady_');
  const more = verdict === 'undecided' && isOfRuns ? moreNeeded(figure, require.bound, row) : null;
  return { ...said, verdict, seen: inWords(figure, require, row), more };
}

/** The ends of an interval decide where there is one: all of it on one side of the bound. */
function verdictOf({ value, interval }: Figure, { sense, bound }: Requirement): Verdict {
  const { low, high } = interval ?? { low: value, high: value };
  if (sense === '<' ? high < bound : low > bound) return 'pass';
  if (sense === '<' ? low >= bound : high <= bound) return 'fail';
  return 'undecided';
}

function figureOf(row: Row, statistic: string): Figure | null {
  const value = row[statistic];
  // A row that knows its endings and not this latency lost the quantile to failures.
  const isLost = /^latency_p\d+_s$/.test(statistic) && typeof row.ok_share === 'number';
  if (typeof value !== 'number') {
    return isLost ? { value: Number.POSITIVE_INFINITY, interval: null } : null;
  }
  // served_within_60s_share has served_within_60s_low, steady_wait_mean_s steady_wait_mean_low_s.
  const stems = [statistic, statistic.replace(/_share$/, '')].map((stem) => [stem, '']);
  for (const [stem, end] of [...stems, [statistic.replace(/_s$/, ''), '_s']]) {
    const [low, high] = [row[`${stem}_low${end}`], row[`${stem}_high${end}`]];
    if (typeof low === 'number' && typeof high === 'number') {
      return { value, interval: { low, high } };
    }
  }
  return { value, interval: null };
}

function inWords({ value, interval }: Figure, require: Requirement, row: Row): string {
  const { statistic, unit } = require;
  const said = readableStatistic(value, unit);
  if (row.deterministic === true) return `${said}, deterministic`;
  const runs = count(Number(row.replications), 'run');
  if (interval === null) return `${said} in ${runs}, by the value: it has no interval`;
  const [low, high] = [interval.low, interval.high].map((end) => readableStatistic(end, unit));
  const ends = `95% interval ${low} to ${high}`;
  // Of none or all killed the plain share would claim too much.
  const isChance = statistic === 'oom_probability';
  if (isChance) return `${Math.round(value * Number(row.replications))} of ${runs} (${ends})`;
  return `${said} (${ends}, ${runs})`;
}

/**
 * If the estimate stays where it is: an interval shrinks like 1 / sqrt(n), and like 1 / n beside
 * an estimate of none or all. Null where the estimate is on the bound itself.
 */
function moreNeeded({ value, interval }: Figure, bound: number, row: Row): number | null {
  const gap = Math.abs(bound - value);
  if (gap === 0 || interval === null) return null;
  const facing = value < bound ? interval.high - value : value - interval.low;
  const isExtreme = value === 0 || value === 1;
  const runs = Number(row.replications);
  const needed = Math.ceil(runs * (facing / gap) ** (isExtreme ? 1 : 2));
  return Math.max(1, twoDigits(needed - runs));
}

/** Rounded up: more digits would claim to know more. */
function twoDigits(value: number): number {
  const scale = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
  return Math.ceil(value / scale) * scale;
}
