/**
 * A second implementation of the model, for comparison with the first: the readable statement of
 * what the model means. State is plain objects and nothing is kept that can be counted: slots held,
 * budget used and bytes in a pod are summed anew whenever they are asked for, rates are computed
 * anew at every step, and the next thing to happen is found by looking at everything.
 *
 * It shares with the first implementation what goes in (the model, the named random streams and
 * their laws) and nothing else.
 */
import type { Model } from '../config/config.ts';
import type { Law } from '../random/law.ts';
import { compileLaw } from '../random/sampler.ts';
import type { Streams } from '../random/streams.ts';
import type { Ending } from '../request/ending.ts';
import type { Termination } from '../request/termination.ts';
import type { Request } from './request.fixture.ts';

/** Less than this is a sum that did not come out even [B]. */
export const ROUNDING = 1e-6;

/** Waits for budget of the limiter. */
export interface Waiter {
  readonly request: Request;
  readonly amount: number;
  readonly since: number;
  readonly rank: number;
  readonly granted: () => void;
}

export interface Pod {
  readonly index: number;
  listening: boolean;
  readyAt: number;
  /** Deaths without a long run between them. */
  deaths: number;
  /** Memory multiplier of its process; null while none runs. */
  effect: number | null;
  /** Highest live bytes of its process. */
  highest: number;
  /** What the allocator keeps of the waves so far, and what requests left behind [B]. */
  growth: number;
  residue: number;
  /** It has passed its limit: it dies at the end of this instant. */
  over: boolean;
  peak: number;
  peakInFlight: number;
  mostUploads: number;
  uploadsBegun: number;
  /** Requests that wait for budget, first come first. */
  limiterQueue: Waiter[];
  /** Blocking calls of its event loop; the first one runs. */
  calls: BlockingCall[];
  storeCalls: StoreCall[];
  /** Kept connections that have carried a body and carry no request now. */
  idleWarm: number;
  liveness: Probes;
  readiness: Probes;
}

export interface BlockingCall {
  readonly request: Request;
  readonly seconds: number;
  endsAt: number;
  readonly begin: () => void;
  readonly end: () => void;
}

export interface StoreCall {
  readonly request: Request;
  readonly bytes: number;
  /** End of the call, once it runs. */
  timer: Timer | null;
  readonly then: () => void;
}

/** A series of the kubelet's probes. */
export interface Probes {
  failures: number;
  failing: boolean;
  next: Timer | null;
  verdict: Timer | null;
}

/** A pod in the eyes of one HAProxy replica. */
export interface Server {
  readonly replica: Replica;
  readonly pod: Pod;
  readonly weight: number;
  up: boolean;
  /** When it came UP, while it starts slowly [s]; NaN at full speed. */
  startedAt: number;
  warmUp: Timer | null;
  /** Requests bound to it that wait for a slot. */
  readonly queue: Request[];
  filling: boolean;
  /** Its key for leastconn, the requests that was made from, and when, as a rank. */
  key: number;
  keyed: number;
  moved: number;
  /** Its next turn under roundrobin. */
  turn: number;
  health: number;
  /** Errors in a row that `observe` has seen. */
  errors: number;
  /** Its next check, or the answer to the one under way; null while it is not checked. */
  check: Timer | null;
  checkDue: number;
  probing: boolean;
}

export interface Replica {
  readonly servers: Server[];
  readonly queue: Request[];
  /** Connections in the kernel that it has not accepted. */
  readonly backlog: Request[];
  /** It is about to look at its backlog, or does. */
  looking: boolean;
  /** The turn taken last under roundrobin. */
  turn: number;
}

export interface Timer {
  readonly at: number;
  /** Of two timers at one instant the one set first comes first. */
  readonly rank: number;
  readonly run: () => void;
  /** Request that takes the timer with it when its pod dies. */
  readonly owner: Request | null;
  /** It comes again and again, and changes nothing as long as all is well. */
  readonly recurs: boolean;
}

/** How an attempt ended. */
export interface Fate {
  readonly number: number;
  readonly ending: Ending;
  readonly sentAt: number;
  readonly assignedAt: number;
  readonly endedAt: number;
  /** Index of the pod it reached last, -1 if none. */
  readonly pod: number;
  readonly termination: Termination;
}

export interface Kill {
  readonly at: number;
  readonly podIndex: number;
  readonly inFlight: number;
  readonly readyAt: number;
}

export interface World {
  readonly model: Model;
  readonly streams: Streams;
  now: number;
  /** Ranks given so far, to timers, flows and servers. */
  ranks: number;
  timers: Timer[];
  /** Those that anybody still has to do with, in the order of sending. */
  requests: Request[];
  sent: number;
  readonly pods: Pod[];
  readonly replicas: Replica[];
  /** Operations begun so far, and retries in the budget, by population. */
  readonly begunBy: number[];
  readonly retriesLeft: number[];
  /** Ends of bursts and silences, by turns, by population [s]. */
  readonly turns: number[][];
  /** Pods that changed in this instant, in the order in which they did. */
  touched: Pod[];
  /** First instant at which rounding decided which of two things happened first [s]. */
  tiedAt: number;
  readonly fates: Fate[];
  readonly kills: Kill[];
  onSend: (request: Request) => void;
  /** A client loses patience. */
  onGiveUp: (request: Request) => void;
  /** The pod is through with a request; true if HAProxy is to send it once more. */
  onDone: (request: Request, ending: Ending) => boolean;
  /** The client has its answer. */
  onEnd: (request: Request, ending: Ending) => void;
  /** A request in a pod has come further, or waits for somebody else. */
  onProgress: (request: Request) => void;
  /** Its client goes on after a pause. */
  onClientGoesOn: (request: Request) => void;
  onPodDied: (pod: Pod) => void;
}

/** Sets a timer. */
export function after(
  world: World,
  seconds: number,
  run: () => void,
  owner: Request | null = null,
): Timer {
  return setTimer(world, { at: world.now + seconds, run, owner, recurs: false });
}

/** Sets a timer for an instant. */
export function at(world: World, instant: number, run: () => void): Timer {
  return setTimer(world, { at: instant, run, owner: null, recurs: false });
}

/** Sets one that comes again and again. */
export function recurAt(world: World, at: number, run: () => void): Timer {
  return setTimer(world, { at, run, owner: null, recurs: true });
}

function setTimer(world: World, timer: Omit<Timer, 'rank'>): Timer {
  const ranked = { ...timer, rank: world.ranks++ };
  if (timer.at < Number.POSITIVE_INFINITY) world.timers.push(ranked);
  return ranked;
}

export function cancel(world: World, timer: Timer | null): void {
  world.timers = world.timers.filter((each) => each !== timer);
}

/** A variate from the stream of this name. */
export function draw(world: World, stream: string, law: Law): number {
  return compileLaw(law).sample(world.streams.get(stream));
}

/** Something changes in the pod: it is looked at when all of this instant has happened. */
export function touch(world: World, pod: Pod): void {
  if (!world.touched.includes(pod)) world.touched.push(pod);
}

/** Requests in a pod. */
export function inside(world: World, pod: Pod): Request[] {
  return world.requests.filter((request) => request.pod === pod);
}
