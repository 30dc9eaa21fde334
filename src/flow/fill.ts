/**
 * Max-min fair rates by progressive filling: of all capacities that bind, the one with the lowest
 * fair level freezes its flows at that level; what they leave is shared among the rest.
 *
 * Source: Bertsekas and Gallager, Data Networks (2nd ed.), section 6.5.2.
 */

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

/**
 * Sets the rates of the first `count` classes, by rising cap, where nothing is shared beyond their
 * site.
 */
export function fillSite(classes: readonly FlowClass[], count: number, capacity: number): void {
  const level = fairLevel(classes, count, capacity, sharesSite);
  for (let i = 0; i < count; i++) {
    const each = classes[i]!;
    each.bound = each.usesSite && each.cap > level;
    each.rate = each.bound ? level : each.cap;
  }
}

/**
 * Sets the rates of all classes, by rising cap, that share one link and, in each site, one
 * capacity.
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
  const left = new Array<number>(sites).fill(capacity);
  let leftLink = link;
  for (const each of classes) {
    each.open = true;
    each.bound = false;
  }
  const onLink = (each: FlowClass): boolean => each.open && each.usesLink;
  for (;;) {
    let level = fairLevel(classes, classes.length, leftLink, onLink);
    let tightest = -1;
    for (let site = 0; site < sites; site++) {
      const inSite = (each: FlowClass) => each.open && each.usesSite && each.site === site;
      const siteLevel = fairLevel(classes, classes.length, left[site]!, inSite);
      if (siteLevel >= level) continue;
      level = siteLevel;
      tightest = site;
    }
    for (const each of classes) {
      const isFrozen =
        level === Number.POSITIVE_INFINITY ||
        (tightest < 0 ? each.usesLink : each.usesSite && each.site === tightest);
      if (!each.open || !isFrozen) continue;
      each.open = false;
      each.rate = Math.min(each.cap, level);
      each.bound = tightest >= 0 && each.cap > level;
      if (each.usesLink) leftLink -= each.rate * each.count;
      if (each.usesSite) left[each.site]! -= each.rate * each.count;
    }
    if (level === Number.POSITIVE_INFINITY) return;
  }
}
