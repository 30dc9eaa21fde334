/** What has arrived starts later by its start jitter, unless the horizon comes first. */
import type { Simulator } from '../kernel/simulator.ts';
import { type Residual, residualOf } from '../random/residual.ts';
import { compileLaw, type Sampler } from '../random/sampler.ts';
import type { Stream } from '../random/stream.ts';
import type { Streams } from '../random/streams.ts';
import type { Manner } from './options.ts';

export class JitteredStart {
  readonly #simulator: Simulator;
  readonly #jitter: Sampler;
  readonly #jitterLeft: Residual | null;
  readonly #jitters: Stream;
  readonly #begin: (id: number) => void;
  readonly #start: number;

  /**
   * @param horizon nothing starts after this instant [s]
   * @param begin called as what arrived under this id starts
   */
  constructor(
    simulator: Simulator,
    streams: Streams,
    population: number,
    { startJitter }: Pick<Manner, 'startJitter'>,
    horizon: number,
    begin: (id: number) => void,
  ) {
    this.#simulator = simulator;
    this.#jitter = compileLaw(startJitter);
    this.#jitterLeft = residualOf(startJitter);
    this.#jitters = streams.get(`clients[${population}]/start jitter`);
    this.#begin = begin;
    this.#start = simulator.on((id) => {
      if (simulator.now <= horizon) begin(id);
    });
  }

  /** It arrives now; without a jitter it starts at once. */
  arrive(id: number): void {
    const delay = this.#jitter.sample(this.#jitters);
    if (delay === 0) this.#begin(id);
    else this.#simulator.schedule(this.#simulator.now + delay, this.#start, id);
  }

  /**
   * Draws again the jitter of all that has arrived and has not started.
   *
   * @param arrivedAt when it arrived, by id [s]
   */
  redraw(arrivedAt: (id: number) => number): void {
    const { now } = this.#simulator;
    this.#simulator.retime(
      this.#start,
      (id, at) => this.#jitterLeft?.until(arrivedAt(id), now, this.#jitters) ?? at,
    );
  }
}
