/**
 * The memory charged to each pod, and the instant at which it will cross the limit.
 *
 *     memory = base + run effect x max(live, retention x highest live since the start)
 *            + what is kept of bytes that are free + kernel buffers
 *
 * where live = bytes held by handlers, by uvicorn and by the transport. All levels are
 * piecewise-linear in time, so memory is piecewise-linear and convex between two changes: its
 * highest point is at one of them, and the crossing of the limit is solved for, not polled.
 */
import type { FlowNetwork } from '../flow/flow-network.ts';
import { gainUntil, slopeOf } from '../flow/forecast.ts';
import { NO_EVENT, type Simulator } from '../kernel/simulator.ts';
import { KeptBytes } from './kept-bytes.ts';
import { createMemoryState, type MemoryOptions, type MemoryState, PARTS } from './memory-state.ts';
import { HANDLER, KERNEL_RECEIVE, KERNEL_SEND, PLACES, UNREAD, WRITE_BUFFER } from './places.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** Gains this close to what could matter are looked at [B]: sums of gains do not come out even. */
const MARGIN = 1024;
/** Where nothing was gained nothing is higher, however close the highest is [B]. */
const NEXT_TO_NOTHING = Number.MIN_VALUE;

/**
 * Rounding a fluid level may leave behind: 0.002 B were seen after a million events [B], and 5e-11 of
 * the highest live bytes after 20,000 bodies of 1 GB at once.
 */
const DUST = 1;
const RELATIVE_DUST = 1e-9;

export class PodMemory {
  readonly state: MemoryState;
  readonly kept: KeptBytes;
  /** Called when a pod has passed its limit: at the end of the instant, or at the crossing. */
  onExceeded: (pod: number) => void = () => undefined;
  readonly #simulator: Simulator;
  readonly #network: FlowNetwork;
  readonly #options: MemoryOptions;
  readonly #crossed: number;
  #onChange: ((pod: number, bytes: number) => void) | null = null;

  constructor(simulator: Simulator, network: FlowNetwork, pods: number, options: MemoryOptions) {
    this.#simulator = simulator;
    this.#network = network;
    this.#options = options;
    this.#crossed = simulator.on((pod) => this.#cross(pod));
    this.kept = new KeptBytes(pods, options);
    this.kept.onMore = (pod, bytes) => network.levels.tellEarlier(pod, bytes);
    this.state = createMemoryState(pods, this.kept.state);
    for (let pod = 0; pod < pods; pod++) network.levels.tellAfter(pod, 0);
  }

  /** A process starts in the pod; the pod must have been touched. */
  start(pod: number, effect: number): void {
    this.state.running[pod] = 1;
    this.state.effect[pod] = effect;
    this.observe(pod);
  }

  /** The process is gone, and with it all it kept. */
  reset(pod: number): void {
    this.state.running[pod] = 0;
    this.state.highest[pod] = 0;
    this.kept.reset(pod);
    this.#network.levels.tellAfter(pod, 0);
    this.state.over[pod] = 0;
  }

  /** Called with each change of a pod's memory, if anybody listens: memory is linear in between. */
  get onChange(): ((pod: number, bytes: number) => void) | null {
    return this.#onChange;
  }

  set onChange(change: ((pod: number, bytes: number) => void) | null) {
    this.#onChange = change;
    this.#network.levels.tellsAll = change !== null;
  }

  /** Live bytes on the heap [B]. */
  live(pod: number): number {
    const { level } = this.#network.levels.state;
    const first = pod * PLACES;
    return level[first + HANDLER]! + level[first + UNREAD]! + level[first + WRITE_BUFFER]!;
  }

  /** Memory charged to the pod [B]. */
  charged(pod: number): number {
    return this.#chargedWith(pod, this.live(pod), this.#kernel(pod));
  }

  /**
   * Notes the memory of this moment: new highs, and whether the limit is passed. The kernel kills a
   * pod at its limit, so what is still added in the instant of its death no longer counts.
   */
  observe(pod: number): void {
    const s = this.state;
    if (s.over[pod] === 1) return;
    const { limit } = this.#options;
    const live = this.live(pod);
    if (live > s.highest[pod]!) s.highest[pod] = live;
    const memory = this.#chargedWith(pod, live, this.#kernel(pod));
    if (memory > limit) this.#passLimit(pod);
    if (memory > s.peak[pod]!) this.#notePeak(pod, memory);
    this.#tellBeforeHigh(pod, live, memory);
    this.#onChange?.(pod, Math.min(memory, limit));
  }

  /** With all rates current: kills, or schedules the crossing if it comes before they change. */
  settle(pod: number): void {
    const s = this.state;
    if (s.crossing[pod] !== NO_EVENT) {
      this.#simulator.cancel(s.crossing[pod]!);
      s.crossing[pod] = NO_EVENT;
    }
    this.observe(pod);
    if (s.over[pod] === 1) {
      s.over[pod] = 0;
      this.onExceeded(pod);
      return;
    }
    if (this.#staysBelowLimit(pod)) return;
    const at = this.#crossingAt(pod);
    if (at < this.#network.nextAt(pod)) {
      s.crossing[pod] = this.#simulator.schedule(at, this.#crossed, pod);
      this.#network.await(pod);
    }
  }

  /** The pod holds no request: what its levels show is rounding; makes them exactly zero. */
  clearDust(pod: number): void {
    const dust = DUST + RELATIVE_DUST * this.state.highest[pod]!;
    this.#network.levels.emptyDust(pod, dust);
  }

  /**
   * By pod, the highest memory up to an instant [B] that nothing happens before any more: not only
   * at what has happened, but where its lines lead until then. Changes nothing.
   */
  peaksBy(at: number): number[] {
    const { peak } = this.state;
    if (at === NEVER) return [...peak];
    const { levels, state } = this.#network;
    return Array.from(peak, (highest, pod) => {
      const level = (place: number) => levels.at(pod, place) + gainUntil(state, pod, place, at);
      const live = level(HANDLER) + level(UNREAD) + level(WRITE_BUFFER);
      const kernel = this.#options.chargesKernel ? level(KERNEL_RECEIVE) + level(KERNEL_SEND) : 0;
      const memory = this.#chargedWith(pod, live, kernel);
      return Math.max(highest, Math.min(memory, this.#options.limit));
    });
  }

  /** Where the bytes sit, in the order of PARTS, written into `out` from `offset` on. */
  parts(pod: number, out: Float64Array, offset: number): void {
    const { base, chargesKernel } = this.#options;
    const charged = (place: number) => this.#network.levels.at(pod, place);
    const kernel = (place: number) => (chargesKernel ? charged(place) : 0);
    out[offset] = this.state.running[pod]! * base;
    out[offset + 1] = charged(HANDLER);
    out[offset + 2] = charged(UNREAD);
    out[offset + 3] = charged(WRITE_BUFFER);
    out[offset + 4] = kernel(KERNEL_RECEIVE);
    out[offset + 5] = kernel(KERNEL_SEND);
    let rest = this.charged(pod);
    for (let part = 0; part < 6; part++) rest -= out[offset + part]!;
    out[offset + 6] = rest;
  }

  #chargedWith(pod: number, live: number, kernel: number): number {
    const { base, retention } = this.#options;
    const s = this.state;
    if (s.running[pod] === 0) return 0;
    const heap = Math.max(live, retention * s.highest[pod]!);
    return base + s.effect[pod]! * heap + this.kept.of(pod) + kernel;
  }

  /**
   * Of gains that make no new high of live bytes or memory nobody wants to know: a byte gained is a
   * byte of live ones at most, and of memory `effect` or one.
   */
  #tellBeforeHigh(pod: number, live: number, memory: number): void {
    const s = this.state;
    const toPeak = (s.peak[pod]! - memory) / Math.max(1, s.effect[pod]!);
    const room = Math.min(s.highest[pod]! - live, toPeak) - MARGIN;
    this.#network.levels.tellAfter(pod, Math.max(NEXT_TO_NOTHING, room));
  }

  #kernel(pod: number): number {
    if (!this.#options.chargesKernel) return 0;
    const { level } = this.#network.levels.state;
    const first = pod * PLACES;
    return level[first + KERNEL_RECEIVE]! + level[first + KERNEL_SEND]!;
  }

  #notePeak(pod: number, memory: number): void {
    const { limit } = this.#options;
    const { peak, peakParts } = this.state;
    peak[pod] = Math.min(memory, limit);
    this.parts(pod, peakParts, pod * PARTS.length);
    // Of the jump that passed the limit, only what fits was ever resident.
    if (memory > limit) peakParts[pod * PARTS.length + 1]! -= memory - limit;
  }

  /**
   * Whether the limit cannot be reached before the rates change, even if nothing left the pod: then
   * the exact answer is spared.
   */
  #staysBelowLimit(pod: number): boolean {
    const inflow = this.#network.inflow(pod);
    const gain = inflow > 0 ? inflow * (this.#network.nextAt(pod) - this.#simulator.now) : 0;
    const most = this.charged(pod) + Math.max(1, this.state.effect[pod]!) * gain;
    return most < this.#options.limit - MARGIN;
  }

  /**
   * Memory is the larger of two lines, one that follows live bytes and one that rests on the
   * retained ones; it crosses the limit with the first of them. Infinity: not at these rates.
   */
  #crossingAt(pod: number): number {
    const s = this.state;
    const { base, limit, retention, chargesKernel } = this.#options;
    const effect = s.effect[pod]!;
    const slope = (place: number) => slopeOf(this.#network.state, pod, place);
    const kernelSlope = chargesKernel ? slope(KERNEL_RECEIVE) + slope(KERNEL_SEND) : 0;
    const liveSlope = slope(HANDLER) + slope(UNREAD) + slope(WRITE_BUFFER);
    const rest = base + this.kept.of(pod) + this.#kernel(pod);
    // Until a line with this slope has covered the gap.
    const wait = (gap: number, rise: number) => (rise > 0 ? Math.max(0, gap) / rise : NEVER);
    const liveWait = wait(limit - rest - effect * this.live(pod), effect * liveSlope + kernelSlope);
    const restWait = wait(limit - rest - effect * retention * s.highest[pod]!, kernelSlope);
    return this.#simulator.now + Math.min(liveWait, restWait);
  }

  #cross(pod: number): void {
    this.state.crossing[pod] = NO_EVENT;
    this.#network.touch(pod);
    this.#passLimit(pod);
  }

  /** The pod is dead once this instant is over. */
  #passLimit(pod: number): void {
    this.state.over[pod] = 1;
    this.#network.await(pod);
  }
}
