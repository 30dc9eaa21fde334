/**
 * Max-min fair rates by progressive filling: of all capacities that bind, the one with the lowest
 * fair level freezes its flows at that level; what they leave is shared among the rest.
 *
 * Source: Bertsekas and Gallager, Data Networks (2nd ed.), section 6.5.2.
 */
import type { FlowClasses } from './flow-classes.ts';

/** What sums of rates may be off by, relative. */
export const ROUNDING = 1e-9;

/** Flows of one kind and cap in one site: they always have the same rate. */
export interface FlowClass {
  site: number;
  usesSite: boolean;
  usesLink: boolean;
  /** Own cap of each flow [B/s]. */
  cap: number;
  /** Flows in the class. */
  count: number;
  /** Rate of each flow [B/s]. */
  rate: number;
  /** Its site's capacity limits it, not its own cap or the link. */
  bound: boolean;
  /** Not frozen yet: only used while filling. */
  open: boolean;
}

/**
 * The level at which the flows that share `capacity` get min(cap, level) each and use it up;
 * Infinity where their caps do not add up to it.
 *
 * @param classes by rising cap; the first `count` of them
 * @param capacity [B/s]
 * @param shares which classes share this capacity
 */
export function fairLevel(
  classes: readonly FlowClass[],
  count: number,
  capacity: number,
  shares: (each: FlowClass) => boolean,
): number {
  let left = capacity;
  let flows = 0;
  for (let i = 0; i < count; i++) if (shares(classes[i]!)) flows += classes[i]!.count;
  for (let i = 0; i < count; i++) {
    const each = classes[i]!;
    if (!shares(each)) continue;
    const level = left / flows;
    if (each.cap > level) return level;
    left -= each.cap * each.count;
    flows -= each.count;
  }
  return Number.POSITIVE_INFINITY;
}

const sharesSite = (each: FlowClass): boolean => each.usesSite;

export interface Capacities {
  /** Of each site while it runs, and what it sustains on average [B/s]. */
  readonly site: number;
  readonly sustained: number;
  /** Of the link [B/s]. */
  readonly link: number;
}

/** Sets the rates of a site's classes where nothing is shared beyond it. */
export function fillSite(
  { all, busy }: FlowClasses,
  capacities: Capacities,
  stalled: boolean,
): void {
  let wanted = 0;
  for (let i = 0; i < busy; i++) {
    const each = all[i]!;
    each.bound = false;
    each.rate = each.cap;
    if (each.usesSite) wanted += each.cap * each.count;
  }
  // Mostly the caps alone hold the flows back.
  if (wanted < capacities.sustained * (1 - ROUNDING)) return;
  const level = fairLevel(all, busy, capacities.sustained, sharesSite);
  for (let i = 0; i < busy; i++) {
    const each = all[i]!;
    if (!each.usesSite || !(each.cap > level)) continue;
    each.bound = true;
    each.rate = level;
    stallOrRun(each, capacities, stalled);
  }
}

/** What a site limits stands still while it stalls. */
export function stallSite({ all, busy }: FlowClasses): void {
  for (let i = 0; i < busy; i++) if (all[i]!.bound) all[i]!.rate = 0;
}

/** A flow limited by its site stands still in a stall and runs the faster in between. */
export function stallOrRun(each: FlowClass, capacities: Capacities, stalled: boolean): void {
  const running = Math.min(each.cap, (each.rate * capacities.site) / capacities.sustained);
  each.rate = stalled ? 0 : running;
}

/**
 * Sets the rates of all classes, by rising cap, that share one link and, in each site, one
 * capacity. What a site leaves of the link raises the link's level and touches no other site's, so
 * sites are taken by rising level until the link binds, and those it holds up are looked at again.
 *
 * @param link capacity of the link [B/s]
 * @param capacity capacity of each site [B/s]
 * @param sites number of sites
 */
export function fillNetwork(
  classes: readonly FlowClass[],
  link: number,
  capacity: number,
  sites: number,
): void {
  for (const each of classes) {
    each.open = true;
    each.bound = false;
    each.rate = each.cap;
  }
  const bySite = Array.from({ length: sites }, (): FlowClass[] => []);
  for (const each of classes) if (each.usesSite) bySite[each.site]!.push(each);
  const level = fillTightSites(classes, bySite, link, capacity);
  if (level === Number.POSITIVE_INFINITY) return;
  const left = new Float64Array(sites).fill(capacity);
  for (const each of classes) {
    if (!each.open || !each.usesLink) continue;
    each.open = false;
    each.rate = Math.min(each.cap, level);
    if (each.usesSite) left[each.site]! -= each.rate * each.count;
  }
  bySite.forEach((own, site) => {
    freezeSite(own, fairLevel(own, own.length, left[site]!, isOpen));
  });
}

const isOpen = (each: FlowClass): boolean => each.open;
const isOnLink = (each: FlowClass): boolean => each.open && each.usesLink;

/** Freezes the sites that bind below the link; returns the level of the link for the others. */
function fillTightSites(
  classes: readonly FlowClass[],
  bySite: readonly FlowClass[][],
  link: number,
  capacity: number,
): number {
  let left = link;
  let linkLevel = fairLevel(classes, classes.length, left, isOnLink);
  let isCurrent = true;
  const levels = bySite.map((own) => fairLevel(own, own.length, capacity, isOpen));
  const tightestFirst = [...levels.keys()].sort((a, b) => levels[a]! - levels[b]!);
  for (const site of tightestFirst) {
    const level = levels[site]!;
    // The link's level only rises: well below an older one there is no need for the new one.
    if (!isCurrent && level > linkLevel * (1 - ROUNDING)) {
      linkLevel = fairLevel(classes, classes.length, left, isOnLink);
      isCurrent = true;
    }
    if (level >= linkLevel) return linkLevel;
    freezeSite(bySite[site]!, level);
    for (const each of bySite[site]!) if (each.usesLink) left -= each.rate * each.count;
    isCurrent = false;
  }
  return fairLevel(classes, classes.length, left, isOnLink);
}

/** The open classes of a site get what its level gives them, if there is one. */
function freezeSite(classes: readonly FlowClass[], level: number): void {
  if (level === Number.POSITIVE_INFINITY) return;
  for (const each of classes) {
    if (!each.open) continue;
    each.open = false;
    each.bound = each.cap > level;
    each.rate = Math.min(each.cap, level);
  }
}
