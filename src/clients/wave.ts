/**
 * Cron-aligned waves: at the start of every period all workers send one request each, apart by
 * their start jitter. How many workers there are is drawn anew for each wave.
 */
import type { Simulator } from '../kernel/simulator.ts';
import { type Residual, residualOf } from '../random/residual.ts';
import { compileLaw, type Sampler } from '../random/sampler.ts';
import type { Stream } from '../random/stream.ts';
import type { Streams } from '../random/streams.ts';
import type { Operations } from './operations.ts';
import type { WaveClient } from './options.ts';
import type { Crowd } from './population.ts';
import { RequestSource } from './request-source.ts';

export class Wave implements Crowd {
  /** Waves so far, and the instant of the last [s]. */
  readonly state = { waves: 0, brokeAt: 0 };
  readonly #simulator: Simulator;
  readonly #options: WaveClient;
  readonly #workers: Sampler;
  readonly #demand: Stream;
  readonly #jitter: Sampler;
  readonly #jitters: Stream;
  readonly #jitterLeft: Residual | null;
  readonly #wave: number;
  readonly #start: number;

  /** @param horizon no request is sent after this instant [s] */
  constructor(
    simulator: Simulator,
    streams: Streams,
    operations: Operations,
    population: number,
    options: WaveClient,
    horizon: number,
  ) {
    this.#simulator = simulator;
    this.#options = options;
    this.#workers = compileLaw(options.workers);
    this.#demand = streams.get(`clients[${population}]/workers`);
    this.#jitter = compileLaw(options.startJitter);
    this.#jitters = streams.get(`clients[${population}]/start jitter`);
    // Where waves run into each other, nobody knows which one a worker came with.
    const apart = options.waves === 1 || this.#jitter.max <= options.period;
    this.#jitterLeft = apart ? residualOf(options.startJitter) : null;
    this.#wave = simulator.on(() => this.#break());
    const source = new RequestSource(streams, population, options);
    this.#start = simulator.on((worker) => {
      if (simulator.now <= horizon) operations.begin(worker, source.next());
    });
  }

  begin(): void {
    this.#break();
  }

  ended(): void {}

  redraw(): void {
    const { now } = this.#simulator;
    this.#simulator.retime(
      this.#start,
      (_, at) => this.#jitterLeft?.until(this.state.brokeAt, now, this.#jitters) ?? at,
    );
  }

  /** A wave breaks: its workers start, and the next wave is scheduled. */
  #break(): void {
    const now = this.#simulator.now;
    this.state.brokeAt = now;
    const workers = Math.max(1, Math.round(this.#workers.sample(this.#demand)));
    for (let worker = 0; worker < workers; worker++) {
      this.#simulator.schedule(now + this.#jitter.sample(this.#jitters), this.#start, worker);
    }
    if (++this.state.waves < this.#options.waves) {
      this.#simulator.schedule(now + this.#options.period, this.#wave, 0);
    }
  }
}
