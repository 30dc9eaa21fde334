/**
 * Clients that leave before their answer. HAProxy learns of it only when it reads from the client
 * or writes to it, and drops a request it has in full only with `option abortonclose`; until then
 * the request goes on for nobody.
 */
import type { Simulator } from '../kernel/simulator.ts';
import { AWAITS_POD, RESPONDING, type RequestTableState, THINKING } from '../request/table.ts';
import type { Termination } from '../request/termination.ts';
import type { HaproxyOptions } from './options.ts';
import { isReceiving, isWhole } from './received-body.ts';
import { REQUEST_BUFFER } from './request-buffer.ts';
import { CONNECTED, QUEUED, RECEIVING, type SessionsState } from './sessions.ts';
import { traitsOf, type VersionTraits } from './version.ts';

export class ClientAborts {
  readonly #simulator: Simulator;
  readonly #requests: RequestTableState;
  readonly #sessions: SessionsState;
  readonly #abortsOnClose: boolean;
  readonly #traits: VersionTraits;

  constructor(
    simulator: Simulator,
    requests: RequestTableState,
    sessions: SessionsState,
    { abortonclose, version }: HaproxyOptions,
  ) {
    this.#simulator = simulator;
    this.#requests = requests;
    this.#sessions = sessions;
    // `auto` is the default of the version, and no version modelled has it on.
    this.#abortsOnClose = abortonclose === true;
    this.#traits = traitsOf(version);
  }

  /**
   * Whether HAProxy finds out now that the client of a request in hand has gone.
   *
   * @param hasMoved bytes of it have moved at this instant, though it may stand still again
   */
  notices(request: number, hasMoved = false): boolean {
    const requests = this.#requests;
    const phase = this.#sessions.phase[request]!;
    const isMoving = requests.waitsFor[request] !== AWAITS_POD;
    if (phase === CONNECTED && requests.stage[request] === RESPONDING) {
      // A short answer is gone with the first write, which succeeds on a closed connection too.
      return (isMoving || hasMoved) && requests.responseBytes[request]! > REQUEST_BUFFER;
    }
    if (phase === RECEIVING) return true;
    if (this.#isComplete(request)) return this.#abortsOnClose;
    if (phase === CONNECTED) return isMoving;
    return isReceiving(requests, request, this.#simulator.now);
  }

  /**
   * HAProxy's view of a request in hand whose client leaves now (manual, section 8.5); `--` where
   * it goes on and is answered. A body that fills the buffer hides the abort until the request is
   * in a pod.
   */
  termination(request: number): Termination {
    const { stage, responseBytes } = this.#requests;
    const phase = this.#sessions.phase[request]!;
    const cutUpload = this.#traits.uploadCutByClient;
    if (phase === RECEIVING) return 'CR';
    if (phase === CONNECTED && stage[request] === RESPONDING) {
      return responseBytes[request]! > REQUEST_BUFFER ? 'CD' : '--';
    }
    if (this.#isComplete(request) && !this.#abortsOnClose) return '--';
    if (phase === CONNECTED) return stage[request] === THINKING ? 'CH' : cutUpload;
    if (!this.notices(request)) return cutUpload;
    return phase === QUEUED ? 'CQ' : 'CC';
  }

  /** Whether HAProxy has all of the request, or has passed it on. */
  #isComplete(request: number): boolean {
    const isInPod = this.#sessions.phase[request] === CONNECTED;
    const isPassedOn = isInPod && this.#requests.stage[request] === THINKING;
    return isPassedOn || isWhole(this.#requests, request, this.#simulator.now);
  }
}
