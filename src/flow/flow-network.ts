/**
 * Every flow of bytes in the system, as a fluid: piecewise-constant rates, max-min fair over each
 * flow's own cap, the capacity of its site and one link that all sites share.
 *
 * Flows of one kind and cap in one site form a class. All flows of a class have one rate, so the
 * class keeps one virtual clock (bytes moved per flow since the class became busy) and a flow ends
 * when the clock reaches its target: a change of rate costs one update a class, never one a flow,
 * and equal flows end at exactly the same instant. Kinds say which bytes a flow moves from where
 * to where: a site's `levels` are the bytes that sit in each place.
 */
import { createColumns, growColumns } from '../kernel/columns.ts';
import { createHeap, type Heap, heapPop, heapPush } from '../kernel/heap.ts';
import { SimulationError } from '../kernel/simulation-error.ts';
import { NO_EVENT, type Simulator } from '../kernel/simulator.ts';
import { type FlowClass, fillNetwork, fillSite } from './fill.ts';

/** No level: the bytes come from, or go, outside the site. */
export const OUTSIDE = -1;

export interface FlowKind {
  /** Shares the site's capacity. */
  readonly usesSite: boolean;
  /** Shares the link. */
  readonly usesLink: boolean;
  /** Level that rises as the flow moves, or OUTSIDE. */
  readonly gains: number;
  /** Level that falls as the flow moves, or OUTSIDE. */
  readonly loses: number;
}

export interface FlowNetworkOptions {
  readonly kinds: readonly FlowKind[];
  readonly sites: number;
  /** Levels kept for each site. */
  readonly levels: number;
  /** Capacity of each site while it runs [B/s]; Infinity: none. */
  readonly siteCapacity: number;
  /**
   * What a site sustains on average when it also stalls [B/s]: flows whose caps it cannot meet at
   * this capacity are the ones a stall holds up.
   */
  readonly sustainedCapacity: number;
  /** Capacity of the link [B/s]; Infinity: none. */
  readonly linkCapacity: number;
}

interface ActiveClass extends FlowClass {
  kind: number;
  /** Bytes each flow would have moved since the class became busy. */
  clock: number;
  /** When it last moved, or became busy [s]. */
  movedAt: number;
  /** Flows by clock value at which they end; may hold flows that left. */
  ends: Heap;
}

/** By flow. */
const columns = (capacity: number) => ({
  /** What it moves in all [B], where it started and ends on its class's clock, and its rank. */
  amount: new Float64Array(capacity),
  start: new Float64Array(capacity),
  end: new Float64Array(capacity),
  order: new Float64Array(capacity),
  /** [s] */
  startedAt: new Float64Array(capacity),
  /** 1 while it flows. */
  flowing: new Uint8Array(capacity),
  kindOf: new Int32Array(capacity),
  capOf: new Float64Array(capacity),
  siteOf: new Int32Array(capacity),
});

export type FlowNetworkState = ReturnType<typeof columns> & {
  /** Busy classes of each site, by rising cap. */
  classes: ActiveClass[][];
  /** Classes that fell idle, kept so that the next one costs no allocation. */
  spare: ActiveClass[];
  /** Last update of each site [s]. */
  updatedAt: Float64Array;
  /** Handle of the event at the site's next end of a flow. */
  timer: Float64Array;
  /** Instant of that event [s]. */
  nextAt: Float64Array;
  /** Class whose flow ends then, as a position in `classes`. */
  due: Int32Array;
  stalled: Uint8Array;
  dirty: Uint8Array;
  /** Sites to settle, a stack without repeats. */
  dirtyList: Int32Array;
  dirtyCount: number;
  /** Bytes by site and level. */
  level: Float64Array;
  /** Rate of change of each level [B/s], valid once settled. */
  slope: Float64Array;
  /** Flows started so far: the rank of the next one. */
  sequence: number;
};

export class FlowNetwork {
  readonly state: FlowNetworkState;
  /** Called when a flow has moved all its bytes. */
  onEnd: (flow: number) => void = () => undefined;
  /** Called when a site's levels have been brought up to now, before anything changes them. */
  onAdvanced: (site: number) => void = () => undefined;
  /** Called once a site's rates are current, at the end of an instant that changed them. */
  onSettled: (site: number) => void = () => undefined;
  readonly #simulator: Simulator;
  readonly #options: FlowNetworkOptions;
  readonly #due: number;
  readonly #ended: number[] = [];
  readonly #linked: boolean;

  constructor(simulator: Simulator, options: FlowNetworkOptions) {
    this.#simulator = simulator;
    this.#options = options;
    this.#linked = options.linkCapacity < Number.POSITIVE_INFINITY;
    this.#due = simulator.on((site) => this.#flowsEnd(site));
    this.state = createState(options);
  }

  /** Whether a flow of this kind and cap would be over at once. */
  isInstant(kind: number, cap: number): boolean {
    const { usesSite, usesLink } = this.#options.kinds[kind]!;
    if (cap < Number.POSITIVE_INFINITY) return false;
    if (usesSite && this.#options.siteCapacity < Number.POSITIVE_INFINITY) return false;
    return !(usesLink && this.#linked);
  }

  isFlowing(flow: number): boolean {
    return flow < this.state.flowing.length && this.state.flowing[flow] === 1;
  }

  /** Kind of a flow under way, or of the last one under this id. */
  kindOf(flow: number): number {
    return this.state.kindOf[flow]!;
  }

  /** What a flow moves, or moved, in all [B]. */
  amountOf(flow: number): number {
    return this.state.amount[flow]!;
  }

  /** Bytes at a level of a site; current after `touch`. */
  level(site: number, level: number): number {
    return this.state.level[site * this.#options.levels + level]!;
  }

  /** Rate of change of a level [B/s]; current in `onSettled`. */
  slope(site: number, level: number): number {
    return this.state.slope[site * this.#options.levels + level]!;
  }

  /** Instant of the site's next end of a flow [s], Infinity if none; current in `onSettled`. */
  nextAt(site: number): number {
    return this.state.nextAt[site]!;
  }

  /** Adds bytes to a level at once. The site must have been touched at this instant. */
  add(site: number, level: number, bytes: number): void {
    if (level !== OUTSIDE) this.state.level[site * this.#options.levels + level]! += bytes;
  }

  /** Brings a site up to now and marks it for settling at the end of this instant. */
  touch(site: number): void {
    const s = this.state;
    if (s.dirty[site] === 0) {
      s.dirty[site] = 1;
      s.dirtyList[s.dirtyCount++] = site;
    }
    if (s.updatedAt[site]! < this.#simulator.now) this.#advance(site);
  }

  /** Starts moving `bytes` at up to `cap` [B/s]. The site must have been touched. */
  start(site: number, kind: number, flow: number, bytes: number, cap: number): void {
    const s = this.state;
    if (flow >= s.flowing.length) growColumns(s, columns, flow);
    if (s.flowing[flow] === 1) {
      throw new SimulationError(`flow ${flow} started while it flows`, this.#simulator.now);
    }
    const into = this.#classFor(site, kind, cap);
    s.amount[flow] = bytes;
    s.start[flow] = into.clock;
    s.end[flow] = into.clock + bytes;
    s.order[flow] = s.sequence++;
    s.startedAt[flow] = this.#simulator.now;
    s.flowing[flow] = 1;
    s.kindOf[flow] = kind;
    s.capOf[flow] = cap;
    s.siteOf[flow] = site;
    into.count++;
    heapPush(into.ends, s.end[flow]!, flow);
  }

  /** Stops a flow before its end; returns the bytes it has moved. The site must be touched. */
  stop(flow: number): number {
    const s = this.state;
    const site = s.siteOf[flow]!;
    const from = this.#classFor(site, s.kindOf[flow]!, s.capOf[flow]!);
    const moved = Math.min(s.amount[flow]!, from.clock - s.start[flow]!);
    this.#leave(site, from, flow);
    return moved;
  }

  /** The flows of a site that stand still, in the order in which they started. */
  still(site: number): number[] {
    const s = this.state;
    const flows: number[] = [];
    for (const each of s.classes[site]!) {
      if (each.rate > 0) continue;
      for (let i = 0; i < each.ends.size; i++) {
        const flow = each.ends.item[i]!;
        if (this.#isIn(each, flow, each.ends.key[i]!)) flows.push(flow);
      }
    }
    return flows.sort((a, b) => s.order[a]! - s.order[b]!);
  }

  /** Since when a flow that stands still has done so [s]. */
  stillSince(flow: number): number {
    const s = this.state;
    const { movedAt } = this.#classFor(s.siteOf[flow]!, s.kindOf[flow]!, s.capOf[flow]!);
    return Math.max(movedAt, s.startedAt[flow]!);
  }

  /** Flows under way in all sites. */
  active(): number {
    const count = (classes: ActiveClass[]) => classes.reduce((sum, each) => sum + each.count, 0);
    return this.state.classes.reduce((sum, classes) => sum + count(classes), 0);
  }

  /** Bytes a second over the link, at the current rates. */
  linkRate(): number {
    let rate = 0;
    for (const each of this.state.classes.flat()) if (each.usesLink) rate += each.rate * each.count;
    return rate;
  }

  /** Drops all flows of a site and empties its levels, as when the machine dies. */
  clear(site: number): void {
    const s = this.state;
    for (const each of s.classes[site]!) {
      for (let i = 0; i < each.ends.size; i++) {
        const flow = each.ends.item[i]!;
        if (s.siteOf[flow] === site) s.flowing[flow] = 0;
      }
    }
    s.spare.push(...s.classes[site]!);
    s.classes[site]!.length = 0;
    s.stalled[site] = 0;
    const { levels } = this.#options;
    s.level.fill(0, site * levels, (site + 1) * levels);
  }

  /** Empties the levels of a site where nothing flows: what is left there is rounding. */
  emptyLevels(site: number): void {
    const { levels } = this.#options;
    this.state.level.fill(0, site * levels, (site + 1) * levels);
  }

  /** While stalled, the flows of a site that its capacity limits stand still. */
  stall(site: number, stalled: boolean): void {
    this.state.stalled[site] = stalled ? 1 : 0;
  }

  /** Makes the rates of every touched site current and sets their timers. */
  settle(): void {
    const s = this.state;
    while (s.dirtyCount > 0) {
      if (this.#linked) this.#fillAll();
      const sites = s.dirtyCount;
      for (let i = 0; i < sites; i++) this.#settleSite(s.dirtyList[i]!);
      const again = s.dirtyCount - sites;
      s.dirtyList.copyWithin(0, sites, s.dirtyCount);
      s.dirtyCount = again;
    }
  }

  #settleSite(site: number): void {
    const s = this.state;
    s.dirty[site] = 0;
    if (!this.#linked) this.#fillSite(site);
    this.#setSlopes(site);
    this.#setTimer(site);
    this.onSettled(site);
  }

  /** Rates of one site that shares nothing with the others. */
  #fillSite(site: number): void {
    const classes = this.state.classes[site]!;
    fillSite(classes, this.#options.sustainedCapacity);
    for (const each of classes) this.#applyStall(each);
  }

  /** Rates of all sites, coupled by the link: every one is brought up to now first. */
  #fillAll(): void {
    const { linkCapacity, sustainedCapacity, sites } = this.#options;
    for (let site = 0; site < sites; site++) this.touch(site);
    const all = this.state.classes.flat().sort((a, b) => a.cap - b.cap);
    fillNetwork(all, linkCapacity, sustainedCapacity, sites);
    for (const each of all) this.#applyStall(each);
    this.#keepWithinLink(all);
  }

  /** Between stalls bound flows run faster than they were filled: not faster than the link. */
  #keepWithinLink(classes: readonly ActiveClass[]): void {
    let bound = 0;
    let free = this.#options.linkCapacity;
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

  /** A flow limited by its site stands still in a stall and runs the faster in between. */
  #applyStall(each: ActiveClass): void {
    if (!each.bound) return;
    const { siteCapacity, sustainedCapacity } = this.#options;
    const running = Math.min(each.cap, (each.rate * siteCapacity) / sustainedCapacity);
    each.rate = this.state.stalled[each.site] === 1 ? 0 : running;
  }

  #setSlopes(site: number): void {
    const { kinds, levels } = this.#options;
    const s = this.state;
    const base = site * levels;
    s.slope.fill(0, base, base + levels);
    for (const each of s.classes[site]!) {
      const { gains, loses } = kinds[each.kind]!;
      const bytesPerSecond = each.rate * each.count;
      if (gains !== OUTSIDE) s.slope[base + gains]! += bytesPerSecond;
      if (loses !== OUTSIDE) s.slope[base + loses]! -= bytesPerSecond;
    }
  }

  #setTimer(site: number): void {
    const s = this.state;
    const classes = s.classes[site]!;
    let wait = Number.POSITIVE_INFINITY;
    for (let i = 0; i < classes.length; i++) {
      const each = classes[i]!;
      this.#dropLeft(each);
      if (each.rate <= 0) continue;
      const classWait = (each.ends.key[0]! - each.clock) / each.rate;
      if (classWait < wait) {
        wait = classWait;
        s.due[site] = i;
      }
    }
    // Rounding may leave a clock a hair past its target: such a flow is due now.
    const nextAt = this.#simulator.now + Math.max(0, wait);
    if (nextAt === s.nextAt[site] && s.timer[site] !== NO_EVENT) return;
    this.#simulator.cancel(s.timer[site]!);
    s.nextAt[site] = nextAt;
    s.timer[site] =
      nextAt === Number.POSITIVE_INFINITY
        ? NO_EVENT
        : this.#simulator.schedule(nextAt, this.#due, site);
  }

  /** Pops entries of flows that left the class before their end. */
  #dropLeft(each: ActiveClass): void {
    const s = this.state;
    while (each.ends.size > 0) {
      const flow = each.ends.item[0]!;
      if (this.#isIn(each, flow, each.ends.key[0]!)) return;
      heapPop(each.ends, s.order);
    }
  }

  #isIn(each: ActiveClass, flow: number, end: number): boolean {
    const s = this.state;
    return (
      s.flowing[flow] === 1 &&
      s.end[flow] === end &&
      s.kindOf[flow] === each.kind &&
      s.siteOf[flow] === each.site &&
      s.capOf[flow] === each.cap
    );
  }

  #flowsEnd(site: number): void {
    const s = this.state;
    s.timer[site] = NO_EVENT;
    const due = s.classes[site]![s.due[site]!]!;
    this.touch(site);
    // The clock lands on the target exactly: rounding must not leave a sliver behind.
    const target = due.ends.key[0]!;
    this.#moveLevels(site, due, target - due.clock);
    due.clock = target;
    this.onAdvanced(site);
    const ended = this.#ended;
    while (due.ends.size > 0 && due.ends.key[0]! <= target) {
      const end = due.ends.key[0]!;
      const flow = heapPop(due.ends, s.order);
      if (!this.#isIn(due, flow, end)) continue;
      // Marked now, so that an older entry of the same flow is not taken for it too.
      s.flowing[flow] = 0;
      ended.push(flow);
    }
    for (const flow of ended) this.#leave(site, due, flow);
    for (let i = 0; i < ended.length; i++) this.onEnd(ended[i]!);
    ended.length = 0;
  }

  #advance(site: number): void {
    const s = this.state;
    const elapsed = this.#simulator.now - s.updatedAt[site]!;
    s.updatedAt[site] = this.#simulator.now;
    for (const each of s.classes[site]!) {
      if (each.rate <= 0) continue;
      const bytes = each.rate * elapsed;
      this.#moveLevels(site, each, bytes);
      each.clock += bytes;
      each.movedAt = s.updatedAt[site]!;
    }
    this.onAdvanced(site);
  }

  #moveLevels(site: number, each: ActiveClass, bytesPerFlow: number): void {
    const { gains, loses } = this.#options.kinds[each.kind]!;
    const bytes = bytesPerFlow * each.count;
    this.add(site, gains, bytes);
    this.add(site, loses, -bytes);
  }

  #leave(site: number, from: ActiveClass, flow: number): void {
    const s = this.state;
    s.flowing[flow] = 0;
    from.count--;
    if (from.count > 0) return;
    s.classes[site]!.splice(s.classes[site]!.indexOf(from), 1);
    s.spare.push(from);
  }

  #classFor(site: number, kind: number, cap: number): ActiveClass {
    const classes = this.state.classes[site]!;
    let at = 0;
    for (; at < classes.length && classes[at]!.cap <= cap; at++) {
      const each = classes[at]!;
      if (each.cap === cap && each.kind === kind) return each;
    }
    const fresh = this.state.spare.pop() ?? createClass();
    fresh.site = site;
    fresh.kind = kind;
    fresh.usesSite = this.#options.kinds[kind]!.usesSite;
    fresh.usesLink = this.#options.kinds[kind]!.usesLink;
    fresh.cap = cap;
    fresh.rate = 0;
    fresh.clock = 0;
    fresh.movedAt = this.#simulator.now;
    fresh.count = 0;
    fresh.ends.size = 0;
    classes.splice(at, 0, fresh);
    return fresh;
  }
}

function createClass(): ActiveClass {
  return {
    site: 0,
    kind: 0,
    usesSite: false,
    usesLink: false,
    cap: 0,
    count: 0,
    rate: 0,
    bound: false,
    open: false,
    clock: 0,
    movedAt: 0,
    ends: createHeap(),
  };
}

function createState({ sites, levels }: FlowNetworkOptions): FlowNetworkState {
  return createColumns(columns, {
    classes: Array.from({ length: sites }, () => []),
    spare: [],
    updatedAt: new Float64Array(sites),
    timer: new Float64Array(sites).fill(NO_EVENT),
    nextAt: new Float64Array(sites).fill(Number.POSITIVE_INFINITY),
    due: new Int32Array(sites),
    stalled: new Uint8Array(sites),
    dirty: new Uint8Array(sites),
    dirtyList: new Int32Array(2 * sites),
    dirtyCount: 0,
    level: new Float64Array(sites * levels),
    slope: new Float64Array(sites * levels),
    sequence: 0,
  });
}
