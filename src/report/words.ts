/** How a chance is said to somebody who decides: two figures, and never a bare zero. */
import {
  intervalInWords,
  isDeterministic,
  type OomInterval,
  oomCount,
  oomInterval,
} from '../plots/oom-chance.ts';
import { type SecondFigure, secondFigure } from '../plots/second-figure.ts';
import { numberIn } from '../plots/slice.ts';
import type { Row } from '../sweep/row.ts';
import { percent } from '../units/readable.ts';

/**
 * Both figures: given the model, `0 of 300 simulated backup windows: below 1% (95%)`, or the share
 * with its interval, or the plain yes or no where every run is the same; and `with model errors 4%
 * (0% to 31%)`, where the row has that.
 * @param per the event whose probability is meant.
 */
export function oomInWords(row: Row, per: string): string {
  return `${givenTheModel(row, per)}${errorsInWords([row])}`;
}

/** What is true at each of the rows, of which none had a kill. @param rows at least one. */
export function oomUnderEach(rows: readonly Row[], per: string, each: string): string {
  return `${givenTheModel(weakestEvidence(rows), per)} ${each}${errorsInWords(rows)}`;
}

function givenTheModel(row: Row, per: string): string {
  const runs = numberIn(row, 'replications') ?? 0;
  const kills = oomCount(row);
  if (isDeterministic(row)) return `deterministic: OOM ${kills > 0 ? 'yes' : 'no'}`;
  return killsInWords({ kills, runs, interval: oomInterval(row) }, per);
}

interface Kills {
  readonly kills: number;
  readonly runs: number;
  /** 95%; null where there is none. */
  readonly interval: OomInterval | null;
}

/** `0 of 300 simulated backup windows: below 1% (95%)`, or the share with its interval. */
export function killsInWords({ kills, runs, interval }: Kills, per: string): string {
  const of = `${kills} of ${runs} simulated ${runs === 1 ? per : several(per)}`;
  const isBound = kills === 0 || kills === runs;
  if (interval === null) return isBound ? of : `${of} (${percent(kills / runs)})`;
  if (kills === 0) return `${of}: below ${percent(interval.high, 'up')} (95%)`;
  if (kills === runs) return `${of}: above ${percent(interval.low, 'down')} (95%)`;
  const ends = `${percent(interval.low)} to ${percent(interval.high)}`;
  return `${of} (${percent(kills / runs)}, 95% interval ${ends})`;
}

/** `floods`, `deaths of a pod`, `five minutes`. */
function several(event: string): string {
  const [what, ...of] = event.split(' of ');
  return [what!.endsWith('s') ? what : `${what}s`, ...of].join(' of ');
}

/** Both figures where there is no room for more: `P(OOM) < 7.3%, with model errors 4% (0% to 31%)`. */
export function chanceInShort(row: Row): string {
  const runs = numberIn(row, 'replications') ?? 0;
  const kills = oomCount(row);
  const errors = errorsInWords([row]);
  if (isDeterministic(row)) return `OOM ${kills > 0 ? 'yes' : 'no'}, deterministic${errors}`;
  const interval = intervalInWords(row);
  if (interval === '') return `OOM in ${kills} of ${runs} runs${errors}`;
  const isBound = kills === 0 || kills === runs;
  return `P(OOM) ${isBound ? interval : `${percent(kills / runs)} (${interval})`}${errors}`;
}

/** `, with model errors 4% (0% to 31%)` of the row with most; empty where no row has that. */
export function errorsInWords(rows: readonly Row[]): string {
  const figures = rows.flatMap((row) => secondFigure(row) ?? []);
  if (figures.length === 0) return '';
  const most = figures.reduce((a, b) => (b.probability > a.probability ? b : a));
  const upTo = figures.length > 1 && most.probability >= LEAST ? 'up to ' : '';
  return `, with model errors ${upTo}${figureInWords(most)}${doubtInWords(most)}`;
}

/** `4% (0% to 31%)`: the second figure and its input band, unless that is one number too. */
export function figureInWords({ probability, low, high }: SecondFigure): string {
  const isOne = low === high || high < LEAST || low > 1 - LEAST;
  const band = isOne ? '' : ` (${percent(low)} to ${percent(high)})`;
  return `${chance(probability)}${band}`;
}

function doubtInWords({ isSupported, floor }: SecondFigure): string {
  return isSupported ? '' : `; below ${chance(floor)} not supported by the calibration`;
}

/** What lies beyond all measurements is not said to the last digit. */
export function chance(share: number): string {
  if (share < LEAST) return `below ${percent(LEAST)}`;
  return share > 1 - LEAST ? `above ${percent(1 - LEAST)}` : percent(share);
}

/** No tail of a law that was seen in some hundred cases is known further out. */
const LEAST = 1e-4;

/**
 * Of rows without a kill the one that proves least: what it says is true at each of them.
 * @param rows at least one.
 */
export function weakestEvidence(rows: readonly Row[]): Row {
  const runs = (row: Row) =>
    isDeterministic(row) ? Number.POSITIVE_INFINITY : (numberIn(row, 'replications') ?? 0);
  return rows.reduce((weakest, row) => (runs(row) < runs(weakest) ? row : weakest));
}

/** `98% (97% to 99%)` of operations served within 60 s; null where the row does not know. */
export function servedInWords(row: Row): string | null {
  const share = numberIn(row, 'served_within_60s_share');
  if (share === null) return null;
  const low = numberIn(row, 'served_within_60s_low');
  const high = numberIn(row, 'served_within_60s_high');
  const interval =
    low === null || high === null || percent(low) === percent(high)
      ? ''
      : ` (${percent(low)} to ${percent(high)})`;
  return `${percent(share)}${interval}`;
}
