/**
 * One link that all sites share. As long as it has room for what every site would take on its own,
 * the sites do not know of each other, and a change in one of them is its own affair; only while it
 * has not do they have to be filled together.
 */
import { type Capacities, fillNetwork, ROUNDING, stallOrRun } from './fill.ts';
import type { ActiveClass, FlowClasses } from './flow-classes.ts';
import type { FlowNetworkState } from './flow-state.ts';

export interface SharedLinkState {
  /** What each site would take of the link on its own [B/s], stalled or not, and all of them. */
  use: Float64Array;
  total: number;
  /** 1 while that is more than there is. */
  couples: number;
}

export class SharedLink {
  readonly state: SharedLinkState;
  readonly #capacity: number;

  /** @param capacity [B/s] */
  constructor(sites: number, capacity: number) {
    this.#capacity = capacity;
    this.state = { use: new Float64Array(sites), total: 0, couples: 0 };
  }

  /** Whether no site can be filled without the others. */
  couples(): boolean {
    return this.state.couples === 1;
  }

  /** A site has been filled on its own. */
  note(site: number, { all, busy }: FlowClasses): void {
    const s = this.state;
    let use = 0;
    for (let i = 0; i < busy; i++) {
      const each = all[i]!;
      if (each.usesLink) use += each.rate * each.count;
    }
    s.total += use - s.use[site]!;
    s.use[site] = use;
  }

  /** Whether the link has room for all as they were noted; if not, `couples` holds from here on. */
  isWideEnough(): boolean {
    const s = this.state;
    // Some may have wanted all there is: then the sum is made anew.
    if (s.couples === 1) s.total = s.use.reduce((sum, use) => sum + use, 0);
    s.couples = s.total <= this.#capacity * (1 - ROUNDING) ? 0 : 1;
    return s.couples === 0;
  }
}

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
