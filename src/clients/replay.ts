/** A trace: its requests at their times, whatever became of the ones before. */
import type { Simulator } from '../kernel/simulator.ts';
import type { Streams } from '../random/streams.ts';
import { GET } from '../request/table.ts';
import { JitteredStart } from './jittered-start.ts';
import { METHOD_CODES, sendsBody } from './methods.ts';
import type { Operations } from './operations.ts';
import type { ReplayClient } from './options.ts';
import type { Crowd } from './population.ts';
import type { Ask } from './request-source.ts';
import type { TraceRow } from './setting-groups.ts';

export class Replay implements Crowd {
  readonly state = { next: 0 };
  readonly #simulator: Simulator;
  readonly #horizon: number;
  readonly #rows: readonly TraceRow[];
  readonly #speed: number;
  readonly #arrival: number;
  readonly #starts: JitteredStart;

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
    this.#horizon = horizon;
    this.#rows = options.trace.toSorted((a, b) => a.at - b.at);
    this.#speed = options.speed;
    this.#arrival = simulator.on(() => this.#arrive());
    this.#starts = new JitteredStart(simulator, streams, population, options, horizon, (row) =>
      operations.begin(row, askOf(this.#rows[row]!)),
    );
  }

  begin(): void {
    this.#scheduleNext();
  }

  ended(): void {}

  redraw(): void {
    this.#starts.redraw((row) => this.#rows[row]!.at / this.#speed);
  }

  #arrive(): void {
    this.#starts.arrive(this.state.next++);
    this.#scheduleNext();
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
