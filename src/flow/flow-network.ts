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
import { heapPop, heapPush } from '../kernel/heap.ts';
import { SimulationError } from '../kernel/simulation-error.ts';
import { NO_EVENT, type Simulator } from '../kernel/simulator.ts';
import { fillNetwork, fillSite } from './fill.ts';
import {
  type ActiveClass,
  addClass,
  classOf,
  createClasses,
  type FlowClasses,
  findClass,
  removeClass,
} from './flow-classes.ts';

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

/** By flow. */
const columns = (capacity: number) => ({
  /** What it moves in all [B], where it started and ends on its class's clock, and its rank. */
  amount: new Float64Array(capacity),
  start: new Float64Array(capacity),
  end: new Float64Array(capacity),
  order: new Float64Array(capacity),
  /** [s] */
  startedAt: new Float64Array(capacity),
  /** Serial of its class, or IDLE while it does not flow. */
  classOf: new Float64Array(capacity),
  kindOf: new Int32Array(capacity),
  siteOf: new Int32Array(capacity),
});

/** The class of a flow that does not flow. */
const IDLE = 0;

export type FlowNetworkState = ReturnType<typeof columns> & {
  /** By site. */
  classes: FlowClasses[];
  /** Classes that became busy so far. */
  classCount: number;
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
  /** What the levels of each site gain in all at the current rates [B/s]. */
  inflow: Float64Array;
  /** What they have gained in all since that was last forgotten [B]. */
  gained: Float64Array;
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
  /** Flows that end together; emptied by count, as an array cut to no length is allocated anew. */
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
    return flow < this.state.classOf.length && this.state.classOf[flow] !== IDLE;
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
    const { all, busy } = this.state.classes[site]!;
    let slope = 0;
    for (let i = 0; i < busy; i++) {
      const each = all[i]!;
      if (each.gains === level) slope += each.rate * each.count;
      if (each.loses === level) slope -= each.rate * each.count;
    }
    return slope;
  }

  /** Bytes at a level at an instant to come, if nothing happens before it [s]. */
  levelAt(site: number, level: number, at: number): number {
    const since = Math.max(0, at - this.state.updatedAt[site]!);
    return this.level(site, level) + this.slope(site, level) * since;
  }

  /**
   * Bytes a second that come into a site's levels, from another of them or from outside; current in
   * `onSettled`.
   */
  inflow(site: number): number {
    return this.state.inflow[site]!;
  }

  /** Bytes that have come into a site's levels since `forgetGained`; current after `touch`. */
  gained(site: number): number {
    return this.state.gained[site]!;
  }

  forgetGained(site: number): void {
    this.state.gained[site] = 0;
  }

  /** Instant of the site's next end of a flow [s], Infinity if none; current in `onSettled`. */
  nextAt(site: number): number {
    const { nextAt, timer } = this.state;
    return timer[site] === NO_EVENT ? Number.POSITIVE_INFINITY : nextAt[site]!;
  }

  /** Adds bytes to a level at once. The site must have been touched at this instant. */
  add(site: number, level: number, bytes: number): void {
    if (level === OUTSIDE) return;
    this.state.level[site * this.#options.levels + level]! += bytes;
    if (bytes > 0) this.state.gained[site]! += bytes;
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
    if (flow >= s.classOf.length) growColumns(s, columns, flow);
    if (s.classOf[flow] !== IDLE) {
      throw new SimulationError(`flow ${flow} started while it flows`, this.#simulator.now);
    }
    const into = this.#classFor(site, kind, cap);
    const end = into.clock + bytes;
    s.amount[flow] = bytes;
    s.start[flow] = into.clock;
    s.end[flow] = end;
    s.order[flow] = s.sequence++;
    s.startedAt[flow] = this.#simulator.now;
    s.classOf[flow] = into.serial;
    s.kindOf[flow] = kind;
    s.siteOf[flow] = site;
    into.count++;
    heapPush(into.ends, end, flow);
  }

  /** Stops a flow before its end; returns the bytes it has moved. The site must be touched. */
  stop(flow: number): number {
    const s = this.state;
    const site = s.siteOf[flow]!;
    const from = classOf(s.classes[site]!, s.classOf[flow]!);
    const moved = Math.min(s.amount[flow]!, from.clock - s.start[flow]!);
    this.#leave(site, from, flow);
    return moved;
  }

  /** The flows of a site that stand still, in the order in which they started. */
  still(site: number): number[] {
    const s = this.state;
    const flows: number[] = [];
    const { all, busy } = s.classes[site]!;
    for (let at = 0; at < busy; at++) {
      const each = all[at]!;
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
    const { movedAt } = classOf(s.classes[s.siteOf[flow]!]!, s.classOf[flow]!);
    return Math.max(movedAt, s.startedAt[flow]!);
  }

  /** Flows under way in all sites. */
  active(): number {
    let count = 0;
    for (const { all, busy } of this.state.classes) {
      for (let i = 0; i < busy; i++) count += all[i]!.count;
    }
    return count;
  }

  /** Bytes a second over the link, at the current rates. */
  linkRate(): number {
    let rate = 0;
    for (const { all, busy } of this.state.classes) {
      for (let i = 0; i < busy; i++) {
        const each = all[i]!;
        if (each.usesLink) rate += each.rate * each.count;
      }
    }
    return rate;
  }

  /** Drops all flows of a site and empties its levels, as when the machine dies. */
  clear(site: number): void {
    const s = this.state;
    const classes = s.classes[site]!;
    for (let at = 0; at < classes.busy; at++) {
      const { ends } = classes.all[at]!;
      for (let i = 0; i < ends.size; i++) {
        const flow = ends.item[i]!;
        if (s.siteOf[flow] === site) s.classOf[flow] = IDLE;
      }
    }
    classes.busy = 0;
    s.stalled[site] = 0;
    this.emptyLevels(site);
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
      for (let i = 0; i < again; i++) s.dirtyList[i] = s.dirtyList[sites + i]!;
      s.dirtyCount = again;
    }
  }

  #settleSite(site: number): void {
    const s = this.state;
    s.dirty[site] = 0;
    if (s.classes[site]!.busy > 0) {
      if (!this.#linked) this.#fillSite(site);
      this.#setTimer(site);
    } else this.#standStill(site);
    this.onSettled(site);
  }

  /** Nothing flows in a site. */
  #standStill(site: number): void {
    const s = this.state;
    s.inflow[site] = 0;
    if (s.timer[site] === NO_EVENT) return;
    this.#simulator.cancel(s.timer[site]!);
    s.timer[site] = NO_EVENT;
  }

  /** Rates of one site that shares nothing with the others. */
  #fillSite(site: number): void {
    const { all, busy } = this.state.classes[site]!;
    fillSite(all, busy, this.#options.sustainedCapacity);
    for (let i = 0; i < busy; i++) this.#applyStall(all[i]!);
  }

  /** Rates of all sites, coupled by the link: every one is brought up to now first. */
  #fillAll(): void {
    const { linkCapacity, sustainedCapacity, sites } = this.#options;
    for (let site = 0; site < sites; site++) this.touch(site);
    const busy = this.state.classes.flatMap((each) => each.all.slice(0, each.busy));
    busy.sort((a, b) => a.cap - b.cap);
    fillNetwork(busy, linkCapacity, sustainedCapacity, sites);
    for (const each of busy) this.#applyStall(each);
    this.#keepWithinLink(busy);
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

  #setTimer(site: number): void {
    const s = this.state;
    const { all, busy } = s.classes[site]!;
    let inflow = 0;
    let wait = Number.POSITIVE_INFINITY;
    for (let i = 0; i < busy; i++) {
      const each = all[i]!;
      this.#dropLeft(each);
      if (each.rate <= 0) continue;
      if (each.gains !== OUTSIDE) inflow += each.rate * each.count;
      const classWait = (each.ends.key[0]! - each.clock) / each.rate;
      if (classWait < wait) {
        wait = classWait;
        s.due[site] = i;
      }
    }
    s.inflow[site] = inflow;
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
    const { ends } = each;
    while (ends.size > 0 && !this.#isIn(each, ends.item[0]!, ends.key[0]!)) heapPop(ends, s.order);
  }

  #isIn(each: ActiveClass, flow: number, end: number): boolean {
    const s = this.state;
    return s.classOf[flow] === each.serial && s.end[flow] === end;
  }

  #flowsEnd(site: number): void {
    const s = this.state;
    s.timer[site] = NO_EVENT;
    const due = s.classes[site]!.all[s.due[site]!]!;
    this.touch(site);
    // The clock lands on the target exactly: rounding must not leave a sliver behind.
    const target = due.ends.key[0]!;
    this.#moveLevels(site, due, target - due.clock);
    due.clock = target;
    this.onAdvanced(site);
    const ended = this.#ended;
    let count = 0;
    while (due.ends.size > 0 && due.ends.key[0]! <= target) {
      const end = due.ends.key[0]!;
      const flow = heapPop(due.ends, s.order);
      if (!this.#isIn(due, flow, end)) continue;
      // Marked now, so that an older entry of the same flow is not taken for it too.
      s.classOf[flow] = IDLE;
      ended[count++] = flow;
    }
    due.count -= count;
    if (due.count === 0) removeClass(s.classes[site]!, due);
    for (let i = 0; i < count; i++) this.onEnd(ended[i]!);
  }

  #advance(site: number): void {
    const s = this.state;
    const elapsed = this.#simulator.now - s.updatedAt[site]!;
    s.updatedAt[site] = this.#simulator.now;
    const { all, busy } = s.classes[site]!;
    for (let i = 0; i < busy; i++) {
      const each = all[i]!;
      if (each.rate <= 0) continue;
      const bytes = each.rate * elapsed;
      this.#moveLevels(site, each, bytes);
      each.clock += bytes;
      each.movedAt = s.updatedAt[site]!;
    }
    this.onAdvanced(site);
  }

  #moveLevels(site: number, each: ActiveClass, bytesPerFlow: number): void {
    const bytes = bytesPerFlow * each.count;
    this.add(site, each.gains, bytes);
    this.add(site, each.loses, -bytes);
  }

  #leave(site: number, from: ActiveClass, flow: number): void {
    this.state.classOf[flow] = IDLE;
    from.count--;
    if (from.count === 0) removeClass(this.state.classes[site]!, from);
  }

  #classFor(site: number, kind: number, cap: number): ActiveClass {
    const classes = this.state.classes[site]!;
    const at = findClass(classes, kind, cap);
    if (at < classes.busy) return classes.all[at]!;
    const fresh = addClass(classes, cap);
    const { usesSite, usesLink, gains, loses } = this.#options.kinds[kind]!;
    fresh.site = site;
    fresh.kind = kind;
    fresh.gains = gains;
    fresh.loses = loses;
    fresh.usesSite = usesSite;
    fresh.usesLink = usesLink;
    fresh.movedAt = this.#simulator.now;
    fresh.serial = ++this.state.classCount;
    return fresh;
  }
}

function createState({ sites, levels }: FlowNetworkOptions): FlowNetworkState {
  return createColumns(columns, {
    classes: Array.from({ length: sites }, createClasses),
    classCount: 0,
    updatedAt: new Float64Array(sites),
    timer: new Float64Array(sites).fill(NO_EVENT),
    nextAt: new Float64Array(sites).fill(Number.POSITIVE_INFINITY),
    due: new Int32Array(sites),
    stalled: new Uint8Array(sites),
    dirty: new Uint8Array(sites),
    dirtyList: new Int32Array(2 * sites),
    dirtyCount: 0,
    level: new Float64Array(sites * levels),
    inflow: new Float64Array(sites),
    gained: new Float64Array(sites),
    sequence: 0,
  });
}
