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
import { SimulationError } from '../kernel/simulation-error.ts';
import { NO_EVENT, type Simulator } from '../kernel/simulator.ts';
import { type Capacities, fillSite, stallSite } from './fill.ts';
import { type ActiveClass, addClass, findClass, flowsIn, removeClass } from './flow-classes.ts';
import { type FlowKind, OUTSIDE } from './flow-kind.ts';
import type { FlowNetworkOptions } from './flow-network-options.ts';
import { createFlowState, type FlowNetworkState } from './flow-state.ts';
import { Flows } from './flows.ts';
import { linkRateOf } from './forecast.ts';
import { Levels } from './levels.ts';
import { fillSharedLink, SharedLink } from './shared-link.ts';

export class FlowNetwork {
  readonly state: FlowNetworkState;
  readonly levels: Levels;
  readonly flows = new Flows();
  /** Called when a flow has moved all its bytes. */
  onEnd: (flow: number) => void = () => undefined;
  /** Called at the end of an instant that changed a site's rates, if they lead that far, or `await`. */
  onSettled: (site: number) => void = () => undefined;
  readonly #simulator: Simulator;
  readonly #kinds: readonly FlowKind[];
  readonly #capacities: Capacities;
  readonly #linked: boolean;
  readonly #link: SharedLink;
  /** By kind: whether something limits its flows beside their own caps. */
  readonly #limited: readonly boolean[];
  readonly #due: number;
  /** Flows that end together; emptied by count, as an array cut to no length is allocated anew. */
  readonly #ended: number[] = [];

  constructor(simulator: Simulator, options: FlowNetworkOptions) {
    const { kinds, sites, levels, siteCapacity, sustainedCapacity, linkCapacity } = options;
    this.#simulator = simulator;
    this.#kinds = kinds;
    this.levels = new Levels(sites, levels);
    this.#capacities = { site: siteCapacity, sustained: sustainedCapacity, link: linkCapacity };
    this.#linked = linkCapacity < Number.POSITIVE_INFINITY;
    this.#link = new SharedLink(sites, linkCapacity);
    this.#limited = kinds.map(
      ({ usesSite, usesLink }) =>
        (usesSite && siteCapacity < Number.POSITIVE_INFINITY) || (usesLink && this.#linked),
    );
    this.#due = simulator.on((site) => this.#flowsEnd(site));
    this.state = createFlowState(sites, {
      levels: this.levels.state,
      flows: this.flows.state,
      link: this.#link.state,
    });
  }

  /** Whether a flow of this kind and cap would be over at once. */
  isInstant(kind: number, cap: number): boolean {
    return cap === Number.POSITIVE_INFINITY && !this.#limited[kind]!;
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
    return this.state.nextAt[site]!;
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
    if (this.flows.isFlowing(flow)) {
      throw new SimulationError(`flow ${flow} started while it flows`, this.#simulator.now);
    }
    this.flows.join(this.#classFor(site, kind, cap), flow, bytes, this.#simulator.now);
  }

  /** Stops a flow before its end; returns the bytes it has moved. The site must be touched. */
  stop(flow: number): number {
    return this.flows.leave(flow, this.state.classes[this.flows.state.siteOf[flow]!]!);
  }

  /** Flows under way in all sites. */
  active(): number {
    return this.state.classes.reduce((sum, classes) => sum + flowsIn(classes), 0);
  }

  /** Bytes a second over the link, at the current rates. */
  linkRate(): number {
    return linkRateOf(this.state);
  }

  /** Drops all flows of a site and empties its levels, as when the machine dies. */
  clear(site: number): void {
    this.flows.clear(site, this.state.classes[site]!);
    this.state.stalled[site] = 0;
    this.levels.empty(site);
  }

  /** While stalled, the flows of a site that its capacity limits stand still. */
  stall(site: number, stalled: boolean): void {
    this.state.stalled[site] = stalled ? 1 : 0;
  }

  /** Makes the rates of every touched site current and sets their timers. */
  settle(): void {
    const s = this.state;
    while (s.dirtyCount > 0) {
      if (this.#linked) this.#fillLinked();
      const sites = s.dirtyCount;
      for (let i = 0; i < sites; i++) this.#settleSite(s.dirtyList[i]!);
      const again = s.dirtyCount - sites;
      for (let i = 0; i < again; i++) s.dirtyList[i] = s.dirtyList[sites + i]!;
      s.dirtyCount = again;
    }
  }

  /** Rates of the sites touched, or of all where the link couples them. */
  #fillLinked(): void {
    const s = this.state;
    if (this.#link.couples()) this.#touchAll();
    for (let i = 0; i < s.dirtyCount; i++) {
      const site = s.dirtyList[i]!;
      const classes = s.classes[site]!;
      fillSite(classes, this.#capacities, false);
      this.#link.note(site, classes);
      if (s.stalled[site] === 1) stallSite(classes);
    }
    if (this.#link.isWideEnough()) return;
    this.#touchAll();
    fillSharedLink(s, this.#capacities);
  }

  #touchAll(): void {
    for (let site = 0; site < this.state.classes.length; site++) this.touch(site);
  }

  #settleSite(site: number): void {
    const s = this.state;
    s.dirty[site] = 0;
    if (!this.#linked) fillSite(s.classes[site]!, this.#capacities, s.stalled[site] === 1);
    this.#setTimer(site);
    const inflow = s.inflow[site]!;
    const gain = inflow > 0 ? inflow * (s.nextAt[site]! - this.#simulator.now) : 0;
    if (s.awaited[site] === 0 && !this.levels.matters(site, gain)) return;
    s.awaited[site] = 0;
    this.onSettled(site);
  }

  /** Notes what a site's levels gain, and sets its timer to the next end of a flow. */
  #setTimer(site: number): void {
    const s = this.state;
    const { all, busy } = s.classes[site]!;
    let inflow = 0;
    let wait = Number.POSITIVE_INFINITY;
    for (let i = 0; i < busy; i++) {
      const each = all[i]!;
      if (each.ends.size > each.count) this.flows.dropLeft(each);
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
    if (nextAt === s.nextAt[site]) return;
    s.nextAt[site] = nextAt;
    this.#simulator.cancel(s.timer[site]!);
    const isNever = nextAt === Number.POSITIVE_INFINITY;
    s.timer[site] = isNever ? NO_EVENT : this.#simulator.schedule(nextAt, this.#due, site);
  }

  #flowsEnd(site: number): void {
    const s = this.state;
    s.timer[site] = NO_EVENT;
    s.nextAt[site] = Number.POSITIVE_INFINITY;
    const due = s.classes[site]!.all[s.due[site]!]!;
    this.touch(site);
    // The clock lands on the target exactly: rounding must not leave a sliver behind.
    const target = due.ends.key[0]!;
    const gained = this.levels.move(site, due, target - due.clock);
    due.clock = target;
    this.levels.gained(site, gained);
    const ended = this.#ended;
    const count = this.flows.takeEnded(due, ended);
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
      gained += this.levels.move(site, each, bytes);
      each.clock += bytes;
      each.movedAt = now;
    }
    this.levels.gained(site, gained);
  }

  #classFor(site: number, kind: number, cap: number): ActiveClass {
    const classes = this.state.classes[site]!;
    const at = findClass(classes, kind, cap);
    if (at < classes.busy) return classes.all[at]!;
    const fresh = addClass(classes, kind, this.#kinds[kind]!, cap);
    fresh.site = site;
    fresh.movedAt = this.#simulator.now;
    fresh.serial = ++this.state.classCount;
    return fresh;
  }
}
