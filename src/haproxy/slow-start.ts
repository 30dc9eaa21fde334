/**
 * `slowstart` (server.c, server_recalc_eweight; queue.c, srv_dynamic_maxconn): a server that comes
 * UP gets its weight and its slots back step by step. HAProxy counts in whole seconds of its clock.
 */
import { NO_EVENT, type Simulator } from '../kernel/simulator.ts';
import type { ServerTable } from './server-table.ts';

/** Steps of weight between an idle start and full speed (BE_WEIGHT_SCALE). */
export const WEIGHT_SCALE = 16;

/** Factor on a server's weight, 1 to 16, so many whole seconds after it came UP. */
export function weightFactor(elapsed: number, duration: number): number {
  if (elapsed >= duration) return WEIGHT_SCALE;
  return Math.floor((WEIGHT_SCALE * elapsed + duration) / duration);
}

/** Slots of a server so many whole seconds after it came UP: in whole percents, at least 1. */
export function rampedLimit(limit: number, elapsed: number, duration: number): number {
  if (elapsed >= duration) return limit;
  const percent = Math.floor((100 * elapsed) / duration);
  return Math.max(1, Math.floor((limit * percent) / 100));
}

/** Whole seconds of the clock between two instants. */
function wholeSeconds(from: number, to: number): number {
  return Math.floor(to) - Math.floor(from);
}

export class SlowStart {
  /** Handle of the next step, by server. */
  readonly state: { timer: Float64Array };
  /** A server's weight and slots have grown; it may be at full speed now. */
  onStep: (server: number) => void = () => undefined;
  /** In whole seconds, as HAProxy keeps it; 0: no slow start. */
  readonly duration: number;
  readonly #simulator: Simulator;
  readonly #table: ServerTable;
  readonly #step: number;

  /** @param slowstart how long a server takes to full speed [s] */
  constructor(simulator: Simulator, table: ServerTable, slowstart: number) {
    this.#simulator = simulator;
    this.#table = table;
    this.duration = Math.ceil(slowstart);
    this.#step = simulator.on((server) => this.#warmUp(server));
    this.state = { timer: new Float64Array(table.up.length).fill(NO_EVENT) };
  }

  /** A server has come UP. */
  begin(server: number): void {
    if (this.duration === 0) return;
    this.#table.startedAt[server] = this.#simulator.now;
    this.#schedule(server);
  }

  /** A server has gone DOWN. */
  stop(server: number): void {
    this.#simulator.cancel(this.state.timer[server]!);
    this.state.timer[server] = NO_EVENT;
    this.#table.startedAt[server] = Number.NaN;
  }

  /** The second of HAProxy's clock; 0 where no server starts slowly. */
  second(): number {
    return this.duration === 0 ? 0 : Math.floor(this.#simulator.now);
  }

  /** Whole seconds since a server came UP; Infinity at full speed. */
  elapsed(server: number): number {
    const startedAt = this.#table.startedAt[server]!;
    if (Number.isNaN(startedAt)) return Number.POSITIVE_INFINITY;
    return wholeSeconds(startedAt, this.#simulator.now);
  }

  #warmUp(server: number): void {
    this.state.timer[server] = NO_EVENT;
    if (this.elapsed(server) >= this.duration) this.#table.startedAt[server] = Number.NaN;
    else this.#schedule(server);
    this.onStep(server);
  }

  /** The next step: every twentieth of the whole, but not within a second. */
  #schedule(server: number): void {
    const pause = Math.max(1, this.duration / 20);
    const at = this.#simulator.now + pause;
    this.state.timer[server] = this.#simulator.schedule(at, this.#step, server);
  }
}
