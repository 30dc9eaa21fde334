/**
 * The memory charged to each pod, and the instant at which it will cross the limit.
 *
 *     memory = base + run effect x max(live, retention x highest live since the start)
 *            + growth per wave + residue of each request + kernel buffers
 *
 * where live = bytes held by handlers, by uvicorn and by the transport. All levels are
 * piecewise-linear in time, so memory is piecewise-linear and convex between two changes: its
 * highest point is at one of them, and the crossing of the limit is solved for, not polled.
 *
 * Growth of uploads in parts: after t turns of a crowd of n at most, the allocator keeps
 * `fragmentation x part x log2(n) x (1 - t^-decay)` more. The form was chosen on what
 * resident memory had beyond its live bytes with 4 to 128 uploads at once and after up to six waves
 * (nothing was measured beyond); its constants are options of the model.
 */
import type { FlowNetwork } from '../flow/flow-network.ts';
import { gainUntil, slopeOf } from '../flow/forecast.ts';
import { NO_EVENT, type Simulator } from '../kernel/simulator.ts';
import { HANDLER, KERNEL_RECEIVE, KERNEL_SEND, PLACES, UNREAD, WRITE_BUFFER } from './places.ts';

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

export interface MemoryOptions {
  readonly limit: number;
  readonly base: number;
  readonly retention: number;
  /** Parts kept for each doubling of the uploads at once. */
  readonly fragmentation: number;
  /** How fast it comes with the turns of the crowd. */
  readonly decay: number;
  /** [B] */
  readonly partSize: number;
  /** Left behind for good by each request [B]. */
  readonly residue: number;
  /** cgroup v2 charges kernel socket buffers to the pod. */
  readonly chargesKernel: boolean;
}

/** Where a pod's bytes sit, in the order of `PARTS`. */
export const PARTS = [
  'base',
  'handler',
  'unread',
  'writeBuffer',
  'kernelReceive',
  'kernelSend',
  'retained',
] as const;

export interface MemoryState {
  /** By pod: 1 while a process runs in it. */
  running: Uint8Array;
  /** By pod: memory multiplier of this process. */
  effect: Float64Array;
  /** By pod: highest live bytes since the start [B]. */
  highest: Float64Array;
  /** By pod: growth per wave so far [B]. */
  growth: Float64Array;
  /** By pod: left behind by requests so far [B]. */
  residue: Float64Array;
  /** By pod: growth and residue [B]. */
  kept: Float64Array;
  /** By pod: 1 if the limit was passed at this instant. */
  over: Uint8Array;
  /** By pod: handle of the crossing event. */
  crossing: Float64Array;
  /** By pod: highest memory, restarts included [B], and where its bytes sat then. */
  peak: Float64Array;
  peakParts: Float64Array;
}

export class PodMemory {
  readonly state: MemoryState;
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
    this.state = {
      running: new Uint8Array(pods),
      effect: new Float64Array(pods).fill(1),
      highest: new Float64Array(pods),
      growth: new Float64Array(pods),
      residue: new Float64Array(pods),
      kept: new Float64Array(pods),
      over: new Uint8Array(pods),
      crossing: new Float64Array(pods).fill(NO_EVENT),
      peak: new Float64Array(pods),
      peakParts: new Float64Array(pods * PARTS.length),
    };
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
    this.state.growth[pod] = 0;
    this.state.residue[pod] = 0;
    this.state.kept[pod] = 0;
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

  /** A request has begun in the pod: what it will leave behind counts from now on. */
  begun(pod: number): void {
    const s = this.state;
    s.residue[pod]! += this.#options.residue;
    this.#keep(pod);
  }

  /**
   * An upload in parts has begun in the pod.
   *
   * @param begun such uploads since the start
   * @param most the most there were at once
   */
  uploadBegun(pod: number, begun: number, most: number): void {
    const { fragmentation, partSize, decay } = this.#options;
    const turns = begun / most;
    if (fragmentation === 0 || turns <= 1) return;
    const s = this.state;
    const growth = (1 - turns ** -decay) * largestGrowth(fragmentation, partSize, most);
    s.growth[pod] = Math.max(s.growth[pod]!, growth);
    this.#keep(pod);
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
    for (let place = 0; place < PLACES; place++) {
      if (Math.abs(this.#network.levels.at(pod, place)) > dust) return;
    }
    this.#network.levels.empty(pod);
  }

  /**
   * By pod, the highest memory up to an instant [B] that nothing happens before any more: not only
   * at what has happened, but where its lines lead until then. Changes nothing.
   */
  peaksBy(at: number): number[] {
    const { peak } = this.state;
    if (at === Number.POSITIVE_INFINITY) return [...peak];
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
    const network = this.#network;
    const kernel = this.#options.chargesKernel ? 1 : 0;
    out[offset] = this.state.running[pod]! * this.#options.base;
    out[offset + 1] = network.levels.at(pod, HANDLER);
    out[offset + 2] = network.levels.at(pod, UNREAD);
    out[offset + 3] = network.levels.at(pod, WRITE_BUFFER);
    out[offset + 4] = kernel * network.levels.at(pod, KERNEL_RECEIVE);
    out[offset + 5] = kernel * network.levels.at(pod, KERNEL_SEND);
    let rest = this.charged(pod);
    for (let part = 0; part < 6; part++) rest -= out[offset + part]!;
    out[offset + 6] = rest;
  }

  #chargedWith(pod: number, live: number, kernel: number): number {
    const { base, retention } = this.#options;
    const s = this.state;
    if (s.running[pod] === 0) return 0;
    const heap = Math.max(live, retention * s.highest[pod]!);
    return base + s.effect[pod]! * heap + s.kept[pod]! + kernel;
  }

  /** What is kept has changed. */
  #keep(pod: number): void {
    const s = this.state;
    const before = s.kept[pod]!;
    s.kept[pod] = s.growth[pod]! + s.residue[pod]!;
    this.#network.levels.tellEarlier(pod, s.kept[pod]! - before);
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
    const { limit } = this.#options;
    const network = this.#network;
    const inflow = network.inflow(pod);
    const gain = inflow > 0 ? inflow * (network.nextAt(pod) - this.#simulator.now) : 0;
    return this.charged(pod) + Math.max(1, this.state.effect[pod]!) * gain < limit - MARGIN;
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
    const rest = base + s.kept[pod]! + this.#kernel(pod);
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

/** What uploads in parts can make the allocator keep, `most` at once, after any time [B]. */
export function largestGrowth(fragmentation: number, partSize: number, most: number): number {
  return fragmentation * partSize * Math.log2(most);
}

/** Time until a line with this slope has covered the gap [s]. */
function wait(gap: number, slope: number): number {
  return slope > 0 ? Math.max(0, gap) / slope : Number.POSITIVE_INFINITY;
}
