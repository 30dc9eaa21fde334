/**
 * Runs a model: again and again, everything is looked at for what happens next, bytes move on to
 * that instant, it happens, and pods that are now past their limits die.
 */
import type { Model } from '../config/config.ts';
import { Streams } from '../random/streams.ts';
import { answered, startPopulation } from './clients.fixture.ts';
import { accept, refuse } from './handler.fixture.ts';
import * as haproxy from './haproxy.fixture.ts';
import { crossingAt, observe } from './memory.fixture.ts';
import { kill, killExceeded, startProcess } from './pod-life.fixture.ts';
import { endFlow, setRates } from './rates.fixture.ts';
import { admitWaiters } from './waiting.fixture.ts';
import { after, type Flow, type Pod, type Request, touch, type World } from './world.fixture.ts';

/** What rounding may do to an instant, relative. */
const CLOSE = 1e-11;

/** Something that is due. */
interface Happening {
  readonly at: number;
  readonly rank: number;
  readonly run: () => void;
}

/** Runs a model until nothing is left to happen. */
export function runNaively(model: Model, seed: string): World {
  const world = createWorld(model, seed);
  for (const pod of world.pods) startProcess(world, pod);
  for (const { at, pod } of model.run.faults) after(world, at, () => kill(world, world.pods[pod]!));
  const send = (request: Request) => arrive(world, request);
  world.onEnd = (request, ending) => {
    world.requests = world.requests.filter((each) => each !== request);
    const { number, sentAt, assignedAt, reached } = request;
    const pod = reached?.index ?? -1;
    world.fates.push({ number, ending, sentAt, assignedAt, endedAt: world.now, pod });
    answered(world, request, ending, send);
  };
  model.clients.forEach((_, index) => {
    startPopulation(world, index, send);
  });
  killExceeded(world);
  for (let happened = 0; happened < model.run.maxEvents; happened++) {
    setRates(world);
    const next = nextHappening(world);
    if (next === null) return world;
    noteTie(world, next);
    advance(world, next.at);
    next.run();
    killExceeded(world);
  }
  throw new Error(`seed ${seed}: more than ${model.run.maxEvents} happenings`);
}

function createWorld(model: Model, seed: string): World {
  const pods = Array.from({ length: model.pod.replicas }, (_, index) => createPod(index));
  const world: World = {
    model,
    streams: new Streams(seed),
    now: 0,
    ranks: 0,
    timers: [],
    requests: [],
    sent: 0,
    pods,
    replicas: [],
    sentBy: model.clients.map(() => 0),
    touched: [...pods],
    tiedAt: Number.POSITIVE_INFINITY,
    fates: [],
    kills: [],
    onDone: (request) => {
      if (model.haproxy.enabled) haproxy.release(world, request);
    },
    onEnd: () => undefined,
    onPodDied: (pod) => {
      if (model.haproxy.enabled) haproxy.podDied(world, pod);
    },
  };
  haproxy.createReplicas(world);
  return world;
}

function createPod(index: number): Pod {
  return {
    index,
    listening: true,
    readyAt: 0,
    deaths: 0,
    effect: null,
    highest: 0,
    growth: 0,
    residue: 0,
    over: false,
    peak: 0,
    peakInFlight: 0,
    mostUploads: 0,
    uploadsBegun: 0,
    limiterQueue: [],
    calls: [],
    storeCalls: [],
  };
}

/** To HAProxy, or without it to a listening pod at random. */
function arrive(world: World, request: Request): void {
  if (world.model.haproxy.enabled) {
    haproxy.arrive(world, request);
    return;
  }
  const open = world.pods.filter(({ listening }) => listening);
  if (open.length === 0) {
    world.onEnd(request, 'no_server');
    return;
  }
  const choice = open.length === 1 ? 0 : world.streams.get('direct').next() * open.length;
  accept(world, request, open[Math.floor(choice)]!);
}

/** The earliest of all that is due; of equals the one that was set up first. */
function nextHappening(world: World): Happening | null {
  let next: Happening | null = null;
  const consider = (happening: Happening) => {
    if (happening.at === Number.POSITIVE_INFINITY) return;
    const isEarlier = next === null || happening.at < next.at;
    if (isEarlier || (happening.at === next!.at && happening.rank < next!.rank)) next = happening;
  };
  for (const timer of world.timers) {
    const run = () => {
      world.timers = world.timers.filter((each) => each !== timer);
      timer.run();
    };
    consider({ at: timer.at, rank: timer.rank, run });
  }
  for (const queue of impatientQueues(world)) consider(queue);
  for (const { flow, pod } of world.requests) {
    if (flow === null) continue;
    const run = () => endFlows(world, flow, pod);
    consider({ at: endOf(world, flow), rank: world.ranks, run });
  }
  for (const pod of world.pods) {
    const run = () => {
      touch(world, pod);
      pod.over = true;
    };
    consider({ at: crossingAt(world, pod), rank: world.ranks + 1, run });
  }
  return next;
}

function endOf({ now }: World, { bytes, moved, rate }: Flow): number {
  return rate > 0 ? now + Math.max(0, bytes - moved) / rate : Number.POSITIVE_INFINITY;
}

/**
 * Two causes may meet at one instant, as equal parts that were begun during one stall of the event
 * loop do: they move, and end, in step. If one of them is a flow, rounding decides which is first.
 */
function noteTie(world: World, { at }: Happening): void {
  const isNow = (other: number) => Math.abs(other - at) <= CLOSE * at;
  const flows = world.requests.filter(({ flow }) => flow !== null && isNow(endOf(world, flow)));
  if (flows.length === 0) return;
  const timers = world.timers.filter((timer) => isNow(timer.at));
  if (flows.length + timers.length > 1) world.tiedAt = Math.min(world.tiedAt, at);
}

/** Queues whose first member runs out of patience at some time. */
function impatientQueues(world: World): Happening[] {
  const queues: Happening[] = [];
  const patience = haproxy.queuePatience(world);
  for (const replica of world.replicas) {
    const head = replica.queue[0];
    if (head === undefined) continue;
    const run = () => haproxy.expireQueue(world, replica, patience);
    queues.push({ at: head.queuedAt + patience, rank: head.queuedRank, run });
  }
  const { wait } = world.model.pod.limiter;
  for (const pod of world.pods) {
    const head = pod.limiterQueue[0];
    if (head === undefined) continue;
    const run = () => expireLimiter(world, pod, wait);
    queues.push({ at: head.since + wait, rank: head.rank, run });
  }
  return queues;
}

/** Each refusal may let those behind in who now fit. */
function expireLimiter(world: World, pod: Pod, wait: number): void {
  for (;;) {
    const head = pod.limiterQueue[0];
    if (head === undefined || head.since + wait > world.now) return;
    pod.limiterQueue.shift();
    refuse(world, head.request);
    admitWaiters(world, pod);
  }
}

/** Flows that are alike and end at this instant end together, those that started first first. */
function endFlows(world: World, { kind, cap, bytes, moved }: Flow, pod: Pod | null): void {
  const left = bytes - moved;
  const ended = world.requests.filter(
    ({ flow, pod: where }) =>
      flow !== null &&
      where === pod &&
      flow.kind === kind &&
      flow.cap === cap &&
      flow.bytes - flow.moved <= left,
  );
  ended.sort((a, b) => a.flow!.rank - b.flow!.rank);
  for (const { flow } of ended) flow!.moved = flow!.bytes;
  if (pod !== null) {
    touch(world, pod);
    observe(world, pod);
  }
  for (const request of ended) endFlow(request);
}

/** All bytes move on to an instant. */
function advance(world: World, at: number): void {
  for (const { flow } of world.requests) {
    if (flow !== null) flow.moved = Math.min(flow.bytes, flow.moved + flow.rate * (at - world.now));
  }
  world.now = at;
  for (const pod of world.pods) observe(world, pod);
}
