/**
 * A fixed crowd: each worker sends, waits for the answer, thinks, and sends again, until all
 * requests are sent or the horizon has come.
 */
import type { Simulator } from '../kernel/simulator.ts';
import { compileLaw, type Sampler } from '../random/sampler.ts';
import type { Stream } from '../random/stream.ts';
import type { Streams } from '../random/streams.ts';
import type { Ending } from '../request/ending.ts';
import type { RequestTable } from '../request/table.ts';
import type { ClosedClient } from './options.ts';
import type { Population, PopulationPorts } from './population.ts';
import type { RequestSource } from './request-source.ts';

export class ClosedLoop implements Population {
  readonly state = { sent: 0 };
  readonly #simulator: Simulator;
  readonly #ports: PopulationPorts;
  readonly #table: RequestTable;
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
    table: RequestTable,
    streams: Streams,
    source: RequestSource,
    population: number,
    options: ClosedClient,
    horizon: number,
    ports: PopulationPorts,
  ) {
    this.#simulator = simulator;
    this.#ports = ports;
    this.#table = table;
    this.#source = source;
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

  answered(request: number, ending: Ending): void {
    this.#ports.operationEnded(request, ending);
    const worker = this.#table.state.worker[request]!;
    const pause = ending === 'ok' ? 0 : this.#pause.sample(this.#thinks);
    this.#sendAfter(pause + this.#think.sample(this.#thinks), worker);
  }

  #sendAfter(delay: number, worker: number): void {
    this.#simulator.schedule(this.#simulator.now + delay, this.#ready, worker);
  }

  #send(worker: number): void {
    if (this.state.sent >= this.#requests || this.#simulator.now > this.#horizon) return;
    this.state.sent++;
    this.#source.send(worker);
  }
}
