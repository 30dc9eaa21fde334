/**
 * Instants of a Poisson process whose rate changes in steps and that may be interrupted by
 * silences (an interrupted Poisson process where bursts and silences are exponential).
 *
 * Exact, by change of time: between arrivals the rate integrates to an exponential of mean 1, so
 * one draw gives one arrival whatever the rates, and equal draws stay paired when the rates change.
 */
import { exponential } from '../random/exponential.ts';
import { compileLaw, type Sampler } from '../random/sampler.ts';
import type { Stream } from '../random/stream.ts';
import type { Streams } from '../random/streams.ts';
import type { OpenClient } from './options.ts';

const UNIT = exponential(1);

export class Arrivals {
  /** Whether a burst is on, and until when that lasts [s]. */
  readonly state: { on: boolean; until: number };
  readonly #bursty: boolean;
  readonly #steps: OpenClient['schedule'];
  readonly #horizon: number;
  readonly #draws: Stream;
  readonly #burst: Sampler;
  readonly #silence: Sampler;
  readonly #phases: Stream;

  /** @param horizon arrivals after this instant are of no interest [s] */
  constructor(
    streams: Streams,
    population: number,
    { rate, schedule, bursts }: OpenClient,
    horizon: number,
  ) {
    this.#steps = [{ at: 0, rate }, ...schedule];
    this.#horizon = horizon;
    this.#draws = streams.get(`clients[${population}]/arrivals`);
    this.#burst = compileLaw(bursts.on);
    this.#silence = compileLaw(bursts.off);
    this.#phases = streams.get(`clients[${population}]/bursts`);
    this.#bursty = this.#burst.mean < Number.POSITIVE_INFINITY;
    this.state = { on: true, until: this.#burst.sample(this.#phases) };
  }

  /** Draws the first arrival after the last one, which was at `last` [s]; Infinity if none is. */
  after(last: number): number {
    return this.#reach(last, UNIT.sample(this.#draws));
  }

  /**
   * Draws again the arrival due before the horizon, given that none has come until `now` [s]: the
   * exponential that the rate integrates to is cut off at the horizon. Null: it stays as it was
   * drawn. So it does where silences may part arrivals, for whether one is on is not known.
   */
  redraw(now: number): number | null {
    if (this.#bursty) return null;
    const share = UNIT.cdf(this.#loadUntilHorizon(now));
    const at = this.#reach(now, UNIT.quantile(this.#draws.next() * share));
    return at <= this.#horizon && at < Number.POSITIVE_INFINITY ? at : null;
  }

  /** The instant at which the rate has integrated to `load` from `last` on. */
  #reach(last: number, from: number): number {
    let load = from;
    let now = last;
    while (now <= this.#horizon && now < Number.POSITIVE_INFINITY) {
      const step = this.#stepAt(now);
      const { on, until } = this.state;
      const end = Math.min(until, this.#steps[step + 1]?.at ?? Number.POSITIVE_INFINITY);
      const rate = on ? this.#steps[step]!.rate : 0;
      if (rate > 0) {
        const at = now + load * (1 / rate);
        if (at <= end) return at;
        load = Math.max(0, load - rate * (end - now));
      }
      now = end;
      if (now === until) this.#turn();
    }
    return Number.POSITIVE_INFINITY;
  }

  /** What the rate integrates to from an instant to the horizon. */
  #loadUntilHorizon(from: number): number {
    let load = 0;
    for (let now = from; now < this.#horizon; ) {
      const step = this.#stepAt(now);
      const end = Math.min(this.#horizon, this.#steps[step + 1]?.at ?? Number.POSITIVE_INFINITY);
      const { rate } = this.#steps[step]!;
      if (rate > 0) load += rate * (end - now);
      now = end;
    }
    return load;
  }

  /** A burst becomes a silence, or the other way round. */
  #turn(): void {
    const s = this.state;
    s.on = !s.on;
    s.until += (s.on ? this.#burst : this.#silence).sample(this.#phases);
  }

  /** The step in force from `now` on: of those that have begun, the last. */
  #stepAt(now: number): number {
    let step = 0;
    let behind = this.#steps.length;
    while (behind - step > 1) {
      const middle = (step + behind) >> 1;
      if (this.#steps[middle]!.at <= now) step = middle;
      else behind = middle;
    }
    return step;
  }
}
