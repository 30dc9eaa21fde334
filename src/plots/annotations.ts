/** Layers of one mark that say something about a chart: a rule, a word beside it. */
import type { Json } from './chart-spec.ts';
import { INK } from './theme.ts';

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

/** A rule across the whole panel at one x or one y. */
export function ruleAt(encoding: Properties, mark: Properties): Json {
  return { data: ONE, mark: { type: 'rule', strokeWidth: 1.6, ...mark }, encoding };
}

/** A mark at one place. */
export function markAt(encoding: Properties, mark: Properties): Json {
  return { data: ONE, mark, encoding };
}
