/**
 * From a client's connect to a request HAProxy can place. At `maxconn` of frontend or process it
 * stops accepting, and connections wait in the kernel, first come, first served. With
 * `http-buffer-request` it waits for the body, or a buffer full of it.
 */
import { BUFFER } from './aborts.fixture.ts';
import { place } from './backend.fixture.ts';
import { log, lookAtClient } from './haproxy.fixture.ts';
import type { Request } from './request.fixture.ts';
import { after, at, type Replica, type World } from './world.fixture.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** What Linux lets wait on one listening socket (net.core.somaxconn). */
const LARGEST_BACKLOG = 4096;

function mostAccepted({ model }: World): number {
  return Math.min(model.haproxy.frontend.maxconn, model.haproxy.global.maxconn);
}

function mayAccept(world: World, replica: Replica): boolean {
  const accepted = world.requests.filter((each) => each.replica === replica && each.accepted);
  return accepted.length < mostAccepted(world);
}

/** A client connects. */
export function knock(world: World, request: Request): void {
  const { maxconn, backlog } = world.model.haproxy.frontend;
  const usual = maxconn < NEVER ? maxconn : 1024;
  const places = Math.min(backlog === 'auto' ? usual : backlog, LARGEST_BACKLOG);
  const replica = request.replica!;
  if (replica.backlog.length === 0 && mayAccept(world, replica)) letIn(world, request);
  else if (replica.backlog.length < places) replica.backlog.push(request);
  else world.onEnd(request, 'not_accepted');
}

/** A client that left while it waited in the kernel is let in all the same. */
function letIn(world: World, request: Request): void {
  request.accepted = true;
  request.abandoned = request.answered;
  if (!world.model.haproxy.httpBufferRequest) {
    enter(world, request);
    return;
  }
  // It answers 100 itself, as it wants the body (http_ana.c, http_handle_expect_hdr).
  request.expectWait = 0;
  const { complete, expired } = receptionOf(world, request);
  if (complete <= world.now) {
    enter(world, request);
    return;
  }
  request.phase = 'receiving';
  request.next = at(world, Math.min(complete, expired), () => {
    if (complete <= expired) enter(world, request);
    else turnAway(world, request);
  });
  lookAtClient(world, request);
}

function turnAway(world: World, request: Request): void {
  request.phase = 'outside';
  log(request, 'cR');
  world.onEnd(request, 'client_gave_up');
  connectionMayClose(world, request);
}

/**
 * When what is waited for is here, and until when HAProxy waits for it [s]. What a client sent while
 * it waited in the kernel is there already.
 */
function receptionOf({ model, now }: World, request: Request) {
  const { client, httpRequest } = model.haproxy.timeouts;
  const { body, pace, stallAt, stallFor, sentAt } = request;
  const wanted = Math.min(body, BUFFER);
  const sent = sentAt + wanted / pace;
  if (stallAt >= wanted) return { complete: sent, expired: now + httpRequest };
  const silentFrom = sentAt + stallAt / pace;
  const silent = Math.max(now, silentFrom) + client;
  const isTooLong = silent < silentFrom + stallFor;
  return {
    complete: sent + stallFor,
    expired: Math.min(now + httpRequest, isTooLong ? silent : NEVER),
  };
}

function enter(world: World, request: Request): void {
  request.inBackend = true;
  place(world, request, null);
}

/** Once client and HAProxy are both through with a request its connection is closed. */
export function connectionMayClose(world: World, request: Request): void {
  const isInHand = request.phase !== 'outside' && request.phase !== 'delivered';
  if (!request.accepted || !request.answered || isInHand) return;
  request.accepted = false;
  const replica = request.replica!;
  if (replica.looking || replica.backlog.length === 0) return;
  // Whoever waits for a slot comes before whoever waits outside.
  replica.looking = true;
  after(world, 0, () => {
    while (replica.backlog.length > 0 && mayAccept(world, replica)) {
      letIn(world, replica.backlog.shift()!);
    }
    replica.looking = false;
  });
}
