/**
 * Attempts to reach a server that a request was given (backend.c, back_handle_st_cer), and what
 * follows a failed one: the same server again, another one, or 503. A connect is accepted or
 * refused at once; a pod keeps its address through a restart, so none goes unanswered.
 */
import { NOBODY } from '../kernel/linked-queue.ts';
import type { Simulator } from '../kernel/simulator.ts';
import type { Ending } from '../request/ending.ts';
import type { RequestTableState } from '../request/table.ts';
import type { Backend } from './backend.ts';
import type { HealthChecks } from './health-checks.ts';
import type { HaproxyOptions } from './options.ts';
import { observedEnding } from './pod-endings.ts';
import { isWhole, receivedBytes } from './received-body.ts';
import { redispatches, repeatReason, retriesOn, turnAround } from './retry-policy.ts';
import { CONNECTED, DELIVERED, PAUSED, type SessionsState } from './sessions.ts';
import { traitsOf, type VersionTraits } from './version.ts';

interface Parts {
  readonly simulator: Simulator;
  readonly requests: RequestTableState;
  readonly sessions: SessionsState;
  readonly backend: Backend;
  readonly checks: HealthChecks;
}

export class Attempts {
  /** Hands a request to a pod; false if the connection is refused. */
  onConnect: (request: number, pod: number) => boolean = () => false;
  /** A request is in its pod, and has not ended at once. */
  onConnected: (request: number) => void = () => undefined;
  /** A request whose client has gone has reached its server, which shows that it has. */
  onForNobody: (request: number) => void = () => undefined;
  /** Whether a pod accepts connections. */
  isListening: (pod: number) => boolean = () => true;
  /** All retries of a request are spent. */
  onExhausted: (request: number) => void = () => undefined;
  readonly #options: HaproxyOptions;
  readonly #traits: VersionTraits;
  readonly #repeats: boolean;
  readonly #parts: Parts;
  readonly #reconnect: number;
  readonly #replace: number;

  constructor(options: HaproxyOptions, parts: Parts) {
    this.#options = options;
    this.#traits = traitsOf(options.version);
    this.#repeats = options.retryOn.some((reason) => reason !== 'conn-failure');
    this.#parts = parts;
    this.#reconnect = parts.simulator.on((request) => this.connect(request));
    this.#replace = parts.simulator.on((request) =>
      parts.backend.place(request, parts.sessions.avoid[request]!),
    );
  }

  /** Connects a request to the server it was given. */
  connect(request: number): void {
    const { requests, sessions, backend, checks, simulator } = this.#parts;
    const server = requests.server[request]!;
    const number = requests.number[request]!;
    const pod = server % backend.slots.perReplica;
    sessions.phase[request] = CONNECTED;
    if (this.#repeats && sessions.pod[request] === NOBODY) {
      sessions.repeatable[request] = isWhole(requests, request, simulator.now) ? 1 : 0;
    }
    if (this.#isForNobody(request) && this.isListening(pod)) {
      checks.observed(server, 'connected');
      this.onForNobody(request);
      return;
    }
    requests.buffered[request] = receivedBytes(requests, request, simulator.now);
    const podBefore = sessions.pod[request]!;
    sessions.pod[request] = pod;
    if (!this.onConnect(request, pod)) {
      sessions.pod[request] = podBefore;
      this.#refused(request);
      return;
    }
    checks.moved(request);
    checks.observed(server, 'connected');
    // It may have ended at once, and its id may be another request's by now.
    const isInside = requests.number[request] === number && sessions.phase[request] === CONNECTED;
    if (isInside) this.onConnected(request);
  }

  /**
   * Tells the checks how a request ended in its pod. Whatever that does to the server, this request
   * is no longer for others to end.
   */
  observe(request: number, ending: Ending): void {
    const { requests, sessions, checks } = this.#parts;
    const observed = observedEnding(ending, requests.stage[request]!, this.#traits);
    sessions.phase[request] = DELIVERED;
    if (observed !== null) checks.observed(requests.server[request]!, observed);
  }

  /**
   * The pod is through with a request it had in full: whether it is sent once more (do_l7_retry).
   *
   * @param stage how far it had come in the pod
   */
  repeat(request: number, ending: Ending, stage: number): boolean {
    const { requests, sessions, backend } = this.#parts;
    const reason = repeatReason(ending, stage);
    if (reason === null || !retriesOn(reason, this.#options)) return false;
    if (sessions.repeatable[request] === 0) return false;
    if (requests.tries[request]! >= this.#options.retries) return false;
    requests.tries[request]!++;
    const server = requests.server[request]!;
    if (this.#redispatches(request, server)) {
      backend.free(request);
      backend.dequeue(server);
      this.#pause(request, 0, this.#replace, server);
    } else this.#pause(request, 0, this.#reconnect, NOBODY);
    return true;
  }

  /**
   * Whether a client has gone before HAProxy had all of the request. Once connected HAProxy sends
   * what it has, reads on and finds out: the pod has next to nothing of it, for next to no time.
   */
  #isForNobody(request: number): boolean {
    const { requests, sessions, simulator } = this.#parts;
    return sessions.abandoned[request] === 1 && !isWhole(requests, request, simulator.now);
  }

  #refused(request: number): void {
    const { requests, sessions, backend, checks } = this.#parts;
    const { retries, timeouts } = this.#options;
    const server = requests.server[request]!;
    checks.observed(server, 'refused');
    // That may have taken the server DOWN, and the request with it.
    if (sessions.phase[request] !== CONNECTED) return;
    if (requests.tries[request]! >= retries || !retriesOn('conn-failure', this.#options)) {
      this.onExhausted(request);
      return;
    }
    requests.tries[request]!++;
    const pause = turnAround(timeouts.connect);
    if (!this.#redispatches(request, server)) {
      this.#pause(request, pause, this.#reconnect, NOBODY);
      return;
    }
    const isAlone = this.#usable(request) <= 1;
    backend.free(request);
    backend.dequeue(server);
    if (isAlone) this.#pause(request, pause, this.#replace, server);
    else backend.place(request, server);
  }

  #redispatches(request: number, server: number): boolean {
    const { requests, backend } = this.#parts;
    const isRunning = backend.slots.isRunning(server);
    const tries = requests.tries[request]!;
    return redispatches(this.#options, tries, isRunning, this.#usable(request));
  }

  #usable(request: number): number {
    const { requests, backend } = this.#parts;
    return backend.slots.state.usable[requests.proxy[request]!]!;
  }

  #pause(request: number, pause: number, kind: number, avoid: number): void {
    const { sessions, simulator } = this.#parts;
    sessions.phase[request] = PAUSED;
    sessions.avoid[request] = avoid;
    sessions.timer[request] = simulator.schedule(simulator.now + pause, kind, request);
  }
}
