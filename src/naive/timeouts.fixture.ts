/**
 * HAProxy's time-outs of inactivity. They are not set and reset: each request says since when it has
 * stood still, and because of whom, and what it has come to follows from that.
 */
import type { Termination } from '../request/termination.ts';
import { BUFFER } from './aborts.fixture.ts';
import { observe } from './attempts.fixture.ts';
import { leaveQueue } from './backend.fixture.ts';
import { refuseRequest } from './haproxy.fixture.ts';
import type { Request } from './request.fixture.ts';
import type { World } from './world.fixture.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** When a request has stood still for too long [s]; Infinity: not as things are. */
export function deadlineOf(world: World, request: Request): number {
  if (request.phase === 'queued') return deadlineInQueue(world, request);
  if (request.phase !== 'connected') return NEVER;
  const { client, server } = world.model.haproxy.timeouts;
  if (request.awaits === 'nobody') return isStill(request) ? request.flow!.movedAt + server : NEVER;
  return request.since + (isClients(world, request) ? client : server);
}

/** Whether its bytes would move, but for an event loop that is blocked. */
export function isStill({ flow, awaits }: Request): boolean {
  return awaits === 'nobody' && flow !== null && flow.rate === 0;
}

/** 2.6 suspends `timeout client` during an upload: `timeout server` runs in its place. */
function isClients({ model }: World, { awaits, stage }: Request): boolean {
  return awaits === 'client' && !(stage === 'uploading' && model.haproxy.version === '2.6');
}

/**
 * From 2.8 on, for a small body that stays incomplete, or a large one short of a buffer: while its
 * client waits for 100 Continue, and while it stalls. The wait begins anew in the queue.
 */
function deadlineInQueue({ model }: World, request: Request): number {
  const { body, pace, sentAt, expectWait, stallAt, stallFor, queuedAt } = request;
  const { client } = model.haproxy.timeouts;
  if (model.haproxy.version === '2.6') return NEVER;
  const sendsFrom = sentAt + expectWait;
  if (queuedAt + client < sendsFrom) return queuedAt + client;
  const silentFrom = sendsFrom + stallAt / pace;
  const deadline = Math.max(queuedAt, silentFrom) + client;
  const isShort = stallAt < Math.min(body, BUFFER);
  return isShort && deadline < silentFrom + stallFor ? deadline : NEVER;
}

/** A request has stood still for too long: HAProxy ends it. */
export function expireStill(world: World, request: Request): void {
  if (request.phase === 'queued') {
    leaveQueue(request);
    refuseRequest(world, request, 'client_gave_up', 'cQ');
    return;
  }
  const termination = expired(world, request);
  const ending = isClients(world, request) ? 'client_gave_up' : 'gateway_timeout';
  observe(world, request, ending);
  refuseRequest(world, request, ending, termination);
}

/** An upload that its pod stops reading is logged by version. */
function expired(world: World, request: Request): Termination {
  const isAnswered = request.stage === 'responding';
  if (isClients(world, request)) return isAnswered ? 'cD' : 'cH';
  if (isAnswered) return 'sD';
  if (request.stage !== 'uploading' || request.awaits === 'client') return 'sH';
  const { version } = world.model.haproxy;
  if (version === '2.6') return 'sD';
  return version === '3.2' ? 'SH' : 'sH';
}
