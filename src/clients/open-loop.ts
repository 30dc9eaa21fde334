/** Arrivals that do not wait for answers, up to the horizon. */
import type { Simulator } from '../kernel/simulator.ts';
import { compileLaw, type Sampler } from '../random/sampler.ts';
import type { Stream } from '../random/stream.ts';
import type { Streams } from '../random/streams.ts';
import { Arrivals } from './arrivals.ts';
import type { Operations } from './operations.ts';
import type { OpenClient } from './options.ts';
import type { Crowd } from './population.ts';
import { RequestSource } from './request-source.ts';

export class OpenLoop implements Crowd {
  readonly state;
  readonly #simulator: Simulator;
  readonly #operations: Operations;
  readonly #source: RequestSource;
  readonly #horizon: number;
  readonly #arrivals: Arrivals;
  readonly #arrival: number;
  readonly #jitter: Sampler;
  readonly #jitters: Stream;
  readonly #start: number;

  /** @param horizon arrivals stop at this instant [s] */
  constructor(
    simulator: Simulator,
    streams: Streams,
    operations: Operations,
    population: number,
    options: OpenClient,
    horizon: number,
  ) {
    this.#simulator = simulator;
    this.#operations = operations;
    this.#source = new RequestSource(streams, population, options);
    this.#horizon = horizon;
    this.#arrivals = new Arrivals(streams, population, options, horizon);
    this.state = { sent: 0, arrivals: this.#arrivals.state };
    this.#arrival = simulator.on(() => this.#arrive());
    this.#jitter = compileLaw(options.startJitter);
    this.#jitters = streams.get(`clients[${population}]/start jitter`);
    this.#start = simulator.on((worker) => {
      if (simulator.now <= this.#horizon) this.#begin(worker);
    });
  }

  begin(): void {
    this.#scheduleNext();
  }

  /** Where an arrival is due before the horizon, one still is: that alone of it may be known. */
  redraw(): void {
    const { now } = this.#simulator;
    this.#simulator.retime(this.#arrival, (_, at) => this.#arrivals.redraw(now) ?? at);
  }

  ended(): void {}

  #arrive(): void {
    const worker = this.state.sent++;
    const delay = this.#jitter.sample(this.#jitters);
    if (delay === 0) this.#begin(worker);
    else this.#simulator.schedule(this.#simulator.now + delay, this.#start, worker);
    this.#scheduleNext();
  }

  #begin(worker: number): void {
    this.#operations.begin(worker, this.#source.next());
  }

  #scheduleNext(): void {
    const at = this.#arrivals.after(this.#simulator.now);
    if (at <= this.#horizon) this.#simulator.schedule(at, this.#arrival, 0);
  }
}
