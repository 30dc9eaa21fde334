/**
 * Max-min fair rates by progressive filling: of all capacities that bind, the one with the lowest
 * fair level freezes its flows at that level; what they leave is shared among the rest.
 *
 * Source: Bertsekas and Gallager, Data Networks (2nd ed.), section 6.5.2.
 */

/** Flows of one kind and cap in one site: they always have the same rate. */
export interface FlowClass {
  site: number;
  kind: number;
  /** Own cap of each flow [B/s]. */
  cap: number;
  /** Flows in the class. */
  count: number;
  /** Current rate of each flow [B/s]. */
  rate: number;
}

/**
 * The level at which flows with the given caps share `capacity`: each gets min(cap, level).
 * Infinity where the caps do not add up to the capacity. Classes must come by rising cap.
 *
 * @param classes by rising cap
 * @param capacity [B/s]
 */
export function fairLevel(classes: readonly FlowClass[], capacity: number): number {
  let left = capacity;
  let flows = 0;
  for (let i = 0; i < classes.length; i++) flows += classes[i]!.count;
  for (let i = 0; i < classes.length; i++) {
    const { cap, count } = classes[i]!;
    const level = left / flows;
    if (cap > level) return level;
    left -= cap * count;
    flows -= count;
  }
  return Number.POSITIVE_INFINITY;
}

/**
 * Sets the rates of classes that share one link and, site by site, one capacity each.
 *
 * @param linkClasses classes that use the link, by rising cap
 * @param siteClasses for each site, classes that use its capacity, by rising cap
 * @param link capacity of the link [B/s]
 * @param capacities capacity of each site [B/s]
 * @returns for each site, the level at which its own capacity bound it (Infinity: it did not)
 */
export function fillNetwork(
  linkClasses: readonly FlowClass[],
  siteClasses: readonly (readonly FlowClass[])[],
  link: number,
  capacities: readonly number[],
): number[] {
  const levels = capacities.map(() => Number.POSITIVE_INFINITY);
  const left = [...capacities];
  let leftLink = link;
  const open = new Set<FlowClass>([...linkClasses, ...siteClasses.flat()]);
  const onLink = new Set<FlowClass>(linkClasses);
  while (open.size > 0) {
    const isOpen = (each: FlowClass) => open.has(each);
    let level = fairLevel(linkClasses.filter(isOpen), leftLink);
    let tightest = -1;
    for (let site = 0; site < left.length; site++) {
      const siteLevel = fairLevel(siteClasses[site]!.filter(isOpen), left[site]!);
      if (siteLevel < level) {
        level = siteLevel;
        tightest = site;
      }
    }
    const frozen =
      level === Number.POSITIVE_INFINITY
        ? [...open]
        : (tightest < 0 ? linkClasses : siteClasses[tightest]!).filter(isOpen);
    for (const each of frozen) {
      each.rate = Math.min(each.cap, level);
      open.delete(each);
      if (onLink.has(each)) leftLink -= each.rate * each.count;
      if (siteClasses[each.site]!.includes(each)) left[each.site]! -= each.rate * each.count;
    }
    if (tightest >= 0) levels[tightest] = level;
  }
  return levels;
}
