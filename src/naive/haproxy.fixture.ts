/**
 * HAProxy: each replica accepts connections, places requests on servers within its own limits, and
 * meets dead pods, peers that stand still and clients that leave.
 */
import type { Ending } from '../request/ending.ts';
import type { Termination } from '../request/termination.ts';
import { BUFFER, noticesAbort } from './aborts.fixture.ts';
import { observe, repeat } from './attempts.fixture.ts';
import { fill, freeSlot, leaveQueue } from './backend.fixture.ts';
import { bestHealth, bootChecks, podGone, podHasWork } from './checks.fixture.ts';
import { cutOff } from './cut.fixture.ts';
import { connectionMayClose, knock } from './door.fixture.ts';
import type { Request, Stage } from './request.fixture.ts';
import { after, cancel, type Pod, type Replica, type Server, type World } from './world.fixture.ts';

export function createReplicas(world: World): void {
  const { replicas, weights } = world.model.haproxy;
  for (let index = 0; index < replicas; index++) {
    const replica: Replica = { servers: [], queue: [], backlog: [], looking: false, turn: 0 };
    for (const pod of world.pods) {
      const weight = weights.findLast((each) => each.pod === pod.index)?.weight ?? 1;
      replica.servers.push(createServer(world, replica, pod, weight));
    }
    world.replicas.push(replica);
  }
  bootChecks(world);
}

function createServer(world: World, replica: Replica, pod: Pod, weight: number): Server {
  return {
    replica,
    pod,
    weight,
    up: true,
    startedAt: Number.NaN,
    warmUp: null,
    queue: [],
    filling: false,
    key: weight > 0 ? 0 : Number.POSITIVE_INFINITY,
    keyed: 0,
    moved: world.ranks++,
    turn: 0,
    health: bestHealth(world),
    errors: 0,
    check: null,
    checkDue: Number.NaN,
    probing: false,
  };
}

export function arrive(world: World, request: Request): void {
  const { replicas } = world.model.haproxy;
  const random = () => world.streams.get('haproxy/replicas').next();
  request.replica = world.replicas[replicas === 1 ? 0 : Math.floor(random() * replicas)]!;
  knock(world, request);
}

/** A pod is through with a request, or died under it; true: it is sent once more. */
export function release(world: World, request: Request, ending: Ending): boolean {
  if (request.phase !== 'connected') return false;
  const { stage } = request;
  observe(world, request, ending);
  if (repeat(world, request, ending, stage)) return true;
  if (ending === 'killed') log(request, cutByPod(world, stage));
  letGo(world, request);
  // Nobody takes what is in HAProxy's socket by now.
  if (request.abandoned) cutOff(world, request);
  return false;
}

function cutByPod({ model }: World, stage: Stage): Termination {
  const isData =
    stage === 'responding' || (stage === 'uploading' && model.haproxy.version === '2.6');
  return isData ? 'SD' : 'SH';
}

/** Once its client has gone, HAProxy's view of a request is settled by that. */
export function log(request: Request, termination: Termination): void {
  if (!request.answered) request.termination = termination;
}

/** A request in a pod has come further, or waits for somebody else. */
export function progressed(world: World, request: Request): void {
  if (request.awaits !== 'client') podHasWork(world, request.pod!.index);
  if (request.phase !== 'connected' || !request.abandoned) return;
  // The pod is in the middle of something: HAProxy's turn comes after it.
  after(world, 0, () => {
    if (request.phase === 'connected' && writesLong(request)) drop(world, request);
    else lookAtClient(world, request);
  });
}

/** Whether what comes from the pod is an answer that takes HAProxy more than one write. */
function writesLong({ stage, response }: Request): boolean {
  return stage === 'responding' && response > BUFFER;
}

/** The client closes its connection; its attempt is over. */
export function clientLeft(world: World, request: Request): void {
  request.abandoned = true;
  if (request.phase === 'delivered') cutOff(world, request);
  else lookAtClient(world, request);
}

/** Drops a request if HAProxy finds out now that its client has gone. */
export function lookAtClient(world: World, request: Request): void {
  const isInHand = request.phase !== 'outside' && request.phase !== 'delivered';
  if (!request.abandoned || !isInHand || !noticesAbort(world, request)) return;
  if (request.phase === 'queued') leaveQueue(request);
  drop(world, request);
}

function drop(world: World, request: Request): void {
  stop(world, request);
  letGo(world, request);
}

/** HAProxy itself answers a request, and cuts it off from its pod if it is in one. */
export function refuseRequest(
  world: World,
  request: Request,
  ending: Ending,
  termination: Termination,
): void {
  stop(world, request);
  log(request, termination);
  world.onEnd(request, ending);
  letGo(world, request);
}

/** Nothing that is still to come concerns a request any more. */
function stop(world: World, request: Request): void {
  if (request.phase === 'paused' || request.phase === 'receiving') cancel(world, request.next);
  request.phase = 'outside';
}

/** HAProxy is through with a request: its slot is the next one's before anybody new comes. */
export function letGo(world: World, request: Request): void {
  const { server } = request;
  if (request.pod !== null) cutOff(world, request);
  request.inBackend = false;
  freeSlot(world, request);
  fill(world, server);
  connectionMayClose(world, request);
}

/** `on-marked-down shutdown-sessions`: those in a pod that has died are cut off by that. */
export function shutSessions(world: World, server: Server): void {
  if (world.model.haproxy.onMarkedDown !== 'shutdown-sessions') return;
  for (const request of world.requests.filter((each) => each.server === server)) {
    if (request.server !== server) continue;
    const isInside = request.phase === 'connected' && server.pod.listening;
    const isAnswered = request.stage === 'responding';
    if (isInside) refuseRequest(world, request, 'killed', isAnswered ? 'DD' : 'DH');
    else if (request.phase === 'paused') refuseRequest(world, request, 'killed', 'DC');
  }
}

export function podDied(world: World, pod: Pod): void {
  for (const { servers } of world.replicas) {
    if (world.model.haproxy.check.enabled) podGone(world, servers[pod.index]!);
  }
}
