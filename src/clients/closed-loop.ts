/**
 * A fixed crowd: each worker begins an operation, waits for its final answer, thinks, and begins
 * another, until all have begun or the horizon has come.
 */
import type { Simulator } from '../kernel/simulator.ts';
import { compileLaw, type Sampler } from '../random/sampler.ts';
import type { Stream } from '../random/stream.ts';
import type { Streams } from '../random/streams.ts';
import type { Ending } from '../request/ending.ts';
import type { Operations } from './operations.ts';
import type { ClosedClient } from './options.ts';
import type { Crowd } from './population.ts';
import { RequestSource } from './request-source.ts';

export class ClosedLoop implements Crowd {
  readonly state = { sent: 0 };
  readonly #simulator: Simulator;
  readonly #operations: Operations;
  readonly #source: RequestSource;
  readonly #requests: number;
  readonly #horizon: number;
  readonly #workers: number;
  readonly #think: Sampler;
  readonly #thinks: Stream;
  readonly #pause: Sampler;
  readonly #jitter: Sampler;
  readonly #jitters: Stream;
  readonly #ready: number;

  /** @param horizon no request is sent after this instant [s] */
  constructor(
    simulator: Simulator,
    streams: Streams,
    operations: Operations,
    population: number,
    options: ClosedClient,
    horizon: number,
  ) {
    this.#simulator = simulator;
    this.#operations = operations;
    this.#source = new RequestSource(streams, population, options);
    this.#requests = options.requests;
    this.#horizon = horizon;
    this.#think = compileLaw(options.thinkTime);
    this.#pause = compileLaw(options.pauseAfterFailure);
    this.#thinks = streams.get(`clients[${population}]/think times`);
    this.#jitter = compileLaw(options.startJitter);
    this.#jitters = streams.get(`clients[${population}]/start jitter`);
    const workers = compileLaw(options.workers);
    const demand = streams.get(`clients[${population}]/workers`);
    this.#workers = Math.max(1, Math.round(workers.sample(demand)));
    this.#ready = simulator.on((worker) => this.#send(worker));
  }

  begin(): void {
    for (let worker = 0; worker < this.#workers; worker++) {
      this.#sendAfter(this.#jitter.sample(this.#jitters), worker);
    }
  }

  ended(worker: number, ending: Ending): void {
    const pause = ending === 'ok' ? 0 : this.#pause.sample(this.#thinks);
    this.#sendAfter(pause + this.#think.sample(this.#thinks), worker);
  }

  #sendAfter(delay: number, worker: number): void {
    this.#simulator.schedule(this.#simulator.now + delay, this.#ready, worker);
  }

  #send(worker: number): void {
    if (this.state.sent >= this.#requests || this.#simulator.now > this.#horizon) return;
    this.state.sent++;
    this.#operations.begin(worker, this.#source.next());
  }
}
