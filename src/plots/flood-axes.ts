/** What the panels of one run share: the axis of time and how finely it is drawn. */
import type { Json } from './chart-spec.ts';
import type { Shared } from './flood-scene.ts';

/** Of one series. */
export const MOST_POINTS = 400;

/** @param labels whether the instants are named, as they are below the last of several panels. */
export function timeAxis(
  shared: Shared,
  title: string | null,
  labels = true,
): { [key: string]: Json } {
  return {
    field: 'at',
    type: 'quantitative',
    title,
    scale: { domain: [0, shared.time], nice: false },
    axis: { grid: false, tickCount: 6, labelFlush: false, labels },
  };
}

/** Four decimals: 0.1 ms and 100 bytes are below a pixel. */
export function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
