/** A trace: its requests at their times, whatever became of the ones before. */
import type { Simulator } from '../kernel/simulator.ts';
import { type Residual, residualOf } from '../random/residual.ts';
import { compileLaw, type Sampler } from '../random/sampler.ts';
import type { Stream } from '../random/stream.ts';
import type { Streams } from '../random/streams.ts';
import { GET } from '../request/table.ts';
import { METHOD_CODES, sendsBody } from './methods.ts';
import type { Operations } from './operations.ts';
import type { ReplayClient } from './options.ts';
import type { Crowd } from './population.ts';
import type { Ask } from './request-source.ts';
import type { TraceRow } from './setting-groups.ts';

export class Replay implements Crowd {
  readonly state = { next: 0 };
  readonly #simulator: Simulator;
  readonly #operations: Operations;
  readonly #horizon: number;
  readonly #rows: readonly TraceRow[];
  readonly #speed: number;
  readonly #jitter: Sampler;
  readonly #jitters: Stream;
  readonly #jitterLeft: Residual | null;
  readonly #arrival: number;
  readonly #start: number;

  /** @param horizon no request is sent after this instant [s] */
  constructor(
    simulator: Simulator,
    streams: Streams,
    operations: Operations,
    population: number,
    options: ReplayClient,
    horizon: number,
  ) {
    this.#simulator = simulator;
    this.#operations = operations;
    this.#horizon = horizon;
    this.#rows = options.trace.toSorted((a, b) => a.at - b.at);
    this.#speed = options.speed;
    this.#jitter = compileLaw(options.startJitter);
    this.#jitterLeft = residualOf(options.startJitter);
    this.#jitters = streams.get(`clients[${population}]/start jitter`);
    this.#arrival = simulator.on(() => this.#arrive());
    this.#start = simulator.on((row) => {
      if (simulator.now <= horizon) this.#begin(row);
    });
  }

  begin(): void {
    this.#scheduleNext();
  }

  ended(): void {}

  redraw(): void {
    const { now } = this.#simulator;
    this.#simulator.retime(this.#start, (row, at) => {
      const due = this.#rows[row]!.at / this.#speed;
      return this.#jitterLeft?.until(due, now, this.#jitters) ?? at;
    });
  }

  #arrive(): void {
    const row = this.state.next++;
    const delay = this.#jitter.sample(this.#jitters);
    if (delay === 0) this.#begin(row);
    else this.#simulator.schedule(this.#simulator.now + delay, this.#start, row);
    this.#scheduleNext();
  }

  #begin(row: number): void {
    this.#operations.begin(row, askOf(this.#rows[row]!));
  }

  #scheduleNext(): void {
    const row = this.#rows[this.state.next];
    if (row === undefined) return;
    const at = row.at / this.#speed;
    if (at <= this.#horizon) this.#simulator.schedule(at, this.#arrival, 0);
  }
}

function askOf({ method: word, bytes, responseBytes = bytes }: TraceRow): Ask {
  const method = METHOD_CODES[word];
  return {
    method,
    bodyBytes: sendsBody(method) ? Math.round(bytes) : 0,
    responseBytes: method === GET ? Math.round(responseBytes) : 0,
  };
}
