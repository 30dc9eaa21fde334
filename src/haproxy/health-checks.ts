/**
 * Checks (check.c): `fall` failures in a row mark a server DOWN, `rise` passes UP again, and errors
 * seen in the traffic may count as failures. A server that is well, and will be whenever it is
 * checked, is not checked: that would change nothing. Plain checks are accepted by the kernel as
 * long as the pod listens, so they are simulated from its death, or from an error observed, until
 * the server is well again; HTTP checks need the application, so also while it has work.
 *
 * Checks have connections of their own: they hold no slot and wait in no queue.
 */
import { NOBODY } from '../kernel/linked-queue.ts';
import { NO_EVENT, type Simulator } from '../kernel/simulator.ts';
import type { Stream } from '../random/stream.ts';
import type { RequestTableState } from '../request/table.ts';
import { type Observed, ObservedErrors } from './observed-errors.ts';
import type { HaproxyOptions } from './options.ts';
import { PodWork } from './pod-work.ts';
import type { ServerTable } from './server-table.ts';

/** How a check under way will end. */
const NOT_PROBING = 0;
const WILL_PASS = 1;
const WILL_FAIL = 2;

interface HealthChecksState {
  /** By server: 1 while its checks are simulated. */
  checking: Uint8Array;
  /** By server: NOT_PROBING, WILL_PASS or WILL_FAIL. */
  probing: Uint8Array;
  /** By server: when it is checked next, or would be were it checked [s]; NaN: anybody's guess. */
  due: Float64Array;
  /** By server: handle of that event. */
  timer: Float64Array;
  observed: ObservedErrors['state'];
  work: PodWork['state'];
}

export interface HealthChecksParts {
  readonly servers: ServerTable;
  readonly requests: RequestTableState;
  /** Servers of a replica. */
  readonly pods: number;
  /** When the checks of a server begin, where nobody knows. */
  readonly phases: Stream;
}

export class HealthChecks {
  readonly state: HealthChecksState;
  /** Whether the pod of a server accepts connections. */
  isListening: (server: number) => boolean = () => true;
  /** Time until its application would answer a check [s]. */
  probe: (server: number) => number = () => 0;
  onDown: (server: number) => void = () => undefined;
  onUp: (server: number) => void = () => undefined;
  readonly #simulator: Simulator;
  readonly #options: HaproxyOptions;
  readonly #isOn: boolean;
  readonly #asksApplication: boolean;
  readonly #table: ServerTable;
  readonly #observed: ObservedErrors;
  readonly #work: PodWork;
  readonly #pods: number;
  readonly #phases: Stream;
  readonly #start: number;
  readonly #answer: number;

  constructor(
    simulator: Simulator,
    options: HaproxyOptions,
    { servers: table, requests, pods, phases }: HealthChecksParts,
  ) {
    this.#simulator = simulator;
    this.#options = options;
    this.#isOn = options.check.enabled;
    this.#asksApplication = options.check.enabled && options.check.http;
    this.#table = table;
    this.#pods = pods;
    this.#phases = phases;
    this.#start = simulator.on((server) => this.#run(server));
    this.#answer = simulator.on((server) => this.#answered(server));
    const servers = table.up.length;
    this.#observed = new ObservedErrors(servers, options);
    this.#work = new PodWork(pods, requests);
    this.state = {
      checking: new Uint8Array(servers),
      probing: new Uint8Array(servers),
      due: new Float64Array(servers).fill(Number.NaN),
      timer: new Float64Array(servers).fill(NO_EVENT),
      observed: this.#observed.state,
      work: this.#work.state,
    };
    if (options.check.phase === 'boot') this.#boot();
  }

  /** Health of a server that is UP and well. */
  static best({ rise, fall }: HaproxyOptions['check']): number {
    return rise + fall - 1;
  }

  /** The pod of a server has just died: a check under way fails with it. */
  watch(server: number): void {
    if (!this.#options.check.enabled) return;
    if (this.state.probing[server] !== NOT_PROBING) {
      this.#simulator.cancel(this.state.timer[server]!);
      this.state.probing[server] = NOT_PROBING;
      this.#conclude(server, false);
    } else this.#begin(server);
  }

  /**
   * A request has entered a pod, has left it, or has changed in it: a pod with work may be too busy
   * to answer. One whose clients have all stalled is not, and need not be checked for ever.
   */
  moved(request: number): void {
    if (!this.#asksApplication) return;
    const pod = this.#work.moved(request);
    if (pod === NOBODY) return;
    const { length } = this.state.checking;
    for (let server = pod; server < length; server += this.#pods) this.#begin(server);
  }

  /** A connection to a server, or its answer, seen by `observe`; it may go DOWN at once. */
  observed(server: number, what: Observed): void {
    if (!this.#isOn || !this.#observed.note(server, what)) return;
    this.#begin(server);
    this.#react(server);
  }

  /** Server i of n is checked inter*i/n after boot; until then one failure takes it DOWN. */
  #boot(): void {
    const { inter, rise, age } = this.#options.check;
    for (let server = 0; server < this.state.due.length; server++) {
      const first = (inter * (server % this.#pods)) / this.#pods - age;
      this.state.due[server] = first;
      if (first >= 0) this.#table.health[server] = rise;
    }
  }

  /** Simulates the checks of a server, which was well all the while, from the next one on. */
  #begin(server: number): void {
    const s = this.state;
    if (s.checking[server] === 1) return;
    const { now } = this.#simulator;
    const { check } = this.#options;
    s.checking[server] = 1;
    if (Number.isNaN(s.due[server]!)) s.due[server] = now + this.#phases.next() * check.inter;
    const missed = Math.ceil((now - s.due[server]!) / check.inter);
    if (missed > 0) {
      this.#table.health[server] = HealthChecks.best(check);
      s.due[server] = Math.max(now, s.due[server]! + missed * check.inter);
    }
    this.#schedule(server, s.due[server]!);
  }

  #schedule(server: number, at: number): void {
    this.state.due[server] = at;
    this.state.timer[server] = this.#simulator.schedule(at, this.#start, server);
  }

  #run(server: number): void {
    const { http, timeout, inter } = this.#options.check;
    const wait = http && this.isListening(server) ? this.probe(server) : 0;
    if (wait === 0) {
      this.#conclude(server, this.isListening(server));
      return;
    }
    const limit = timeout < Number.POSITIVE_INFINITY ? timeout : inter;
    const { now } = this.#simulator;
    this.state.probing[server] = wait <= limit ? WILL_PASS : WILL_FAIL;
    this.state.timer[server] = this.#simulator.schedule(
      now + Math.min(wait, limit),
      this.#answer,
      server,
    );
  }

  #answered(server: number): void {
    const passes = this.state.probing[server] === WILL_PASS;
    this.state.probing[server] = NOT_PROBING;
    this.#conclude(server, passes);
  }

  /** A check has ended; the next one comes an interval later. */
  #conclude(server: number, passed: boolean): void {
    const { check } = this.#options;
    this.#count(server, passed);
    const next = this.#simulator.now + this.#interval(server);
    const isWell = passed && this.#table.health[server] === HealthChecks.best(check);
    if (isWell && !(check.http && this.#work.has(server % this.#pods))) {
      this.state.checking[server] = 0;
      const isGuess = check.phase === 'random' && !check.http;
      this.state.due[server] = isGuess ? Number.NaN : next;
    } else this.#schedule(server, next);
    this.#tell(server);
  }

  /** `on-error`: what so many errors in a row do. The next check comes sooner in any case. */
  #react(server: number): void {
    const { onError, check } = this.#options;
    const { health } = this.#table;
    if (onError === 'sudden-death') health[server] = Math.min(health[server]!, check.rise + 1);
    if (onError === 'mark-down') health[server] = Math.min(health[server]!, check.rise);
    if (onError !== 'fastinter') this.#count(server, false);
    const { now } = this.#simulator;
    const soon = check.fastinter === 'auto' ? Number.POSITIVE_INFINITY : now + check.fastinter;
    const { probing, due, timer } = this.state;
    if (probing[server] === NOT_PROBING && soon < due[server]!) {
      this.#simulator.cancel(timer[server]!);
      this.#schedule(server, soon);
    }
    this.#tell(server);
  }

  #count(server: number, passed: boolean): void {
    const { health, up } = this.#table;
    const { check } = this.#options;
    const wasUp = up[server] === 1;
    if (passed) {
      health[server]!++;
      if (wasUp || health[server]! >= check.rise) health[server] = HealthChecks.best(check);
    } else {
      health[server]!--;
      if (!wasUp || health[server]! < check.rise) health[server] = 0;
    }
  }

  /** srv_getinter: in transition `fastinter`, DOWN without a pass `downinter`. */
  #interval(server: number): number {
    const { check } = this.#options;
    const { inter } = check;
    const health = this.#table.health[server]!;
    if (health === HealthChecks.best(check)) return inter;
    const interval = health === 0 ? check.downinter : check.fastinter;
    return interval === 'auto' ? inter : interval;
  }

  #tell(server: number): void {
    const wasUp = this.#table.up[server] === 1;
    const isUp = this.#table.health[server]! >= this.#options.check.rise;
    if (wasUp && !isUp) this.onDown(server);
    if (!wasUp && isUp) this.onUp(server);
  }
}
