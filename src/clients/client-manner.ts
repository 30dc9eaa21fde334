/**
 * How the clients of a population go about their requests: pace, patience, Expect, stalls. Writes
 * the columns that say so; pace is drawn for an operation, patience and stalls for each attempt.
 */
import { type Residual, residualOf } from '../random/residual.ts';
import { compileLaw, type Sampler } from '../random/sampler.ts';
import type { Stream } from '../random/stream.ts';
import type { Streams } from '../random/streams.ts';
import type { RequestTable } from '../request/table.ts';
import { sendsBody } from './methods.ts';
import type { Manner } from './options.ts';

/** Classes a random pace is rounded to, per octave: at most 2.2% off, so that flows share rates. */
const PACES_PER_OCTAVE = 16;

export class ClientManner {
  readonly #table: RequestTable;
  readonly #options: Manner;
  readonly #pace: Sampler;
  readonly #paces: Stream;
  readonly #patience: Sampler;
  readonly #patienceLeft: Residual | null;
  readonly #patiences: Stream;
  readonly #stallAfter: Sampler;
  readonly #stallFor: Sampler;
  readonly #stalls: Stream;

  constructor(table: RequestTable, streams: Streams, population: number, options: Manner) {
    this.#table = table;
    this.#options = options;
    this.#pace = compileLaw(options.pace);
    this.#paces = streams.get(`clients[${population}]/paces`);
    this.#patience = compileLaw(options.patience);
    this.#patienceLeft = residualOf(options.patience);
    this.#patiences = streams.get(`clients[${population}]/patience`);
    this.#stallAfter = compileLaw(options.stall.after);
    this.#stallFor = compileLaw(options.stall.for);
    this.#stalls = streams.get(`clients[${population}]/stalls`);
  }

  /** Writes what holds for all attempts of an operation; to be called for its first. */
  writeOperation(request: number): void {
    const s = this.#table.state;
    s.pace[request] = this.#drawPace();
    s.catchesUp[request] = this.#options.catchUp ? 1 : 0;
    s.keepsAlive[request] = this.#options.keepAlive ? 1 : 0;
  }

  /** Writes what is each attempt's own; its method and sizes stand. */
  writeAttempt(request: number): void {
    const s = this.#table.state;
    const { expect, stall } = this.#options;
    const asks = expect.enabled && sendsBody(s.method[request]!) && s.bodyBytes[request]! > 0;
    s.expectWait[request] = asks ? expect.wait : 0;
    if (stall.share > 0) this.#drawStall(request);
  }

  /** Draws how long the client of an attempt waits for its end [s]; Infinity: as long as it takes. */
  drawPatience(): number {
    return this.#patience.sample(this.#patiences);
  }

  /** Draws again until when the client of an attempt waits that still does; null: as drawn [s]. */
  redrawPatience(sentAt: number, now: number): number | null {
    return this.#patienceLeft?.until(sentAt, now, this.#patiences) ?? null;
  }

  /** Draws as much for an attempt that does not stall: a larger share then adds to a smaller one. */
  #drawStall(request: number): void {
    const stalls = this.#stalls.next() < this.#options.stall.share;
    const after = this.#stallAfter.sample(this.#stalls);
    const duration = this.#stallFor.sample(this.#stalls);
    if (!stalls) return;
    this.#table.state.stallAt[request] = Math.round(after);
    this.#table.state.stallFor[request] = duration;
  }

  #drawPace(): number {
    const pace = this.#pace.sample(this.#paces);
    if (!this.#pace.random) return pace;
    return 2 ** (Math.round(Math.log2(pace) * PACES_PER_OCTAVE) / PACES_PER_OCTAVE);
  }
}
