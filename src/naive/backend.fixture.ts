/** The backend of a replica: who gets a slot at once, who waits where, whom a free slot is for. */
import { connect } from './attempts.fixture.ts';
import { choose } from './balance.fixture.ts';
import { lookAtClient, refuseRequest } from './haproxy.fixture.ts';
import type { Request } from './request.fixture.ts';
import {
  hasFreeSlot,
  isOpen,
  isUsable,
  limitOf,
  refreshWeight,
  reposition,
  served,
  slowStartOf,
  surplus,
  usable,
} from './slots.fixture.ts';
import { after, cancel, type Replica, type Server, type World } from './world.fixture.ts';

/** Nobody overshoots on a return, and the queue is flushed with the last server. */
const isNew = (world: World): boolean => world.model.haproxy.version === '3.2';

/** Finds a server for a request, or a queue. */
export function place(world: World, request: Request, avoid: Server | null): void {
  const { maxqueue } = world.model.haproxy;
  const replica = request.replica!;
  if (usable(replica).length === 0) {
    refuseRequest(world, request, 'no_server', 'SC');
    return;
  }
  const server = choose(world, replica, avoid);
  if (server === null) enqueue(world, request, replica.queue);
  else if (isOpen(world, server)) take(world, request, server);
  else if (maxqueue > 0 && server.queue.length >= maxqueue) {
    refuseRequest(world, request, 'no_server', 'SQ');
  } else enqueue(world, request, server.queue);
}

function enqueue(world: World, request: Request, queue: Request[]): void {
  const { now } = world;
  const queuedRank = world.ranks++;
  Object.assign(request, { phase: 'queued', queue, queuedAt: now, queuedRank });
  queue.push(request);
  lookAtClient(world, request);
}

export function leaveQueue(request: Request): void {
  request.queue!.splice(request.queue!.indexOf(request), 1);
  request.queue = null;
}

/** `timeout queue`; unset, `timeout connect` in its place. */
export function queuePatience({ model }: World): number {
  const { queue, connect: instead } = model.haproxy.timeouts;
  return queue < Number.POSITIVE_INFINITY ? queue : instead;
}

/** Those whose time in a queue is up leave it, the first first. */
export function expireQueue(world: World, queue: Request[]): void {
  for (;;) {
    const head = queue[0];
    if (head === undefined || head.queuedAt + queuePatience(world) > world.now) return;
    leaveQueue(head);
    refuseRequest(world, head, 'queue_timeout', 'sQ');
  }
}

function take(world: World, request: Request, server: Server): void {
  request.server = server;
  request.extra = false;
  reposition(world, server);
  connect(world, request);
}

/** Gives back the slot of a request, if it has one; who waits for it is to follow. */
export function freeSlot(world: World, request: Request): void {
  const { server } = request;
  if (server === null) return;
  request.server = null;
  if (!request.extra) reposition(world, server);
}

/**
 * Late binding: a slot that was freed goes to the older of the heads of the server's own queue and
 * the backend queue. Requests beyond the slots put off the start, but do not count once it has
 * begun. A server that is DOWN serves its own queue alone.
 */
export function fill(world: World, server: Server | null): void {
  if (server === null || server.filling) return;
  if (served(world, server) + surplus(world, server) >= limitOf(world, server)) return;
  // A dead server refuses, which frees its slot: one loop goes on, whoever asks meanwhile.
  server.filling = true;
  while (hasFreeSlot(world, server)) {
    const next = nextFor(server);
    if (next === undefined) break;
    leaveQueue(next);
    take(world, next, server);
  }
  server.filling = false;
}

/** HAProxy compares their ages in whole milliseconds; of equals its own comes first. */
function nextFor(server: Server): Request | undefined {
  const own = server.queue[0];
  const common = isUsable(server) ? server.replica.queue[0] : undefined;
  if (own === undefined || common === undefined) return own ?? common;
  const tick = ({ queuedAt }: Request) => Math.floor(queuedAt * 1000);
  return tick(common) < tick(own) ? common : own;
}

/** Its own queue is placed anew with redispatch; since 3.2 the last server takes the queue along. */
export function wentDown(world: World, server: Server): void {
  const { replica } = server;
  cancel(world, server.warmUp);
  server.startedAt = Number.NaN;
  server.up = false;
  reposition(world, server);
  const { redispatch } = world.model.haproxy;
  if (redispatch !== false && redispatch !== 0) {
    const bound = [...server.queue];
    for (const request of bound) leaveQueue(request);
    for (const request of bound) place(world, request, null);
  }
  if (usable(replica).length > 0 || !isNew(world)) return;
  flush(world, replica);
}

function flush(world: World, { queue }: Replica): void {
  for (let head = queue[0]; head !== undefined; head = queue[0]) {
    leaveQueue(head);
    refuseRequest(world, head, 'no_server', 'SC');
  }
}

export function cameUp(world: World, server: Server): void {
  if (slowStartOf(world) > 0) {
    server.startedAt = world.now;
    warmUpLater(world, server);
  }
  server.up = true;
  reposition(world, server);
  pull(world, server);
}

/** The steps of a slow start: every twentieth of it, but not within a second. */
function warmUpLater(world: World, server: Server): void {
  const duration = slowStartOf(world);
  server.warmUp = after(world, Math.max(1, duration / 20), () => {
    const elapsed = Math.floor(world.now) - Math.floor(server.startedAt);
    if (elapsed >= duration) server.startedAt = Number.NaN;
    else warmUpLater(world, server);
    refreshWeight(world, server);
    pull(world, server);
  });
}

/**
 * A server that has come UP, or goes faster, takes from the queue as many as it has free slots;
 * before 3.2 these are not counted, and its slots stay free for as many again.
 */
function pull(world: World, server: Server): void {
  if (isNew(world)) {
    fill(world, server);
    return;
  }
  if (!isUsable(server)) return;
  const room = limitOf(world, server) - served(world, server);
  const grabbed = server.replica.queue.slice(0, Math.max(0, room));
  for (const request of grabbed) {
    leaveQueue(request);
    Object.assign(request, { server, extra: true });
  }
  for (const request of grabbed) connect(world, request);
}
