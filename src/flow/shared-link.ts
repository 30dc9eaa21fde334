/** Rates of all sites at once, where one link couples them. */
import { type Capacities, fillNetwork, stallOrRun } from './fill.ts';
import type { ActiveClass } from './flow-classes.ts';
import type { FlowNetworkState } from './flow-state.ts';

/** Sets the rates of all classes; every site must have been brought up to now. */
export function fillSharedLink(state: FlowNetworkState, capacities: Capacities): void {
  const busy = state.classes.flatMap((each) => each.all.slice(0, each.busy));
  busy.sort((a, b) => a.cap - b.cap);
  fillNetwork(busy, capacities.link, capacities.sustained, state.classes.length);
  for (const each of busy) {
    if (each.bound) stallOrRun(each, capacities, state.stalled[each.site] === 1);
  }
  keepWithinLink(busy, capacities.link);
}

/** Between stalls bound flows run faster than they were filled: not faster than the link. */
function keepWithinLink(classes: readonly ActiveClass[], link: number): void {
  let bound = 0;
  let free = link;
  for (const each of classes) {
    if (!each.usesLink) continue;
    if (each.bound) bound += each.rate * each.count;
    else free -= each.rate * each.count;
  }
  if (bound <= free) return;
  for (const each of classes) {
    if (each.usesLink && each.bound) each.rate *= Math.max(0, free) / bound;
  }
}
