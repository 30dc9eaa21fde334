/** Layers of one mark that say something about a chart: a rule, a word beside it; and headings. */
import { percent, readableBytes, toMiB } from '../units/readable.ts';
import type { Json } from './chart-spec.ts';
import { INK, LIMIT_COLOUR } from './theme.ts';

type Properties = { readonly [key: string]: Json };

/** One datum without fields: what is drawn stands in the encoding as a datum or a value. */
const ONE = { values: [{}] };

/** A text at one place; left-aligned below the place unless `mark` says otherwise. */
export function note(text: Json, encoding: Properties, mark: Properties = {}): Json {
  return {
    data: ONE,
    mark: { type: 'text', text, align: 'left', baseline: 'top', fontSize: 11, color: INK, ...mark },
    encoding,
  };
}

/** Drawn under a text, keeps a rule that passes behind from crossing out the words. */
export const HALO: Properties = { stroke: 'white', strokeWidth: 4 };

/** A rule across the whole panel at one x or one y. */
export function ruleAt(encoding: Properties, mark: Properties): Json {
  return { data: ONE, mark: { type: 'rule', strokeWidth: 1.6, ...mark }, encoding };
}

/**
 * The memory limit as a rule across an axis of MiB, with its name.
 * @param limit [B].
 * @param axis the axis that measures memory.
 * @param label where the name stands on the other axis.
 */
export function limitRule(limit: number, axis: 'x' | 'y', label: Properties): Json[] {
  const at = { [axis]: { datum: toMiB(limit) } };
  const words = {
    ...(axis === 'y' ? { align: 'right', dx: -6 } : { align: 'center' }),
    dy: -4,
    baseline: 'bottom',
    fontSize: 12,
    fontWeight: 'bold',
    color: LIMIT_COLOUR,
  };
  return [
    ruleAt(at, { color: LIMIT_COLOUR }),
    note(`limit ${readableBytes(limit)}`, { ...at, ...label }, words),
  ];
}

/** A bound on P(OOM) as a dashed rule across `axis`, its name at `place`. */
export function boundRule(
  bound: number,
  axis: 'x' | 'y',
  place: { readonly x: Json; readonly y: Json },
  mark: Properties,
): Json[] {
  const style = { color: LIMIT_COLOUR, strokeDash: [6, 3], strokeWidth: 1.3 };
  return [
    ruleAt({ [axis]: place[axis] }, style),
    note(`bound ${percent(bound)}`, place, { ...mark, baseline: 'bottom', color: LIMIT_COLOUR }),
  ];
}

/** A mark at one place. */
export function markAt(encoding: Properties, mark: Properties): Json {
  return { data: ONE, mark, encoding };
}

/** The heading of one panel of several. */
export function panelTitle(text: string, more: Properties = {}): Properties {
  return { text, fontSize: 13, anchor: 'start', frame: 'group', offset: 8, ...more };
}
