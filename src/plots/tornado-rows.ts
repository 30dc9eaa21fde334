/** The rows of a tornado: what each factor does, the largest swing first, and where names stand. */
import type { Influence } from '../recommend/what-if.ts';
import type { FigureScale } from './figure-scale.ts';
import { textWidth } from './text-width.ts';

export interface TornadoRow {
  readonly influence: Influence;
  /** Of the setting as it is [px]. */
  readonly base: number;
  /** Of each level, in their order [px]. */
  readonly places: readonly number[];
  /** The ends of the bar [px]. */
  readonly low: number;
  readonly high: number;
}

export function tornadoRows(influences: readonly Influence[], scale: FigureScale): TornadoRow[] {
  const rows = influences.map((influence): TornadoRow => {
    const base = scale.placeOf(influence.base.oom);
    const places = influence.levels.map(({ oom }) => scale.placeOf(oom));
    return {
      influence,
      base,
      places,
      low: Math.min(base, ...places),
      high: Math.max(base, ...places),
    };
  });
  return rows.sort((a, b) => b.high - b.low - (a.high - a.low));
}

export function isFlipping({ levels, flipsBetween }: Influence): boolean {
  return flipsBetween !== null || levels.some(({ flips }) => flips);
}

/** `flips between 18MB and 20MB`, `flips at read-all`, `does not flip`: P(OOM), across its bound. */
export function flipInWords({ base, levels, flipsBetween }: Influence): string {
  if (flipsBetween !== null) {
    const [from, to] = flipsBetween;
    return `flips between ${from.label} and ${to.label}`;
  }
  const flipping = levels.filter(({ flips }) => flips).map(({ label }) => label);
  if (flipping.length > 0) return `flips at ${flipping.join(', ')}`;
  if (base.risk === null) return 'no bound to flip across';
  return [base, ...levels].some(({ risk }) => risk === 'open')
    ? 'not shown to flip'
    : 'does not flip';
}

/** Of the names of levels [px]. */
export const SIZE = 11;
const GAP = 8;

interface Name {
  readonly label: string;
  readonly at: number;
}

/** Names centred at their marks; those that would touch are one list. @param width of the panel [px] */
export function placeNames(
  names: readonly Name[],
  width: number,
): { readonly text: string; readonly at: number }[] {
  const groups: Name[][] = [];
  for (const name of names.toSorted((a, b) => a.at - b.at)) {
    groups.push([name]);
    while (groups.length > 1 && touch(groups.at(-2)!, groups.at(-1)!, width)) {
      const last = groups.pop()!;
      groups.at(-1)!.push(...last);
    }
  }
  return groups.map((group) => ({ text: textOf(group), at: middleOf(group, width) }));
}

function touch(left: readonly Name[], right: readonly Name[], width: number): boolean {
  const half = (group: readonly Name[]) => textWidth(textOf(group), SIZE) / 2;
  return middleOf(left, width) + half(left) + GAP > middleOf(right, width) - half(right);
}

function textOf(group: readonly Name[]): string {
  return group.map(({ label }) => label).join(', ');
}

/** As near to the marks as keeps the text within the panel. */
function middleOf(group: readonly Name[], width: number): number {
  const mean = group.reduce((sum, { at }) => sum + at, 0) / group.length;
  const half = textWidth(textOf(group), SIZE) / 2;
  return Math.max(half, Math.min(width - half, mean));
}
