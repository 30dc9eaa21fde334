/** Arrivals that do not wait for answers, up to the horizon. */
import type { Simulator } from '../kernel/simulator.ts';
import type { Streams } from '../random/streams.ts';
import { Arrivals } from './arrivals.ts';
import { JitteredStart } from './jittered-start.ts';
import type { Operations } from './operations.ts';
import type { OpenClient } from './options.ts';
import type { Crowd } from './population.ts';
import { RequestSource } from './request-source.ts';

export class OpenLoop implements Crowd {
  readonly state;
  readonly #simulator: Simulator;
  readonly #horizon: number;
  readonly #arrivals: Arrivals;
  readonly #arrival: number;
  readonly #starts: JitteredStart;

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
    this.#horizon = horizon;
    this.#arrivals = new Arrivals(streams, population, options, horizon);
    this.state = { sent: 0, arrivals: this.#arrivals.state };
    this.#arrival = simulator.alarm(() => this.#arrive());
    const source = new RequestSource(streams, population, options);
    this.#starts = new JitteredStart(simulator, streams, population, options, horizon, (worker) =>
      operations.begin(worker, source.next()),
    );
  }

  begin(): void {
    this.#scheduleNext();
  }

  /** Where an arrival is due before the horizon, one still is: that alone of it may be known. */
  redraw(): void {
    const { now } = this.#simulator;
    this.#simulator.retimeAlarm(this.#arrival, (at) => this.#arrivals.redraw(now) ?? at);
  }

  ended(): void {}

  #arrive(): void {
    this.#starts.arrive(this.state.sent++);
    this.#scheduleNext();
  }

  #scheduleNext(): void {
    const at = this.#arrivals.after(this.#simulator.now);
    if (at <= this.#horizon) this.#simulator.setAlarm(this.#arrival, at);
  }
}
