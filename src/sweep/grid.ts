/** A grid of design points: the product of its axes, in the order of the experiment file. */
import type { Override } from '../config/override.ts';
import { CASE, HANDLER } from './paths.ts';
import { thin } from './thin.ts';

/** One place on an axis. */
export interface Setting {
  readonly overrides: readonly Override[];
  /** The name of a case; null where the cell is the value of the path itself. */
  readonly caseName: string | null;
}

export interface Axis {
  /** The varied path; `case` where each setting is a named set of overrides. */
  readonly path: string;
  readonly settings: readonly Setting[];
}

/** Every combination of settings; the first axis varies slowest. */
export function expand(axes: readonly Axis[]): Setting[][] {
  return axes.reduce<Setting[][]>(
    (points, axis) =>
      points.flatMap((point) => axis.settings.map((setting) => [...point, setting])),
    [[]],
  );
}

/**
 * For a quick look: at most `keep` values of each varied path. Cases and handler paths are no
 * scale with something in between: they all stay.
 */
export function thinAxes(axes: readonly Axis[], keep: number): Axis[] {
  return axes.map((axis) =>
    axis.path === CASE || axis.path === HANDLER
      ? axis
      : { ...axis, settings: thin(axis.settings, keep) },
  );
}
