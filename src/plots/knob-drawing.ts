/** What the chart `knob` draws: rows of one grid over one varied path, a series for the others. */
import type { KnobRequest } from '../sweep/chart-request.ts';
import { CASE, FRONTPROXIES, HANDLER, MAXCONN, PODS, QUEUE_TIMEOUT } from '../sweep/paths.ts';
import type { ExperimentResults, Varied } from '../sweep/results.ts';
import type { Cell, Row } from '../sweep/row.ts';
import { type KnobAxis, knobAxis } from './knob-axis.ts';
import { isCategorical } from './safe-range.ts';
import { gridWith, hold, labelOf, ownValue, type Slice, shortPath, variedOf } from './slice.ts';

export const WIDTH = 640;

/** More lines than that nobody tells apart. */
const MOST_SERIES = 6;

export interface Drawing {
  readonly results: ExperimentResults;
  readonly slice: Slice;
  readonly x: Varied;
  readonly axis: KnobAxis;
  /** Values with nothing in between: dots beside each other in place of lines. */
  readonly isCategorical: boolean;
  /** Of the series, in the order of the rows; one empty name where there is but one series. */
  readonly names: readonly string[];
  /** Whether the names are words of the experiment, not values of numbers. */
  readonly namesAreWords: boolean;
  readonly points: readonly { readonly name: string; readonly x: number; readonly row: Row }[];
  /** The model's own value of x; undefined where it has no single one. */
  readonly own: Cell | undefined;
}

/** null where no grid varies what is asked for. */
export function drawingOf(results: ExperimentResults, asked: KnobRequest): Drawing | null {
  const wanted = [asked.x, ...(asked.series ?? [])];
  const found = gridWith(results, asked.grid ?? 'main', wanted);
  if (found === null || (asked.grid !== null && found.grid.name !== asked.grid)) return null;
  const x = variedOf(found.grid, asked.x)!;
  const others = found.grid.varied.filter((varied) => varied !== x);
  const apart =
    asked.series === null
      ? fewEnough(others)
      : asked.series.map((path) => variedOf(found.grid, path)!);
  const slice = hold(found, results.facts, [x.path, ...apart.map((varied) => varied.path)]);
  const names = [...new Set(slice.rows.map((row) => nameOf(row, apart)))];
  const axis = knobAxis(x, WIDTH);
  const points = slice.rows.flatMap((row) => {
    const at = axis.position(row[x.path] ?? null);
    const name = nameOf(row, apart);
    const aside = isCategorical(x) ? besideEachOther(names.indexOf(name), names.length) : 0;
    return at === null ? [] : [{ name, x: at + aside, row }];
  });
  if (points.length === 0) return null;
  const namesAreWords = apart.every((varied) => varied.unit === 'text');
  const own = ownValue(results.facts, x);
  return {
    results,
    slice,
    x,
    axis,
    isCategorical: isCategorical(x),
    names,
    namesAreWords,
    points,
    own,
  };
}

/** Varied paths as long as there are few enough lines. */
function fewEnough(others: readonly Varied[]): Varied[] {
  const kept: Varied[] = [];
  let lines = 1;
  for (const varied of others) {
    if (lines * varied.values.length > MOST_SERIES) continue;
    lines *= varied.values.length;
    kept.push(varied);
  }
  return kept;
}

function nameOf(row: Row, apart: readonly Varied[]): string {
  return apart
    .map((varied) => {
      const label = labelOf(varied, row[varied.path] ?? null);
      // Names of paths of bodies and of cases say by themselves what they name.
      const isName = varied.path === CASE || varied.path === HANDLER;
      return isName ? label : `${knobWords(varied.path)} ${label}`;
    })
    .join(', ');
}

/** How far beside the middle of its category a dot lies [categories]. */
function besideEachOther(index: number, count: number): number {
  return (index - (count - 1) / 2) * Math.min(0.14, 0.6 / count);
}

const KNOB_WORDS: Readonly<Record<string, string>> = {
  [QUEUE_TIMEOUT]: 'timeout queue',
  [MAXCONN]: 'maxconn',
  [FRONTPROXIES]: 'frontproxies',
  [PODS]: 'pods',
  [CASE]: '',
};

/** What a varied path is called in a title; empty for cases, whose names say it all. */
export function knobWords(path: string): string {
  return KNOB_WORDS[path] ?? shortPath(path);
}
