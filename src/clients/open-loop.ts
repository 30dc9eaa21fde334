/** Arrivals that do not wait for answers: a Poisson process up to the horizon. */
import type { Simulator } from '../kernel/simulator.ts';
import { compileLaw, type Sampler } from '../random/sampler.ts';
import type { Stream } from '../random/stream.ts';
import type { Streams } from '../random/streams.ts';
import type { Ending } from '../request/ending.ts';
import type { OpenClient } from './options.ts';
import type { Population, PopulationPorts } from './population.ts';
import type { RequestSource } from './request-source.ts';

export class OpenLoop implements Population {
  readonly state = { sent: 0 };
  readonly #simulator: Simulator;
  readonly #ports: PopulationPorts;
  readonly #source: RequestSource;
  readonly #horizon: number;
  readonly #gap: Sampler;
  readonly #arrivals: Stream;
  readonly #arrival: number;
  readonly #jitter: Sampler;
  readonly #jitters: Stream;
  readonly #start: number;

  /** @param horizon arrivals stop at this instant [s] */
  constructor(
    simulator: Simulator,
    streams: Streams,
    source: RequestSource,
    population: number,
    options: OpenClient,
    horizon: number,
    ports: PopulationPorts,
  ) {
    this.#simulator = simulator;
    this.#ports = ports;
    this.#source = source;
    this.#horizon = horizon;
    this.#gap = compileLaw({ law: 'exponential', mean: 1 / options.rate });
    this.#arrivals = streams.get(`clients[${population}]/arrivals`);
    this.#arrival = simulator.on(() => this.#arrive());
    this.#jitter = compileLaw(options.startJitter);
    this.#jitters = streams.get(`clients[${population}]/start jitter`);
    this.#start = simulator.on((worker) => {
      if (simulator.now <= this.#horizon) source.send(worker);
    });
  }

  begin(): void {
    this.#scheduleNext();
  }

  answered(request: number, ending: Ending): void {
    this.#ports.operationEnded(request, ending);
  }

  #arrive(): void {
    const worker = this.state.sent++;
    const delay = this.#jitter.sample(this.#jitters);
    if (delay === 0) this.#source.send(worker);
    else this.#simulator.schedule(this.#simulator.now + delay, this.#start, worker);
    this.#scheduleNext();
  }

  #scheduleNext(): void {
    const at = this.#simulator.now + this.#gap.sample(this.#arrivals);
    if (at <= this.#horizon) this.#simulator.schedule(at, this.#arrival, 0);
  }
}
