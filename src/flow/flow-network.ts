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
import { growColumns } from '../kernel/columns.ts';
import { heapPop, heapPush } from '../kernel/heap.ts';
import { SimulationError } from '../kernel/simulation-error.ts';
import { NO_EVENT, type Simulator } from '../kernel/simulator.ts';
import { type Capacities, fillSite } from './fill.ts';
import { type ActiveClass, addClass, classOf, findClass, removeClass } from './flow-classes.ts';
import { createFlowState, type FlowNetworkState, flowColumns, IDLE } from './flow-state.ts';
import { linkRateOf, slopeOf } from './forecast.ts';
import { fillSharedLink } from './shared-link.ts';

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

export class FlowNetwork {
  readonly state: FlowNetworkState;
  /** Called when a flow has moved all its bytes. */
  onEnd: (flow: number) => void = () => undefined;
  /** Called when a site's levels are up to now and have gained what `tellAfter` said, or more. */
  onGained: (site: number) => void = () => undefined;
  /** Called at the end of an instant that changed a site's rates, if they lead that far, or `await`. */
  onSettled: (site: number) => void = () => undefined;
  /** Whether both are called at every change. */
  tellsAll = false;
  readonly #simulator: Simulator;
  readonly #kinds: readonly FlowKind[];
  readonly #levels: number;
  readonly #capacities: Capacities;
  readonly #linked: boolean;
  /** By kind: 1 if something limits its flows beside their own caps. */
  readonly #limited: Uint8Array;
  readonly #due: number;
  /** Flows that end together; emptied by count, as an array cut to no length is allocated anew. */
  readonly #ended: number[] = [];

  constructor(simulator: Simulator, options: FlowNetworkOptions) {
    const { kinds, sites, levels, siteCapacity, sustainedCapacity, linkCapacity } = options;
    this.#simulator = simulator;
    this.#kinds = kinds;
    this.#levels = levels;
    this.#capacities = { site: siteCapacity, sustained: sustainedCapacity, link: linkCapacity };
    this.#linked = linkCapacity < Number.POSITIVE_INFINITY;
    this.#limited = Uint8Array.from(kinds, ({ usesSite, usesLink }) =>
      (usesSite && siteCapacity < Number.POSITIVE_INFINITY) || (usesLink && this.#linked) ? 1 : 0,
    );
    this.#due = simulator.on((site) => this.#flowsEnd(site));
    this.state = createFlowState(sites, levels);
  }

  /** Whether a flow of this kind and cap would be over at once. */
  isInstant(kind: number, cap: number): boolean {
    return cap === Number.POSITIVE_INFINITY && this.#limited[kind] === 0;
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
    return this.state.level[site * this.#levels + level]!;
  }

  /** Bytes at a level at an instant to come, if nothing happens before it [s]. */
  levelAt(site: number, level: number, at: number): number {
    const since = Math.max(0, at - this.state.updatedAt[site]!);
    return this.level(site, level) + slopeOf(this.state, site, level) * since;
  }

  /**
   * Bytes a second that come into a site's levels, from another of them or from outside; current in
   * `onSettled`.
   */
  inflow(site: number): number {
    return this.state.inflow[site]!;
  }

  /** Instant of the site's next end of a flow [s], Infinity if none; current in `onSettled`. */
  nextAt(site: number): number {
    const { nextAt, timer } = this.state;
    return timer[site] === NO_EVENT ? Number.POSITIVE_INFINITY : nextAt[site]!;
  }

  /** Adds bytes to a level at once. The site must have been touched at this instant. */
  add(site: number, level: number, bytes: number): void {
    const s = this.state;
    s.level[site * this.#levels + level]! += bytes;
    if (bytes > 0) this.#gained(site, bytes);
  }

  /** What comes into the levels of a site from now on is of interest from so many bytes on [B]. */
  tellAfter(site: number, bytes: number): void {
    this.state.room[site] = bytes;
  }

  /** It is of interest so many bytes earlier [B]. */
  tellEarlier(site: number, bytes: number): void {
    this.state.room[site]! -= bytes;
  }

  /** The next settling of a site is of interest, whatever it brings. */
  await(site: number): void {
    this.state.awaited[site] = 1;
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
    if (flow >= s.classOf.length) growColumns(s, flowColumns, flow);
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
    const classes = s.classes[s.siteOf[flow]!]!;
    const from = classOf(classes, s.classOf[flow]!);
    s.classOf[flow] = IDLE;
    if (--from.count === 0) removeClass(classes, from);
    return Math.min(s.amount[flow]!, from.clock - s.start[flow]!);
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
    return linkRateOf(this.state);
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
    this.state.level.fill(0, site * this.#levels, (site + 1) * this.#levels);
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

  /** Rates of all sites, coupled by the link: every one is brought up to now first. */
  #fillAll(): void {
    for (let site = 0; site < this.state.classes.length; site++) this.touch(site);
    fillSharedLink(this.state, this.#capacities);
  }

  #settleSite(site: number): void {
    const s = this.state;
    const { all, busy } = s.classes[site]!;
    s.dirty[site] = 0;
    if (!this.#linked) fillSite(all, busy, this.#capacities, s.stalled[site] === 1);
    const wait = this.#nextEnd(site);
    this.#setTimer(site, wait);
    const inflow = s.inflow[site]!;
    const gain = inflow > 0 ? inflow * wait : 0;
    if (gain < s.room[site]! && s.awaited[site] === 0 && !this.tellsAll) return;
    s.awaited[site] = 0;
    this.onSettled(site);
  }

  /** Notes what a site's levels gain and which class has the next end; returns the time to it [s]. */
  #nextEnd(site: number): number {
    const s = this.state;
    const { all, busy } = s.classes[site]!;
    let inflow = 0;
    let wait = Number.POSITIVE_INFINITY;
    for (let i = 0; i < busy; i++) {
      const each = all[i]!;
      if (each.ends.size > each.count) this.#dropLeft(each);
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
    return Math.max(0, wait);
  }

  #setTimer(site: number, wait: number): void {
    const s = this.state;
    const nextAt = this.#simulator.now + wait;
    const timer = s.timer[site]!;
    if (timer === NO_EVENT ? nextAt === Number.POSITIVE_INFINITY : nextAt === s.nextAt[site])
      return;
    this.#simulator.cancel(timer);
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
    const sliver = this.#move(site, due, target - due.clock);
    due.clock = target;
    this.#gained(site, sliver);
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
    const { now } = this.#simulator;
    const elapsed = now - s.updatedAt[site]!;
    s.updatedAt[site] = now;
    const { all, busy } = s.classes[site]!;
    let gained = 0;
    for (let i = 0; i < busy; i++) {
      const each = all[i]!;
      if (each.rate <= 0) continue;
      const bytes = each.rate * elapsed;
      gained += this.#move(site, each, bytes);
      each.clock += bytes;
      each.movedAt = now;
    }
    this.#gained(site, gained);
  }

  /** Moves so many bytes for each flow of a class; returns what the site's levels gain of it. */
  #move(site: number, each: ActiveClass, bytesPerFlow: number): number {
    const { level } = this.state;
    const first = site * this.#levels;
    const bytes = bytesPerFlow * each.count;
    if (each.loses !== OUTSIDE) level[first + each.loses]! -= bytes;
    if (each.gains === OUTSIDE) return 0;
    level[first + each.gains]! += bytes;
    return Math.max(0, bytes);
  }

  /** A site's levels, which are up to now, have gained so many bytes. */
  #gained(site: number, bytes: number): void {
    const room = this.state.room[site]! - bytes;
    this.state.room[site] = room;
    if (room <= 0 || this.tellsAll) this.onGained(site);
  }

  #classFor(site: number, kind: number, cap: number): ActiveClass {
    const classes = this.state.classes[site]!;
    const at = findClass(classes, kind, cap);
    if (at < classes.busy) return classes.all[at]!;
    const fresh = addClass(classes, cap);
    const { usesSite, usesLink, gains, loses } = this.#kinds[kind]!;
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
