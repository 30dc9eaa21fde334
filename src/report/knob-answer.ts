/** The answer of an experiment that turns other knobs: where no run was killed, what was served. */
import { isSafe } from '../plots/oom-chance.ts';
import { isCategorical, rangeInWords, safeRange } from '../plots/safe-range.ts';
import { secondFigure } from '../plots/second-figure.ts';
import {
  heldInWords,
  hold,
  isHeld,
  labelOf,
  modelValue,
  numberIn,
  ownValue,
  type Slice,
  shortPath,
  variedOf,
} from '../plots/slice.ts';
import { ENDING_COLUMNS } from '../plots/statistic-words.ts';
import { CASE, HANDLER, KNOBS } from '../sweep/paths.ts';
import type { ExperimentResults, GridResult, Varied } from '../sweep/results.ts';
import type { Cell, Row } from '../sweep/row.ts';
import { count, percent, readableDuration } from '../units/readable.ts';
import { figureInWords, oomUnderEach, servedInWords } from './words.ts';

/** Contexts beyond this many are for the table. */
const MOST_CONTEXTS = 10;
/** Cases and other names are all said, as long as they are few. */
const FEW_NAMES = 5;

/** @param whole the grid the experiment is about. */
export function knobAnswer(results: ExperimentResults, whole: Slice): string[] {
  const { grid, rows } = whole;
  const knob = knobOf(results, grid);
  if (knob === null) return [];
  const slice = narrowed(results, whole, knob);
  const held = slice.held.length > 0 ? ` (${heldInWords(slice)})` : '';
  const safety = rows.every(isSafe)
    ? [
        `No OOM kill at any of the ${rows.length} points: ${oomUnderEach(rows, results.experiment.per, 'at each')}.`,
      ]
    : [
        `${knob.path === CASE ? 'Cases' : knob.path} without an OOM kill${held}: ${safetyInWords(slice, knob)}.`,
      ];
  return [...safety, ...doubtsInWords(slice, rows), ...serviceInWords(results, slice, knob)];
}

/** How far the points without a kill hold where the model is not taken at its word. */
function doubtsInWords(slice: Slice, rows: readonly Row[]): string[] {
  const spared = slice.rows.flatMap((row) => {
    const figure = isSafe(row) ? secondFigure(row) : null;
    return figure === null ? [] : [{ row, figure }];
  });
  if (spared.length === 0 || rows.every(isSafe)) return [];
  const most = spared.reduce((a, b) => (b.figure.probability > a.figure.probability ? b : a));
  const where = slice.grid.varied
    .filter(({ path }) => !isHeld(slice, path))
    .map((varied) => {
      const label = labelOf(varied, most.row[varied.path] ?? null);
      return varied.unit === 'text' ? label : `${shortPath(varied.path)} ${label}`;
    });
  const doubtful = spared.filter(({ figure }) => !figure.isSupported).length;
  const doubt =
    doubtful === 0
      ? ''
      : `; at ${doubtful} of them the claim of the runs alone is not supported by the calibration`;
  return [
    `Where no run is killed (${count(spared.length, 'point')}) P(OOM) with model errors is highest, ${figureInWords(most.figure)}, at ${where.join(', ')}${doubt}.`,
  ];
}

function knobOf(results: ExperimentResults, grid: GridResult): Varied | null {
  const drawn = results.experiment.charts.flatMap(({ knob }) =>
    knob !== null && (knob.grid ?? grid.name) === grid.name ? (variedOf(grid, knob.x) ?? []) : [],
  );
  if (drawn.length > 0) return drawn[0]!;
  const known = KNOBS.map((path) => variedOf(grid, path)).find((varied) => varied !== null);
  return known ?? grid.varied.find((varied) => varied.unit !== 'text') ?? grid.varied[0] ?? null;
}

/** Holds paths at the model's own value until few contexts are left; handler paths stay. */
function narrowed(results: ExperimentResults, slice: Slice, knob: Varied): Slice {
  const free = slice.grid.varied.filter((varied) => varied !== knob);
  const contexts = free.reduce((product, varied) => product * varied.values.length, 1);
  if (contexts <= MOST_CONTEXTS) return slice;
  const kept = free.filter((varied) => {
    const own = modelValue(results.facts, varied.path);
    return varied.path === HANDLER || own === undefined || !varied.values.includes(own);
  });
  return hold(slice, results.facts, [knob.path, ...kept.map((varied) => varied.path)]);
}

interface Context {
  /** The handler path, where several are compared. */
  readonly handler: string;
  /** What else the rows share, in words. */
  readonly name: string;
  readonly rows: Row[];
}

/** Rows that share all but the knob, with the words for what they share. */
function contextsOf(slice: Slice, knob: Varied): Context[] {
  const others = slice.grid.varied.filter(
    (varied) => varied !== knob && !isHeld(slice, varied.path),
  );
  const contexts = new Map<string, Context>();
  for (const row of slice.rows) {
    const labels = others.map(
      (varied) => [varied, labelOf(varied, row[varied.path] ?? null)] as const,
    );
    const handler = labels.find(([varied]) => varied.path === HANDLER)?.[1] ?? '';
    const name = labels
      .filter(([varied]) => varied.path !== HANDLER)
      .map(([varied, label]) =>
        varied.unit === 'text' ? label : `${shortPath(varied.path)} ${label}`,
      )
      .join(', ');
    const key = `${handler}: ${name}`;
    const context = contexts.get(key) ?? { handler, name, rows: [] };
    context.rows.push(row);
    contexts.set(key, context);
  }
  return [...contexts.values()];
}

/** For each handler path the safe range, with the contexts that share it. */
function safetyInWords(slice: Slice, knob: Varied): string {
  const contexts = contextsOf(slice, knob);
  const handlers = [...new Set(contexts.map((context) => context.handler))];
  return handlers
    .map((handler) => {
      const names = new Map<string, string[]>();
      for (const context of contexts.filter((each) => each.handler === handler)) {
        const range = rangeInWords(safeRange(context.rows, !isCategorical(knob)), knob);
        names.set(range, [...(names.get(range) ?? []), context.name]);
      }
      const parts = [...names].map(([range, shared]) => {
        const where = shared.filter((name) => name !== '');
        return where.length === 0 || names.size === 1 ? range : `${range} (${where.join(', ')})`;
      });
      return handler === '' ? parts.join(', ') : `${handler} ${parts.join(', ')}`;
    })
    .join('; ');
}

/** Served share at the model's own value of the knob and at its ends, or at all of few names. */
function serviceInWords(results: ExperimentResults, slice: Slice, knob: Varied): string[] {
  const contexts = contextsOf(slice, knob);
  if (contexts.length > 4) return [];
  const values = valuesSaid(results, knob);
  return contexts.flatMap(({ handler, name, rows }) => {
    const parts = values.flatMap((value) => {
      const row = rows.find((candidate) => candidate[knob.path] === value);
      const served = row === undefined ? null : servedInWords(row);
      if (row === undefined || served === null) return [];
      return [`${served} at ${labelOf(knob, value)}${lossInWords(row)}`];
    });
    if (parts.length === 0) return [];
    const where = [handler, name].map((words) => (words === '' ? '' : `, ${words}`)).join('');
    return [`Served within 60 s by ${knob.path}${where}: ${parts.join('; ')}.`];
  });
}

function valuesSaid({ facts }: ExperimentResults, knob: Varied): readonly Cell[] {
  if (isCategorical(knob) && knob.values.length <= FEW_NAMES) return knob.values;
  const own = ownValue(facts, knob);
  const ends = [knob.values[0]!, knob.values[knob.values.length - 1]!];
  return [...new Set(own !== undefined && knob.values.includes(own) ? [own, ...ends] : ends)];
}

/** How attempts were lost, how often they were repeated, how long they waited. */
function lossInWords(row: Row): string {
  const wait = numberIn(row, 'queue_wait_p99_s');
  const attempts = numberIn(row, 'attempts_per_operation') ?? 1;
  const parts = [
    ...ENDING_COLUMNS.slice(1).map(([column, words]) => {
      const share = numberIn(row, column) ?? 0;
      return share > 0 ? `${words} ${percent(share)}` : '';
    }),
    attempts > 1 ? `${Number(attempts.toPrecision(3))} attempts an operation` : '',
    wait !== null && wait > 0 ? `99% of waits below ${readableDuration(wait)}` : '',
  ].filter((part) => part !== '');
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}
