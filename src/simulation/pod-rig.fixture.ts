/** Pods and a store alone: the test is clients and front at once, and keeps a log of what it sees. */
import { modelFrom } from '../config/config.ts';
import { NOBODY } from '../kernel/linked-queue.ts';
import { Simulator } from '../kernel/simulator.ts';
import { Pods } from '../pod/pods.ts';
import { Streams } from '../random/streams.ts';
import type { Ending } from '../request/ending.ts';
import {
  AWAITS_CLIENT,
  FLOWING,
  GET,
  PUT,
  RESPONDING,
  RequestTable,
  THINKING,
  UPLOADING,
} from '../request/table.ts';
import { Store } from '../upstream/store.ts';
import { memoryPartsOf } from './memory-parts.ts';

const MiB = 2 ** 20;

/** No CPU cost, no allocator, and buffers of round sizes. */
const BARE = {
  'pod.replicas': 1,
  'pod.memoryLimit': 'none',
  'pod.retention': 0,
  'pod.fragmentation': 0,
  'pod.handler': 'parts',
  'pod.kernelBuffer': '1MiB',
  'pod.uvicornBuffer': '128KiB',
  'pod.sendBuffer': '1MiB',
  'pod.cpu.read': 'none',
  'pod.cpu.encrypt': 'none',
  'upstream.latency': '10s',
};

/** What the client of a request does; a PUT of 16 MiB at 1 MiB/s, all at once, unless it says. */
export interface Sent {
  readonly method?: number;
  readonly bytes?: number;
  readonly pace?: number;
  readonly pod?: number;
  readonly expectWait?: number;
  readonly stallAt?: number;
  readonly stallFor?: number;
  readonly keepsAlive?: boolean;
}

const STAGES = new Map([
  [UPLOADING, 'uploading'],
  [THINKING, 'thinking'],
  [RESPONDING, 'responding'],
]);

export class PodRig {
  readonly simulator = new Simulator();
  readonly table = new RequestTable();
  readonly pods: Pods;
  readonly store: Store;
  /** Each ending the pods have told, with its instant [s]. */
  readonly endings: { request: number; ending: Ending; at: number }[] = [];
  /** Each change of stage or waiting, as a word. */
  readonly progress: string[] = [];
  readonly deaths: { cause: string; at: number }[] = [];
  /** Called after each event. */
  look: () => void = () => undefined;
  readonly #actions: (() => void)[] = [];
  readonly #action: number;

  /** @param outsideBuffer what HAProxy's socket to a client takes [B] */
  constructor(overrides: Record<string, unknown> = {}, seed = '1', outsideBuffer = 0) {
    const { simulator, table } = this;
    const model = modelFrom({}, { ...BARE, ...overrides });
    const streams = new Streams(seed);
    const { replicas } = model.pod;
    this.pods = new Pods(simulator, table, streams, model.pod, {
      linkRate: model.link.rate,
      outsideBuffer,
      patience: Number.POSITIVE_INFINITY,
    });
    this.store = new Store(simulator, model.upstream, replicas, streams.get('upstream'));
    const { pods, store } = this;
    pods.handling.onCall = (pod, request, bytes) => store.call(pod, request, bytes);
    store.onAnswer = (request) => pods.handling.answered(request);
    pods.onAbandon = (request) => store.abandon(request);
    pods.onKill = (pod, { cause }) => {
      this.deaths.push({ cause, at: simulator.now });
      store.podDied(pod, pods.requestsIn(pod));
    };
    pods.onDone = (request, ending) => {
      this.endings.push({ request, ending, at: simulator.now });
      if (!pods.isTaking(request)) this.#answered(request);
    };
    pods.onTaken = (request) => this.#answered(request);
    pods.onProgress = (request) => this.progress.push(this.stateOf(request));
    this.#action = simulator.on((index) => this.#actions[index]!());
    simulator.afterEach(() => {
      pods.network.settle();
      this.look();
    });
    pods.begin();
  }

  /** What the columns say of a request, as words. */
  stateOf(request: number): string {
    const { stage, waitsFor } = this.table.state;
    const waits = waitsFor[request]!;
    const words = waits === FLOWING ? 'flows' : waits === AWAITS_CLIENT ? 'client' : 'pod';
    return `${STAGES.get(stage[request]!) ?? 'outside'}/${words}`;
  }

  /** A request reaches its pod now; NOBODY if its connection is refused. */
  send(sent: Sent = {}): number {
    const { method = PUT, bytes = 16 * MiB, pace = MiB, pod = 0 } = sent;
    const request = this.table.enter(this.simulator.now);
    const s = this.table.state;
    s.method[request] = method;
    s.bodyBytes[request] = method === PUT ? bytes : 0;
    s.responseBytes[request] = method === GET ? bytes : 0;
    s.pace[request] = pace;
    s.catchesUp[request] = 0;
    s.expectWait[request] = sent.expectWait ?? 0;
    s.stallAt[request] = sent.stallAt ?? Number.POSITIVE_INFINITY;
    s.stallFor[request] = sent.stallFor ?? 0;
    s.keepsAlive[request] = sent.keepsAlive === true ? 1 : 0;
    if (this.pods.accept(request, pod)) {
      this.pods.network.settle();
      return request;
    }
    this.table.drop(request);
    return NOBODY;
  }

  /** The other end of a request's connection closes it now; its client has gone. */
  abort(request: number): void {
    this.pods.abort(request);
    this.#answered(request);
  }

  /** Does something at an instant [s]. */
  at(instant: number, action: () => void): void {
    this.simulator.schedule(instant, this.#action, this.#actions.push(action) - 1);
  }

  /** Runs up to an instant [s], at which the clock then stands, or to the end. */
  run(until = Number.POSITIVE_INFINITY): void {
    if (until < Number.POSITIVE_INFINITY) this.at(until, () => undefined);
    if (!this.simulator.run(until, 1e6)) throw new Error('the run does not end');
    for (let pod = 0; pod < this.pods.state.lifecycle.listening.length; pod++)
      this.pods.network.touch(pod);
    this.pods.network.settle();
  }

  parts(pod = 0) {
    return memoryPartsOf(this.pods.memory, pod);
  }

  /** What is left where nothing should be: null if nothing. */
  leftovers(): string | null {
    const { live } = this.table.state;
    const calls = this.store.pending();
    if (live !== 0) return `${live} requests in the table`;
    if (calls > 0) return `${calls} calls to the store`;
    return this.pods.leftovers();
  }

  #answered(request: number): void {
    if (this.table.state.answered[request] === 1) return;
    this.table.state.answered[request] = 1;
    this.table.drop(request);
  }
}
