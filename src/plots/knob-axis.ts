/** An x axis of tested values: evenly spaced, labelled as the experiment file writes them. */
import type { Varied } from '../sweep/results.ts';
import type { Cell } from '../sweep/row.ts';
import { wrap } from '../units/wrap.ts';
import type { Json } from './chart-spec.ts';
import { textWidth } from './text-width.ts';

export interface KnobAxis {
  /** Where a value lies; between its neighbours if it was not tested, null beyond them. */
  position(value: Cell): number | null;
  /** The encoding of x, for a field that holds positions. */
  encoding(field: string, title: string | null): { [key: string]: Json };
}

/** @param width of the panel [px]; labels shrink, then tilt, where they would touch. */
export function knobAxis(varied: Varied, width: number): KnobAxis {
  const last = varied.values.length - 1;
  const { lines, isTall, ...font } = lettering(varied.labels, width);
  return {
    position: (value) => positionOf(varied.values, value),
    encoding: (field, title) => ({
      field,
      type: 'quantitative',
      title,
      scale: { domain: [-0.4, last + 0.4], nice: false, zero: false },
      axis: {
        values: varied.values.map((_, index) => index),
        // Vega thins out even given values to its own count.
        tickCount: varied.values.length,
        labelExpr: `${JSON.stringify(lines)}[datum.value]`,
        labelOverlap: false,
        ...font,
        // Tall labels would reach into the panel below.
        labels: title !== null || !isTall,
        grid: false,
      },
    }),
  };
}

interface Lettering {
  /** Each label as its lines. */
  readonly lines: readonly (string | string[])[];
  readonly isTall: boolean;
  readonly labelAngle: number;
  readonly labelFontSize?: number;
}

/** A digit of DejaVu Sans is 0.64 of the font size wide. */
function lettering(labels: readonly string[], width: number): Lettering {
  const room = width / Math.max(1, labels.length - 0.2);
  const pairs = labels.slice(1).map((label, index) => label.length + labels[index]!.length);
  const widest = Math.max(0, ...pairs) / 2;
  const fits = (fontSize: number) => widest * 0.64 * fontSize + 3 <= room;
  const flat = { lines: labels, isTall: false, labelAngle: 0 };
  if (fits(12)) return flat;
  if (fits(10)) return { ...flat, labelFontSize: 10 };
  const measure = (line: string) => textWidth(line, 11);
  const wrapped = labels.map((label) => wrap(label, room - 6, measure));
  if (wrapped.flat().every((line) => measure(line) <= room - 6)) {
    return { lines: wrapped, isTall: true, labelAngle: 0, labelFontSize: 11 };
  }
  return { lines: labels, isTall: true, labelAngle: -45, labelFontSize: 11 };
}

function positionOf(values: readonly Cell[], value: Cell): number | null {
  const exact = values.indexOf(value);
  if (exact >= 0) return exact;
  if (typeof value !== 'number') return null;
  for (let index = 0; index + 1 < values.length; index++) {
    const low = values[index];
    const high = values[index + 1];
    if (typeof low !== 'number' || typeof high !== 'number') continue;
    if (low < value && value < high) return index + (value - low) / (high - low);
  }
  return null;
}
