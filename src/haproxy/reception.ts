/**
 * `option http-buffer-request`: a request is placed only when HAProxy has its whole body, or a
 * buffer full of it. Headers come in one packet and cost no time. The wait ends with 408 when
 * `timeout http-request` has passed, or when the client has been silent for `timeout client`
 * (seen on 2.6.12: 408 cR for both).
 */
import { createColumns, growColumns } from '../kernel/columns.ts';
import { NO_EVENT, type Simulator } from '../kernel/simulator.ts';
import type { Ending } from '../request/ending.ts';
import type { RequestTable } from '../request/table.ts';
import type { Termination } from '../request/termination.ts';
import type { HaproxyOptions } from './options.ts';
import { REQUEST_BUFFER } from './request-buffer.ts';

const FOREVER = Number.POSITIVE_INFINITY;
/** The handle of no event that still stands for a reception: one that only the client can end. */
const ENDLESS = -2;

/** By request. */
const columns = (capacity: number) => ({
  /** Handle of the end of its reception, or NO_EVENT. */
  timer: new Float64Array(capacity).fill(NO_EVENT),
});

type ReceptionState = ReturnType<typeof columns> & {
  /** Receptions that only their client can end. */
  endless: number;
};

export class Reception {
  readonly state: ReceptionState = createColumns(columns, { endless: 0 });
  /** What was waited for of a request is here. */
  onReceived: (request: number) => void = () => undefined;
  /** It did not come in time. */
  onExpired: (request: number, ending: Ending, termination: Termination) => void = () => undefined;
  readonly #simulator: Simulator;
  readonly #table: RequestTable;
  readonly #options: HaproxyOptions;
  readonly #received: number;
  readonly #expired: number;

  constructor(simulator: Simulator, table: RequestTable, options: HaproxyOptions) {
    this.#simulator = simulator;
    this.#table = table;
    this.#options = options;
    this.#received = simulator.on((request) => {
      this.state.timer[request] = NO_EVENT;
      this.onReceived(request);
    });
    this.#expired = simulator.on((request) => {
      this.state.timer[request] = NO_EVENT;
      this.onExpired(request, 'client_gave_up', 'cR');
    });
  }

  /** @returns true if the request can be placed now; else one of the ports follows */
  receive(request: number): boolean {
    if (!this.#options.httpBufferRequest) return true;
    const { expectWait } = this.#table.state;
    // HAProxy wants the body, and answers 100 itself (http_ana.c, http_handle_expect_hdr).
    expectWait[request] = 0;
    const { complete, limit } = this.#course(request);
    if (complete <= this.#simulator.now) return true;
    const kind = complete <= limit ? this.#received : this.#expired;
    const at = Math.min(complete, limit);
    if (at < FOREVER) this.#setTimer(request, this.#simulator.schedule(at, kind, request));
    else {
      this.#setTimer(request, ENDLESS);
      this.state.endless++;
    }
    return false;
  }

  /**
   * The client has left.
   *
   * @returns whether its request was still being received
   */
  left(request: number): boolean {
    const timer = this.state.timer[request] ?? NO_EVENT;
    if (timer === NO_EVENT) return false;
    if (timer === ENDLESS) this.state.endless--;
    this.#simulator.cancel(timer);
    this.state.timer[request] = NO_EVENT;
    return true;
  }

  /**
   * When what is waited for is here, and until when HAProxy would wait [s]. What a client sent while
   * it waited in the kernel to be accepted is there already.
   */
  #course(request: number): { complete: number; limit: number } {
    const { bodyBytes, pace, stallAt, stallFor, sentAt } = this.#table.state;
    const { client, httpRequest } = this.#options.timeouts;
    const { now } = this.#simulator;
    const wanted = Math.min(bodyBytes[request]!, REQUEST_BUFFER);
    const sent = sentAt[request]! + wanted / pace[request]!;
    const patience = now + httpRequest;
    if (stallAt[request]! >= wanted) return { complete: sent, limit: patience };
    const silentFrom = sentAt[request]! + stallAt[request]! / pace[request]!;
    const silence = Math.max(now, silentFrom) + client;
    const isSilentTooLong = silence < silentFrom + stallFor[request]!;
    const limit = isSilentTooLong ? Math.min(patience, silence) : patience;
    return { complete: sent + stallFor[request]!, limit };
  }

  #setTimer(request: number, timer: number): void {
    const s = this.state;
    if (request >= s.timer.length) growColumns(s, columns, request);
    s.timer[request] = timer;
  }
}
