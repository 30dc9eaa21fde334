/**
 * Runs a model: again and again, everything is looked at for what happens next, bytes move on to
 * that instant, it happens, and pods that are now past their limits die.
 */
import type { Model } from '../config/config.ts';
import { Streams } from '../random/streams.ts';
import type { Ending } from '../request/ending.ts';
import { leavingNow } from './aborts.fixture.ts';
import { startPopulation } from './clients.fixture.ts';
import { cutOff } from './cut.fixture.ts';
import { connectionMayClose } from './door.fixture.ts';
import { accept, clientGoesOn } from './handler.fixture.ts';
import { nextHappening, noteTie } from './happenings.fixture.ts';
import * as haproxy from './haproxy.fixture.ts';
import { observe } from './memory.fixture.ts';
import { answered } from './operations.fixture.ts';
import { kill, killExceeded, startProcess } from './pod-life.fixture.ts';
import { noProbes } from './probes.fixture.ts';
import { setRates } from './rates.fixture.ts';
import type { Request } from './request.fixture.ts';
import { after, type Pod, type World } from './world.fixture.ts';

/** Runs a model until nothing is left to happen. */
export function runNaively(model: Model, seed: string): World {
  const world = createWorld(model, seed);
  for (const pod of world.pods) startProcess(world, pod);
  for (const { at, pod } of model.run.faults) after(world, at, () => kill(world, world.pods[pod]!));
  model.clients.forEach((_, index) => {
    startPopulation(world, index);
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
    world.requests = world.requests.filter((request) => isOfConcern(request));
  }
  throw new Error(`seed ${seed}: more than ${model.run.maxEvents} happenings`);
}

/** Whether its client, HAProxy or a pod has to do with a request. */
function isOfConcern(request: Request): boolean {
  const { answered: isAnswered, phase, accepted, pod, replica, flow } = request;
  const isInHand = phase !== 'outside' && phase !== 'delivered';
  const isInKernel = replica?.backlog.some((each) => each === request) ?? false;
  return !isAnswered || isInHand || accepted || pod !== null || flow !== null || isInKernel;
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
    begunBy: model.clients.map(() => 0),
    retriesLeft: model.clients.map(({ retry }) => retry.reserve),
    turns: model.clients.map(() => []),
    touched: [...pods],
    tiedAt: Number.POSITIVE_INFINITY,
    fates: [],
    kills: [],
    onSend: (request) => arrive(world, request),
    onGiveUp: (request) => giveUp(world, request),
    onDone: () => false,
    onEnd: (request, ending) => end(world, request, ending),
    onProgress: () => undefined,
    onClientGoesOn: (request) => clientGoesOn(world, request),
    onPodDied: () => undefined,
  };
  if (model.haproxy.enabled) {
    world.onDone = (request, ending) => haproxy.release(world, request, ending);
    world.onProgress = (request) => haproxy.progressed(world, request);
    world.onPodDied = (pod) => haproxy.podDied(world, pod);
    haproxy.createReplicas(world);
  }
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
    idleWarm: 0,
    liveness: noProbes(),
    readiness: noProbes(),
  };
}

/** To HAProxy, or without it to a pod of the Service at random. */
function arrive(world: World, request: Request): void {
  if (world.model.haproxy.enabled) {
    haproxy.arrive(world, request);
    return;
  }
  const open = world.pods.filter(({ listening, readiness }) => listening && !readiness.failing);
  if (open.length === 0) {
    world.onEnd(request, 'no_server');
    return;
  }
  const choice = open.length === 1 ? 0 : world.streams.get('direct').next() * open.length;
  accept(world, request, open[Math.floor(choice)]!);
}

/** An attempt ends once for its client; HAProxy and the pod may go on with the request. */
function end(world: World, request: Request, ending: Ending): void {
  if (request.answered) return;
  request.answered = true;
  connectionMayClose(world, request);
  const { number, sentAt, assignedAt, reached, termination } = request;
  const pod = reached?.index ?? -1;
  const endedAt = world.now;
  world.fates.push({ number, ending, sentAt, assignedAt, endedAt, pod, termination });
  answered(world, request, ending);
}

function giveUp(world: World, request: Request): void {
  if (world.model.haproxy.enabled) request.termination = leavingNow(world, request);
  end(world, request, 'client_gave_up');
  if (world.model.haproxy.enabled) haproxy.clientLeft(world, request);
  else cutOff(world, request);
}

/** All bytes move on to an instant. */
function advance(world: World, at: number): void {
  for (const { flow } of world.requests) {
    if (flow === null) continue;
    flow.moved = Math.min(flow.bytes, flow.moved + flow.rate * (at - world.now));
    if (flow.rate > 0 && at > world.now) flow.movedAt = at;
  }
  world.now = at;
  for (const pod of world.pods) observe(world, pod);
}
