/**
 * The HAProxy replicas: each accepts connections, places requests on servers within its own
 * `maxconn`, keeps its own queues, and meets dead pods, stalled peers and clients that leave with
 * retries, checks and time-outs. A server is a pod, in every replica alike.
 *
 *     arrive -> listener -> reception -> backend (slot or queue) -> attempts -> pod
 *
 * Follows queue.c, backend.c and stream.c of HAProxy 2.6 to 3.2; version.ts has what differs.
 */
import { NOBODY } from '../kernel/linked-queue.ts';
import type { Simulator } from '../kernel/simulator.ts';
import type { Stream } from '../random/stream.ts';
import type { Streams } from '../random/streams.ts';
import type { Ending } from '../request/ending.ts';
import { RESPONDING, type RequestTable } from '../request/table.ts';
import { type Termination, terminationCode } from '../request/termination.ts';
import { Attempts } from './attempts.ts';
import { Backend } from './backend.ts';
import { ClientAborts } from './client-aborts.ts';
import type { Front } from './front.ts';
import { FrontDoor } from './front-door.ts';
import { HealthChecks } from './health-checks.ts';
import { Inactivity } from './inactivity.ts';
import type { HaproxyOptions } from './options.ts';
import { podTermination } from './pod-endings.ts';
import { createServerTable, weightsOf } from './server-table.ts';
import { CONNECTED, DELIVERED, OUTSIDE, PAUSED, QUEUED, RECEIVING, Sessions } from './sessions.ts';
import { traitsOf, type VersionTraits } from './version.ts';

export class Proxies implements Front {
  readonly state;
  onConnect: (request: number, pod: number) => boolean = () => false;
  onQueue: (request: number) => void = () => undefined;
  onRefuse: (request: number, ending: Ending) => void = () => undefined;
  onCut: (request: number) => void = () => undefined;
  isListening: (pod: number) => boolean = () => true;
  probe: (pod: number) => number = () => 0;
  readonly #simulator: Simulator;
  readonly #table: RequestTable;
  readonly #options: HaproxyOptions;
  readonly #pods: number;
  readonly #traits: VersionTraits;
  readonly #replicaChoices: Stream;
  readonly #sessions = new Sessions();
  readonly #frontDoor: FrontDoor;
  readonly #backend: Backend;
  readonly #checks: HealthChecks;
  readonly #attempts: Attempts;
  readonly #inactivity: Inactivity;
  readonly #aborts: ClientAborts;
  readonly #look: number;

  constructor(
    simulator: Simulator,
    table: RequestTable,
    streams: Streams,
    options: HaproxyOptions,
    pods: number,
  ) {
    this.#simulator = simulator;
    this.#table = table;
    this.#options = options;
    this.#pods = pods;
    this.#traits = traitsOf(options.version);
    this.#replicaChoices = streams.get('haproxy/replicas');
    const sessions = this.#sessions;
    const health = HealthChecks.best(options.check);
    const servers = createServerTable(
      options.replicas * pods,
      health,
      weightsOf(options.weights, pods),
    );
    this.#frontDoor = new FrontDoor(simulator, table, sessions.state, options);
    this.#backend = new Backend(simulator, table, streams, options, { servers, sessions });
    const phases = streams.get('checks');
    const parts = { servers, requests: table.state, pods, phases };
    this.#checks = new HealthChecks(simulator, options, parts);
    this.#attempts = new Attempts(options, {
      simulator,
      requests: table.state,
      sessions: sessions.state,
      backend: this.#backend,
      checks: this.#checks,
    });
    this.#inactivity = new Inactivity(simulator, table, options);
    this.#aborts = new ClientAborts(simulator, table.state, sessions.state, options);
    this.#look = simulator.on((request) => this.#lookAtClient(request, true));
    this.#connectFrontDoor();
    this.#connectServers();
    this.state = {
      sessions: sessions.state,
      frontDoor: this.#frontDoor.state,
      backend: this.#backend.state,
      checks: this.#checks.state,
      inactivity: this.#inactivity.state,
    };
  }

  queued(): number {
    return this.#backend.queued();
  }

  stalledForGood(): number {
    return this.#frontDoor.stalledForGood();
  }

  heldSlots(): number {
    return this.#backend.heldSlots();
  }

  arrive(request: number): void {
    const { replicas } = this.#options;
    const replica = replicas === 1 ? 0 : Math.floor(this.#replicaChoices.next() * replicas);
    this.#table.state.proxy[request] = replica;
    this.#table.hold(request);
    this.#sessions.open(request);
    this.#frontDoor.arrive(request);
  }

  finished(request: number, ending: Ending): boolean {
    const columns = this.#table.state;
    const stage = columns.stage[request]!;
    this.#checks.moved(request);
    // HAProxy has cut it before: it was in the pod for nobody.
    if (this.#sessions.state.phase[request] !== CONNECTED) return false;
    this.#inactivity.released(request);
    this.#attempts.observe(request, ending);
    if (this.#attempts.repeat(request, ending, stage)) return true;
    this.#setTermination(request, podTermination(ending, stage, this.#traits));
    this.#letGo(request);
    return false;
  }

  progressed(request: number): void {
    this.#checks.moved(request);
    if (this.#sessions.state.phase[request] !== CONNECTED) return;
    this.#inactivity.progressed(request);
    // The pod is in the middle of something: HAProxy's turn comes after it.
    if (this.#sessions.state.abandoned[request] === 1 && this.#aborts.notices(request, true)) {
      this.#simulator.schedule(this.#simulator.now, this.#look, request);
    }
  }

  stoodStill(request: number): void {
    if (this.#sessions.state.phase[request] === CONNECTED) this.#inactivity.stoodStill(request);
  }

  clientLeft(request: number): void {
    const { phase, abandoned } = this.#sessions.state;
    abandoned[request] = 1;
    if (phase[request] === DELIVERED) this.onCut(request);
    else this.#lookAtClient(request);
  }

  /** A request still in hand here is one whose client leaves: its state is settled by that. */
  answered(request: number): void {
    if (this.#isInHand(request)) {
      const code = terminationCode(this.#aborts.termination(request));
      this.#table.state.termination[request] = code;
    } else this.#frontDoor.closed(request);
  }

  podDied(pod: number): void {
    for (let replica = 0; replica < this.#options.replicas; replica++) {
      this.#checks.watch(replica * this.#pods + pod);
    }
  }

  /** HAProxy goes by checks of its own. */
  readinessChanged(): void {}

  #connectFrontDoor(): void {
    this.#frontDoor.onTurnAway = (request, ending) => this.onRefuse(request, ending);
    this.#frontDoor.onReceiving = (request) => this.#lookAtClient(request);
    this.#frontDoor.onEnter = (request) => {
      this.#backend.enter(request);
      this.#backend.place(request, NOBODY);
    };
  }

  #connectServers(): void {
    const backend = this.#backend;
    const checks = this.#checks;
    backend.onAssign = (request) => this.#attempts.connect(request);
    backend.onLeaveQueue = (request) => this.#inactivity.released(request);
    backend.onExpiry = (request) => this.#refuse(request, 'queue_timeout', 'sQ');
    backend.onRefuse = (request, ending, state) => this.#refuse(request, ending, state);
    backend.onQueue = (request) => {
      this.#inactivity.queued(request);
      this.onQueue(request);
      this.#lookAtClient(request);
    };
    this.#attempts.onConnect = (request, pod) => this.onConnect(request, pod);
    this.#attempts.isListening = (pod) => this.isListening(pod);
    this.#attempts.onForNobody = (request) => {
      this.#stop(request);
      this.#letGo(request);
    };
    this.#attempts.onExhausted = (request) => this.#refuse(request, 'no_server', 'SC');
    this.#attempts.onConnected = (request) => {
      this.#inactivity.progressed(request);
      // What filled the buffer has been sent on: HAProxy reads from the client again.
      this.#lookAtClient(request);
    };
    this.#inactivity.onExpired = (request, ending, state) => this.#expire(request, ending, state);
    checks.isListening = (server) => this.isListening(server % this.#pods);
    checks.probe = (server) => this.probe(server % this.#pods);
    checks.onUp = (server) => backend.up(server);
    checks.onDown = (server) => {
      backend.down(server);
      if (this.#options.onMarkedDown === 'shutdown-sessions') this.#shutSessions(server);
    };
  }

  /** HAProxy itself answers a request, and cuts it off from its pod if it is in one. */
  #refuse(request: number, ending: Ending, termination: Termination): void {
    this.#stop(request);
    this.#setTermination(request, termination);
    this.onRefuse(request, ending);
    this.#letGo(request);
  }

  /** Nothing that is still to come concerns a request any more. */
  #stop(request: number): void {
    const { phase, timer } = this.#sessions.state;
    if (phase[request] === PAUSED) this.#simulator.cancel(timer[request]!);
    phase[request] = OUTSIDE;
    this.#inactivity.released(request);
  }

  /** HAProxy is through with a request: its slot is the next one's before anybody new comes. */
  #letGo(request: number): void {
    const { server, pod } = this.#table.state;
    const freed = server[request]!;
    if (pod[request] !== NOBODY) this.onCut(request);
    this.#backend.exit(request);
    this.#backend.dequeue(freed);
    this.#frontDoor.letGo(request);
  }

  #expire(request: number, ending: Ending, termination: Termination): void {
    if (this.#sessions.state.phase[request] === QUEUED) this.#backend.leaveQueue(request);
    else this.#attempts.observe(request, ending);
    this.#refuse(request, ending, termination);
  }

  /**
   * `on-marked-down shutdown-sessions`: every request of a server is cut off, in the order of
   * sending, but not those that come to it as this frees slots. Those in a pod that has died are cut
   * off by that.
   */
  #shutSessions(server: number): void {
    const columns = this.#table.state;
    const sessions = this.#sessions.state;
    const isAlive = this.isListening(server % this.#pods);
    const held: number[] = [];
    for (let request = 0; request < columns.server.length; request++) {
      if (columns.server[request] === server) held.push(request);
    }
    held.sort((a, b) => columns.number[a]! - columns.number[b]!);
    for (const request of held) {
      if (columns.server[request] !== server) continue;
      const phase = sessions.phase[request]!;
      if (phase === PAUSED) this.#refuse(request, 'killed', 'DC');
      if (phase === CONNECTED && isAlive) {
        this.#refuse(request, 'killed', columns.stage[request] === RESPONDING ? 'DD' : 'DH');
      }
    }
  }

  #isInHand(request: number): boolean {
    const phase = this.#sessions.state.phase[request]!;
    return phase !== OUTSIDE && phase !== DELIVERED;
  }

  /** Drops a request if HAProxy finds out now that its client has gone. */
  #lookAtClient(request: number, hasMoved = false): void {
    const { phase, abandoned } = this.#sessions.state;
    if (abandoned[request] === 0 || !this.#isInHand(request)) return;
    if (!this.#aborts.notices(request, hasMoved)) return;
    if (phase[request] === RECEIVING) {
      this.#frontDoor.leave(request);
      return;
    }
    if (phase[request] === QUEUED) this.#backend.leaveQueue(request);
    this.#stop(request);
    this.#letGo(request);
  }

  /** Once its client has gone, HAProxy's view of a request is of interest to nobody. */
  #setTermination(request: number, termination: Termination): void {
    const { answered, termination: column } = this.#table.state;
    if (answered[request] === 0) column[request] = terminationCode(termination);
  }
}
