/**
 * HAProxy: each replica places requests by leastconn within the maxconn of each server, keeps its
 * own queue with late binding, and meets dead pods with retries, redispatch and checks.
 */
import { watchPod } from './checks.fixture.ts';
import { accept } from './handler.fixture.ts';
import type { Pod, Replica, Request, Server, World } from './world.fixture.ts';
import { after } from './world.fixture.ts';

/** Ties go to a random server, and nobody overshoots on a return; queues are flushed. */
const isNew = (world: World): boolean => world.model.haproxy.version === '3.2';

export function createReplicas(world: World): void {
  const { replicas, check } = world.model.haproxy;
  for (let index = 0; index < replicas; index++) {
    const replica: Replica = { servers: [], queue: [] };
    for (const pod of world.pods) {
      const health = check.rise + check.fall - 1;
      const moved = world.ranks++;
      const state = { up: true, checked: false, filling: false };
      replica.servers.push({ replica, pod, health, moved, ...state });
    }
    world.replicas.push(replica);
  }
}

export function arrive(world: World, request: Request): void {
  const { replicas } = world.model.haproxy;
  const random = () => world.streams.get('haproxy/replicas').next();
  request.replica = world.replicas[replicas === 1 ? 0 : Math.floor(random() * replicas)]!;
  place(world, request, null);
}

/** A pod is through with a request, or died under it: its server takes the head of the queue. */
export function release(world: World, request: Request): void {
  const server = request.server!;
  freeSlot(world, request);
  fill(world, server);
}

export function podDied(world: World, pod: Pod): void {
  for (const replica of world.replicas) {
    watchPod(world, replica.servers[pod.index]!, {
      onDown: (server) => wentDown(world, server),
      onUp: (server) => cameUp(world, server),
    });
  }
}

/** Those whose time in the queue is up leave it, the first first. */
export function expireQueue(world: World, replica: Replica, patience: number): void {
  for (;;) {
    const head = replica.queue[0];
    if (head === undefined || head.queuedAt + patience > world.now) return;
    replica.queue.shift();
    world.onEnd(head, 'queue_timeout');
  }
}

/** `timeout queue`; unset, `timeout connect` in its place. */
export function queuePatience({ model }: World): number {
  const { queue, connect } = model.haproxy.timeouts;
  return queue < Number.POSITIVE_INFINITY ? queue : connect;
}

/** Slots in use: requests assigned to the server and not through yet. */
function served(world: World, server: Server): number {
  return world.requests.filter((each) => each.server === server && !each.extra).length;
}

function surplus(world: World, server: Server): number {
  return world.requests.filter((each) => each.server === server && each.extra).length;
}

function usable({ servers }: Replica): Server[] {
  return servers.filter(({ up }) => up);
}

/** Gives a request to the server of leastconn, or to the queue if all are full. */
function place(world: World, request: Request, avoid: Server | null): void {
  const replica = request.replica!;
  if (usable(replica).length === 0) {
    world.onEnd(request, 'no_server');
    return;
  }
  const server = leastconn(world, replica, avoid);
  if (server !== null) {
    take(world, request, server);
    return;
  }
  request.queuedAt = world.now;
  request.queuedRank = world.ranks++;
  replica.queue.push(request);
}

/** The server to avoid is taken only if no other will do. */
function leastconn(world: World, replica: Replica, avoid: Server | null): Server | null {
  const { maxconn } = world.model.haproxy;
  const open = usable(replica).filter((server) => served(world, server) < maxconn);
  const others = open.filter((server) => server !== avoid);
  if (others.length === 0) return open[0] ?? null;
  const least = Math.min(...others.map((server) => served(world, server)));
  const equals = others.filter((server) => served(world, server) === least);
  if (equals.length === 1) return equals[0]!;
  if (isNew(world)) {
    return equals[Math.floor(world.streams.get('haproxy/ties').next() * equals.length)]!;
  }
  return equals.reduce((oldest, each) => (each.moved < oldest.moved ? each : oldest));
}

function take(world: World, request: Request, server: Server): void {
  request.server = server;
  request.extra = false;
  server.moved = world.ranks++;
  connect(world, request);
}

function connect(world: World, request: Request): void {
  if (!accept(world, request, request.server!.pod)) refused(world, request);
}

/**
 * A refused connect: again on the same server after the turn-around, slot kept; or, with
 * `option redispatch`, on another; or, once the retries are used up, 503.
 */
function refused(world: World, request: Request): void {
  const { retries, redispatch, timeouts } = world.model.haproxy;
  const server = request.server!;
  if (request.tries >= retries) {
    freeSlot(world, request);
    world.onEnd(request, 'no_server');
    fill(world, server);
    return;
  }
  request.tries++;
  const turnAround = Math.min(1, timeouts.connect);
  const isAlone = usable(request.replica!).length <= 1;
  const isLast = request.tries === retries;
  if (!redispatch || (isAlone && server.up && !isLast)) {
    after(world, turnAround, () => connect(world, request));
    return;
  }
  freeSlot(world, request);
  fill(world, server);
  if (isAlone) after(world, turnAround, () => place(world, request, server));
  else place(world, request, server);
}

function freeSlot(world: World, request: Request): void {
  const server = request.server!;
  request.server = null;
  if (!request.extra) server.moved = world.ranks++;
}

/**
 * Late binding: a server with a free slot takes the head of its replica's queue. Requests it holds
 * beyond its slots put off the start, but do not count once it has begun.
 */
function fill(world: World, server: Server): void {
  const { maxconn } = world.model.haproxy;
  const { queue } = server.replica;
  if (server.filling || !server.up) return;
  if (served(world, server) + surplus(world, server) >= maxconn) return;
  // A dead server refuses, which frees its slot: one loop goes on, whoever asks meanwhile.
  server.filling = true;
  while (queue.length > 0 && served(world, server) < maxconn) take(world, queue.shift()!, server);
  server.filling = false;
}

/** Since 3.2 the queue is flushed with the last server; before, it waits. */
function wentDown(world: World, server: Server): void {
  const { replica } = server;
  server.up = false;
  if (usable(replica).length > 0 || !isNew(world)) return;
  while (replica.queue.length > 0) world.onEnd(replica.queue.shift()!, 'no_server');
}

/**
 * A server that returns takes from the queue as many as it has free slots; before 3.2 these are not
 * counted, and its slots stay free for as many again.
 */
function cameUp(world: World, server: Server): void {
  server.up = true;
  server.moved = world.ranks++;
  if (isNew(world)) {
    fill(world, server);
    return;
  }
  const room = world.model.haproxy.maxconn - served(world, server);
  const grabbed = server.replica.queue.splice(0, Math.max(0, room));
  for (const request of grabbed) Object.assign(request, { server, extra: true });
  for (const request of grabbed) connect(world, request);
}
