/** Flows that stand still, as in a stall, and since when. */
import { classOf } from './flow-classes.ts';
import type { FlowNetworkState } from './flow-state.ts';

/** The flows of a site that stand still, in the order in which they started. */
export function standingStill(state: FlowNetworkState, site: number): number[] {
  const flows: number[] = [];
  const { all, busy } = state.classes[site]!;
  for (let at = 0; at < busy; at++) {
    const each = all[at]!;
    if (each.rate > 0) continue;
    const { size, item, key } = each.ends;
    for (let i = 0; i < size; i++) {
      const flow = item[i]!;
      if (state.classOf[flow] === each.serial && state.end[flow] === key[i]) flows.push(flow);
    }
  }
  return flows.sort((a, b) => state.order[a]! - state.order[b]!);
}

/** Since when a flow that stands still has done so [s]. */
export function stillSince(state: FlowNetworkState, flow: number): number {
  const { movedAt } = classOf(state.classes[state.siteOf[flow]!]!, state.classOf[flow]!);
  return Math.max(movedAt, state.startedAt[flow]!);
}
