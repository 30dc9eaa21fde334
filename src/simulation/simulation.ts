/**
 * One run of a model, wired: the only place where rooms meet.
 *
 *     clients --send--> front (HAProxy replicas, or nothing) --connect--> pods <--call--> store
 *        ^                  ^  |                                           |
 *        |                  |  +--refuse: 503--------------+               |
 *        +-----answered-----|------------------------------+-done, taken---+
 *                           +--finished, progressed, kill---------done-----+
 *
 * All run state is plain data under `state`, random streams apart: `snapshot` copies both.
 */
import { createPopulation } from '../clients/create-population.ts';
import type { Population } from '../clients/population.ts';
import type { Model } from '../config/config.ts';
import { Direct } from '../haproxy/direct.ts';
import { CLIENT_SOCKET_BUFFER, type Front } from '../haproxy/front.ts';
import { Proxies } from '../haproxy/proxies.ts';
import { Simulator } from '../kernel/simulator.ts';
import { restore, snapshot } from '../kernel/snapshot.ts';
import { Recorder } from '../observe/recorder.ts';
import type { TimelineRecorder } from '../observe/timeline-recorder.ts';
import { Pods } from '../pod/pods.ts';
import { Streams, type StreamsState } from '../random/streams.ts';
import type { Ending } from '../request/ending.ts';
import { RequestTable } from '../request/table.ts';
import { Store } from '../upstream/store.ts';
import { memoryPartsOf } from './memory-parts.ts';

/** A moment of a run, as plain data. */
export interface Snapshot {
  readonly state: Simulation['state'];
  readonly streams: StreamsState;
}

export class Simulation {
  readonly simulator = new Simulator();
  readonly table = new RequestTable();
  readonly pods: Pods;
  readonly front: Front;
  readonly recorder: Recorder;
  /** Everything that changes during a run but the random streams. */
  readonly state;
  readonly #model: Model;
  readonly #streams: Streams;
  readonly #store: Store;
  readonly #fault: number;
  readonly #populations: Population[];
  readonly #looks: (() => void)[] = [];
  readonly #followers: ((request: number, ending: Ending) => void)[] = [];
  readonly #operationFollowers: ((request: number, ending: Ending) => void)[] = [];
  #timeline: TimelineRecorder | null = null;

  /** @param seed names the run's random numbers: equal seeds draw alike under every model */
  constructor(model: Model, seed: string) {
    const { simulator, table } = this;
    this.#model = model;
    this.#streams = new Streams(seed);
    this.recorder = new Recorder(table, model.run.horizon, model.pod.replicas);
    this.pods = new Pods(simulator, table, this.#streams, model.pod, {
      linkRate: model.link.rate,
      outsideBuffer: model.haproxy.enabled ? CLIENT_SOCKET_BUFFER : 0,
      patience: model.haproxy.enabled ? model.haproxy.timeouts.server : Number.POSITIVE_INFINITY,
    });
    this.front = model.haproxy.enabled
      ? new Proxies(simulator, table, this.#streams, model.haproxy, model.pod.replicas)
      : new Direct(model.pod.replicas, this.#streams.get('direct'));
    this.#store = new Store(
      simulator,
      model.upstream,
      model.pod.replicas,
      this.#streams.get('upstream'),
    );
    this.#populations = model.clients.map((options, index) =>
      createPopulation(simulator, table, this.#streams, index, options, model.run.horizon, {
        send: (request) => this.#send(request),
        giveUp: (request) => this.#giveUp(request),
        operationEnded: (request, ending) => this.#operationEnded(request, ending),
      }),
    );
    this.#connectFront();
    this.#connectPods();
    this.#fault = simulator.on((pod) => this.pods.kill(pod));
    simulator.afterEach(() => this.#settle());
    this.state = {
      simulator: simulator.state,
      requests: table.state,
      pods: this.pods.state,
      front: this.front.state,
      store: this.#store.state,
      populations: this.#populations.map((population) => population.state),
      recorder: this.recorder.state,
    };
  }

  /** Starts pods and clients; to be called once, before the first `run`. */
  begin(): void {
    this.pods.begin();
    for (const { at, pod } of this.#model.run.faults) {
      this.simulator.schedule(at, this.#fault, pod);
    }
    for (const population of this.#populations) population.begin();
  }

  /** Runs up to and including `until` [s]; false if the model's event budget ran out. */
  run(until = Number.POSITIVE_INFINITY): boolean {
    return this.simulator.run(until, this.#model.run.maxEvents);
  }

  /**
   * Copies the run as it stands between two events.
   *
   * @param spare a snapshot of this run that nobody needs any more: its memory is written over,
   *   which is several times quicker
   */
  snapshot(spare?: Snapshot): Snapshot {
    const streams = this.#streams.snapshot();
    if (spare === undefined) return { state: snapshot(this.state), streams };
    restore(spare.state, this.state);
    return { state: spare.state, streams };
  }

  /** Puts the run back to a snapshot of it; it goes on exactly as it did from there. */
  restore({ state, streams }: Snapshot): void {
    restore(this.state, state);
    this.#streams.restore(streams);
  }

  /** From here on, draws come from fresh substreams: clones of one snapshot part ways. */
  fork(label: string): void {
    this.#streams.fork(label);
  }

  /**
   * Draws again the durations that are drawn and not over, given how long they have lasted: what
   * is left of services, of calls to the store and of patience, and when the next clients come.
   * Clones of one snapshot part ways at once then, not only when these durations are over.
   *
   * The law of the run stays what it was. A run is a generalized semi-Markov process, which
   * carries its clocks in its state (Glynn, "A GSMP formalism for discrete event systems",
   * Proceedings of the IEEE 77, 1989). Up to now a clock has had no effect but that it has not
   * run out; its law given all that has happened is therefore the residual law given its age, and
   * a draw from that law in place of the clock leaves the joint law of past and future as it is.
   * So nobody may have looked at the instant of an event to come: neither at which level a run is
   * split, nor whether, may depend on one.
   */
  redraw(): void {
    this.pods.handling.redraw();
    this.#store.redraw();
    for (const population of this.#populations) population.redraw();
  }

  /** Calls to the store not answered yet. */
  pendingCalls(): number {
    return this.#store.pending();
  }

  /** Whether chance had any part so far. */
  drewRandom(): boolean {
    return this.#streams.drawn();
  }

  /** Keeps the course of the run for drawing. To be called before `begin`. */
  record(timeline: TimelineRecorder): void {
    this.#timeline = timeline;
    this.listen((pod) => this.#recordPod(pod));
  }

  /** Calls `change` whenever a pod's memory bends; memory is linear in time in between [B]. */
  listen(change: (pod: number, bytes: number) => void): void {
    const earlier = this.pods.memory.onChange;
    this.pods.memory.onChange = (pod, bytes) => {
      earlier?.(pod, bytes);
      change(pod, bytes);
    };
  }

  /** Calls `look` after every event, when all it has caused at its instant has happened. */
  watch(look: () => void): void {
    this.#looks.push(look);
  }

  /** Calls `follower` with each attempt that has ended, while its columns still stand. */
  follow(follower: (request: number, ending: Ending) => void): void {
    this.#followers.push(follower);
  }

  /** The same with the last attempt of each operation that has its final answer. */
  followOperations(follower: (request: number, ending: Ending) => void): void {
    this.#operationFollowers.push(follower);
  }

  #settle(): void {
    this.pods.network.settle();
    for (let i = 0; i < this.#looks.length; i++) this.#looks[i]!();
  }

  #send(request: number): void {
    this.recorder.sent(this.simulator.now, request);
    this.front.arrive(request);
    this.#recordQueue();
  }

  #connectFront(): void {
    const { front, pods, recorder, simulator, table } = this;
    // A Service leaves out what fails its readiness probe; HAProxy connects to the pods themselves.
    const { enabled } = this.#model.haproxy;
    front.isListening = (pod) => (enabled ? pods.isListening(pod) : pods.isReady(pod));
    front.probe = (pod) => pods.probe(pod);
    front.onCut = (request) => pods.abort(request);
    front.onQueue = (request) => recorder.queued(simulator.now, request, front.queued());
    front.onRefuse = (request, ending) => {
      this.#timeline?.refused(simulator.now);
      this.#end(request, ending);
    };
    front.onConnect = (request, pod) => {
      if (!pods.isListening(pod)) return false;
      table.state.assignedAt[request] = simulator.now;
      table.state.reached[request] = pod;
      recorder.assigned(simulator.now, request, pod);
      return pods.accept(request, pod);
    };
  }

  #connectPods(): void {
    const { front, pods, recorder, simulator } = this;
    const store = this.#store;
    pods.handling.onCall = (pod, request, bytes) => store.call(pod, request, bytes);
    store.onAnswer = (request) => pods.handling.answered(request);
    pods.onAbandon = (request) => store.abandon(request);
    pods.onKill = (podIndex, { cause, inFlight, readyAt }) => {
      recorder.died({ at: simulator.now, podIndex, inFlight, readyAt }, cause);
      store.podDied(podIndex, pods.requestsIn(podIndex));
      front.podDied(podIndex);
    };
    pods.onReadiness = (pod) => front.readinessChanged(pod);
    pods.onDone = (request, ending) => {
      if (ending === 'limiter_rejected') this.#timeline?.refused(simulator.now);
      const goesOn = front.finished(request, ending);
      this.#recordQueue();
      if (goesOn) return;
      if (!pods.isTaking(request)) this.#end(request, ending);
      // Its client has left before: what HAProxy's socket holds has nobody to go to.
      else if (this.table.state.answered[request] === 1) pods.abort(request);
    };
    pods.onTaken = (request) => this.#end(request, 'ok');
    pods.onProgress = (request) => front.progressed(request);
    pods.onStandstill = (request) => front.stoodStill(request);
  }

  #giveUp(request: number): void {
    this.table.hold(request);
    this.#end(request, 'client_gave_up');
    this.front.clientLeft(request);
    this.table.drop(request);
  }

  /** The one place where an attempt ends; front and pod may have to do with its request for longer. */
  #end(request: number, ending: Ending): void {
    const { answered } = this.table.state;
    if (answered[request] === 1) return;
    answered[request] = 1;
    this.front.answered(request);
    this.recorder.ended(this.simulator.now, request, ending);
    for (let i = 0; i < this.#followers.length; i++) this.#followers[i]!(request, ending);
    const population = this.table.state.population[request]!;
    this.#populations[population]!.answered(request, ending);
    this.table.drop(request);
    this.#recordQueue();
  }

  #operationEnded(request: number, ending: Ending): void {
    this.recorder.operationEnded(this.simulator.now, request, ending);
    for (let i = 0; i < this.#operationFollowers.length; i++) {
      this.#operationFollowers[i]!(request, ending);
    }
  }

  #recordQueue(): void {
    this.#timeline?.queue(this.simulator.now, this.front.queued());
  }

  #recordPod(pod: number): void {
    this.#timeline?.pod(this.simulator.now, pod, {
      memoryBytes: this.pods.memory.charged(pod),
      parts: memoryPartsOf(this.pods.memory, pod),
      inFlight: this.pods.inFlight(pod),
    });
  }
}
