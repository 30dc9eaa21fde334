/** Flows that stand still, as in a stall, and since when. */
import { classOf } from './flow-classes.ts';
import type { FlowNetworkState } from './flow-state.ts';

/** The flows of a site that stand still, in the order in which they started. */
export function standingStill(state: FlowNetworkState, site: number): number[] {
  const { classOf, end, order } = state.flows;
  const still: number[] = [];
  const { all, busy } = state.classes[site]!;
  for (let at = 0; at < busy; at++) {
    const each = all[at]!;
    if (each.rate > 0) continue;
    const { size, item, key } = each.ends;
    for (let i = 0; i < size; i++) {
      const flow = item[i]!;
      if (classOf[flow] === each.serial && end[flow] === key[i]) still.push(flow);
    }
  }
  return still.sort((a, b) => order[a]! - order[b]!);
}

/** Since when a flow that stands still has done so [s]. */
export function stillSince(state: FlowNetworkState, flow: number): number {
  const { siteOf, classOf: serialOf, startedAt } = state.flows;
  const { movedAt } = classOf(state.classes[siteOf[flow]!]!, serialOf[flow]!);
  return Math.max(movedAt, startedAt[flow]!);
}
