/** Where the levels of a site go at the current rates: what `settle` left, until the next event. */
import type { FlowNetworkState } from './flow-state.ts';

/** Rate of change of a level [B/s]. */
export function slopeOf(state: FlowNetworkState, site: number, level: number): number {
  const { all, busy } = state.classes[site]!;
  let slope = 0;
  for (let i = 0; i < busy; i++) {
    const each = all[i]!;
    if (each.gains === level) slope += each.rate * each.count;
    if (each.loses === level) slope -= each.rate * each.count;
  }
  return slope;
}

/** What a level gains until an instant to come, if nothing happens before it [B]. */
export function gainUntil(
  state: FlowNetworkState,
  site: number,
  level: number,
  at: number,
): number {
  return slopeOf(state, site, level) * Math.max(0, at - state.updatedAt[site]!);
}

/** Bytes a second over the link. */
export function linkRateOf({ classes }: FlowNetworkState): number {
  let rate = 0;
  for (const { all, busy } of classes) {
    for (let i = 0; i < busy; i++) {
      const each = all[i]!;
      if (each.usesLink) rate += each.rate * each.count;
    }
  }
  return rate;
}
