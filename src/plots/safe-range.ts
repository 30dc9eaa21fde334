/** Up to where, or from where on, a knob is safe. */
import type { Varied } from '../sweep/results.ts';
import type { Row } from '../sweep/row.ts';
import { isSafe } from './oom-chance.ts';
import { labelOf } from './slice.ts';

export type SafeRange =
  | { readonly kind: 'all' }
  | { readonly kind: 'none' }
  /** Safe from the first tested value to `last`; `next` is the first that is not. */
  | { readonly kind: 'up to'; readonly last: Row; readonly next: Row }
  /** Safe from `first` to the last tested value. */
  | { readonly kind: 'from'; readonly first: Row }
  /** Neither: the safe values are not all on one side. */
  | { readonly kind: 'some'; readonly rows: readonly Row[] };

/** Whether there is nothing between the values of a path: named cases, words, yes and no. */
export function isCategorical({ unit }: Varied): boolean {
  return unit === 'text' || unit === 'flag';
}

/**
 * @param rows one for each value of the knob, in the order of the experiment file.
 * @param isOrdered whether that order means anything: it does not for names.
 */
export function safeRange(rows: readonly Row[], isOrdered = true): SafeRange {
  const safe = rows.map(isSafe);
  const firstUnsafe = safe.indexOf(false);
  const firstSafe = safe.indexOf(true);
  if (firstUnsafe < 0) return { kind: 'all' };
  if (firstSafe < 0) return { kind: 'none' };
  if (!isOrdered) return { kind: 'some', rows: rows.filter(isSafe) };
  if (firstUnsafe > 0 && !safe.includes(true, firstUnsafe)) {
    return { kind: 'up to', last: rows[firstUnsafe - 1]!, next: rows[firstUnsafe]! };
  }
  if (firstUnsafe === 0 && !safe.includes(false, firstSafe)) {
    return { kind: 'from', first: rows[firstSafe]! };
  }
  return { kind: 'some', rows: rows.filter(isSafe) };
}

/** `up to 30`, `from 1Gi`, `all`, `none`, `5, 20`. */
export function rangeInWords(range: SafeRange, knob: Varied): string {
  const label = (row: Row) => labelOf(knob, row[knob.path] ?? null);
  switch (range.kind) {
    case 'all':
      return isCategorical(knob) ? `all ${knob.labels.length}` : `all tested (${ends(knob)})`;
    case 'none':
      return 'none tested';
    case 'up to':
      return `up to ${label(range.last)}`;
    case 'from':
      return `from ${label(range.first)}`;
    case 'some':
      return range.rows.map(label).join(', ');
  }
}

function ends(knob: Varied): string {
  const last = knob.labels[knob.labels.length - 1];
  return knob.labels.length > 1 ? `${knob.labels[0]} to ${last}` : String(last);
}
