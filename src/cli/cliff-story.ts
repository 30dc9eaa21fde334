/** Where the cliff is, in words, with what was tried. */
import type { Cliff, Tried } from '../decide/cliff.ts';
import type { Edge } from '../decide/find-edges.ts';
import { CHANCE } from '../decide/outcome.ts';
import { aligned } from '../report/table.ts';
import { type Requirement, readableStatistic } from '../sweep/requirement.ts';
import { count, percent } from '../units/readable.ts';

export interface CliffQuestion {
  readonly path: string;
  readonly unit: string;
  readonly whole: boolean;
  readonly require: Requirement;
  readonly level: number;
}

/** @param columns of the terminal; 0: as wide as it takes. */
export function cliffStory(question: CliffQuestion, cliff: Cliff, columns: number): string {
  const { edges, tried } = cliff;
  const several =
    edges.length > 1
      ? [`${edges.length} crossings: ${question.path} is no one-way knob here.`]
      : [];
  const answers = edges.map((edge) => edgeInWords(question, edge, isExact(cliff)));
  const none = edges.length === 0 ? [noEdge(question, tried)] : [];
  const lines = [...several, ...answers, ...none, ...undecided(question, cliff), ...caveats(cliff)];
  const table = tried.length === 0 ? [] : ['', aligned(tableOf(question, tried), columns)];
  return `${[...lines, ...table, '', effort(cliff)].join('\n')}\n`;
}

function edgeInWords(question: CliffQuestion, edge: Edge, isExact: boolean): string {
  const { path, whole, require, level } = question;
  const { holds, low, high, cutShort } = edge;
  const how = isExact ? 'chance has no part in it' : `${percent(level)} interval`;
  const more = cutShort ? ' More runs (--budget) would narrow it.' : '';
  const [extreme, first, last] =
    holds === 'below'
      ? ['largest', low, whole ? high - 1 : high]
      : ['least', whole ? low + 1 : low, high];
  // Rounded outwards, and a single value to the side on which the requirement holds.
  const one = say(question, first, holds === 'below' ? 'down' : 'up');
  const both = `from ${say(question, first, 'down')} to ${say(question, last, 'up')}`;
  const place = first === last ? one : both;
  return `The ${extreme} ${path} with ${require.text} is ${place} (${how}).${more}`;
}

function noEdge(question: CliffQuestion, tried: readonly Tried[]): string {
  const { path, require } = question;
  const decided = tried.filter(({ verdict }) => verdict !== 'open');
  const [first, last] = [decided[0], decided.at(-1)];
  if (first === undefined || last === undefined) {
    return `No value of ${path} was decided: more runs (--budget) would tell.`;
  }
  const range = `from ${say(question, first.value)} to ${say(question, last.value)}`;
  const widen = 'no edge was met; --from and --to look elsewhere.';
  return `${require.text} ${first.verdict} at every ${path} decided, ${range}: ${widen}`;
}

/** Values beyond the edges that their runs did not decide. */
function undecided(question: CliffQuestion, { edges, tried }: Cliff): string[] {
  const open = tried.filter(
    ({ verdict, value }) =>
      verdict === 'open' && !edges.some(({ low, high }) => low < value && value < high),
  );
  if (open.length === 0) return [];
  const values = open.map(({ value }) => say(question, value)).join(', ');
  return [`Not decided at ${values}: more runs (--budget) would tell.`];
}

function caveats(cliff: Cliff): string[] {
  const { method, turns, coupled, edges } = cliff;
  if (edges.length === 0 || isExact(cliff)) return [];
  if (method === 'peaks') return ['Each run without a limit decides every limit, by its peak.'];
  if (coupled) return ['No run turned back along the knob: the interval rests on that.'];
  const why =
    turns === null
      ? 'Each value is tested on its own'
      : `${count(turns, 'run')} turned back along the knob, so each value is tested on its own`;
  return [`${why}: the interval is wider than its level asks for.`];
}

function tableOf(question: CliffQuestion, tried: readonly Tried[]) {
  const { path, require } = question;
  return {
    headers: [path, require.statistic, 'of runs', 'simulated', 'verdict'],
    numeric: [0, 1, 2, 3],
    rows: tried.map(({ value, estimate, outcomes, runs, verdict }) => [
      say(question, value),
      sayEstimate(require, estimate, outcomes),
      String(outcomes),
      String(runs),
      verdict,
    ]),
  };
}

/** A chance of none or all is said with its number of runs: it is neither 0 nor 1. */
function sayEstimate(require: Requirement, estimate: number | null, runs: number): string {
  if (estimate === null) return '';
  const isPlain = require.statistic === CHANCE && (estimate === 0 || estimate === 1);
  return isPlain ? `${estimate * runs}/${runs}` : readableStatistic(estimate, require.unit);
}

function effort({ runs, gridRuns }: Cliff): string {
  const grid = gridRuns === null ? '' : `; a grid as fine as the interval takes ${gridRuns}`;
  return `${count(runs, 'run')} simulated${grid}.`;
}

function isExact({ method, tried, runs }: Cliff): boolean {
  return method === 'peaks' ? runs === 1 : tried.every(({ outcomes }) => outcomes === 1);
}

/** The units that models are written in. */
const WRITTEN: Readonly<Record<string, readonly [scale: number, unit: string]>> = {
  B: [2 ** 20, ' MiB'],
  'B/s': [1e6, 'MB/s'],
  s: [1, ' s'],
  '1/s': [1, '/s'],
};

/** Four digits of a value of the knob, all of a whole number. */
function say(
  { whole, unit }: CliffQuestion,
  value: number,
  rounding: 'nearest' | 'down' | 'up' = 'nearest',
): string {
  if (whole) return String(value);
  const [scale, name] = WRITTEN[unit] ?? [1, ''];
  const scaled = value / scale;
  const digits = 10 ** (3 - Math.floor(Math.log10(Math.abs(scaled) || 1)));
  const round = { nearest: Math.round, down: Math.floor, up: Math.ceil }[rounding];
  // Dividing by the power keeps 0.1 what it is, which multiplying by its inverse does not.
  return `${Number((round(Number((scaled * digits).toPrecision(12))) / digits).toPrecision(12))}${name}`;
}
