/**
 * A fixed crowd: each worker begins an operation, waits for its final answer, thinks, and begins
 * another, until all have begun or the horizon has come.
 */
import type { Simulator } from '../kernel/simulator.ts';
import { type Residual, residualOf } from '../random/residual.ts';
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
  readonly #jitterLeft: Residual | null;
  readonly #thinkLeft: Residual | null;
  readonly #started: number;
  readonly #recovered: number;
  readonly #thought: number;

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
    this.#jitterLeft = residualOf(options.startJitter);
    this.#thinkLeft = residualOf(options.thinkTime);
    this.#started = simulator.on((worker) => this.#send(worker));
    this.#recovered = simulator.on((worker) => this.#send(worker));
    this.#thought = simulator.on((worker) => this.#send(worker));
  }

  begin(): void {
    for (let worker = 0; worker < this.#workers; worker++) {
      this.#sendAfter(this.#jitter.sample(this.#jitters), this.#started, worker);
    }
  }

  ended(worker: number, ending: Ending): void {
    const pause = ending === 'ok' ? 0 : this.#pause.sample(this.#thinks);
    const kind = ending === 'ok' ? this.#thought : this.#recovered;
    this.#sendAfter(pause + this.#think.sample(this.#thinks), kind, worker);
  }

  /** Of a thought only what has no memory is drawn again: its beginning is not written down. */
  redraw(): void {
    const { now } = this.#simulator;
    this.#simulator.retime(
      this.#started,
      (_, at) => this.#jitterLeft?.until(0, now, this.#jitters) ?? at,
    );
    if (this.#thinkLeft === null || this.#thinkLeft.ages) return;
    this.#simulator.retime(
      this.#thought,
      (_, at) => this.#thinkLeft!.until(now, now, this.#thinks) ?? at,
    );
  }

  #sendAfter(delay: number, kind: number, worker: number): void {
    this.#simulator.schedule(this.#simulator.now + delay, kind, worker);
  }

  #send(worker: number): void {
    if (this.state.sent >= this.#requests || this.#simulator.now > this.#horizon) return;
    this.state.sent++;
    this.#operations.begin(worker, this.#source.next());
  }
}
