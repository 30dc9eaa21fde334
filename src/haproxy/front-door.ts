/** From a client's connect to a request HAProxy can place: the listener, then the reception. */
import type { Simulator } from '../kernel/simulator.ts';
import type { Ending } from '../request/ending.ts';
import type { RequestTable } from '../request/table.ts';
import { type Termination, terminationCode } from '../request/termination.ts';
import { Listener } from './listener.ts';
import type { HaproxyOptions } from './options.ts';
import { Reception } from './reception.ts';
import { OUTSIDE, RECEIVING, type SessionsState } from './sessions.ts';

export class FrontDoor {
  readonly state;
  /** A request is in the backend from here on. */
  onEnter: (request: number) => void = () => undefined;
  /** The body of a request is waited for; its client may have gone already. */
  onReceiving: (request: number) => void = () => undefined;
  /** The client of a request that was not let in is to be told. */
  onTurnAway: (request: number, ending: Ending) => void = () => undefined;
  readonly #table: RequestTable;
  readonly #sessions: SessionsState;
  readonly #listener: Listener;
  readonly #reception: Reception;

  constructor(
    simulator: Simulator,
    table: RequestTable,
    sessions: SessionsState,
    options: HaproxyOptions,
  ) {
    this.#table = table;
    this.#sessions = sessions;
    this.#listener = new Listener(simulator, table, options);
    this.#reception = new Reception(simulator, table, options);
    this.#listener.onReject = (request) => this.#turnAway(request, 'not_accepted', '--');
    this.#listener.onAccept = (request) => this.#receive(request);
    this.#reception.onReceived = (request) => this.onEnter(request);
    this.#reception.onExpired = (request, ending, state) => this.#turnAway(request, ending, state);
    this.state = { listener: this.#listener.state, reception: this.#reception.state };
  }

  /** Requests whose body is waited for without an end. */
  stalledForGood(): number {
    return this.#reception.state.endless;
  }

  arrive(request: number): void {
    this.#listener.arrive(request);
  }

  /** The client of a request whose body was waited for has left. */
  leave(request: number): void {
    this.#reception.left(request);
    this.#sessions.phase[request] = OUTSIDE;
    this.letGo(request);
  }

  /** HAProxy is through with a request. A client that has gone had its connection kept for it. */
  letGo(request: number): void {
    if (this.#table.state.answered[request] === 1) this.closed(request);
    this.#table.drop(request);
  }

  /** Client and HAProxy are through with a request: its connection is closed. */
  closed(request: number): void {
    this.#listener.closed(request);
  }

  #receive(request: number): void {
    // A client may have left while it waited in the kernel, where what it had sent still is.
    this.#sessions.abandoned[request] = this.#table.state.answered[request]!;
    if (this.#reception.receive(request)) {
      this.onEnter(request);
      return;
    }
    this.#sessions.phase[request] = RECEIVING;
    this.onReceiving(request);
  }

  #turnAway(request: number, ending: Ending, state: Termination): void {
    this.#sessions.phase[request] = OUTSIDE;
    this.#table.state.termination[request] = terminationCode(state);
    this.onTurnAway(request, ending);
    this.letGo(request);
  }
}
