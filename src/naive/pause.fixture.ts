/**
 * What keeps a client from sending its body or reading its answer: it waits for 100 Continue, it
 * stalls once at a byte of its own choice, or it has left.
 */
import type { Awaited, Request, Stage } from './request.fixture.ts';
import { after, at, cancel, type World } from './world.fixture.ts';

/** A request has come to a pod. HAProxy may have bytes from before its client's stall, or after. */
export function openPause(world: World, request: Request): void {
  const { buffered, body, sentAt, expectWait, pace, stallAt, stallFor } = request;
  request.limit = stallAt;
  request.stallEnd = Number.NaN;
  if (body === 0) return;
  const sendsFrom = sentAt + expectWait;
  if (sendsFrom > world.now) {
    request.pause = 'awaits-continue';
    request.pauseEnd = after(world, sendsFrom - world.now, () => endPause(world, request));
  } else if (buffered >= stallAt) {
    const stallEnd = sendsFrom + stallAt / pace + stallFor;
    if (buffered > stallAt || stallEnd <= world.now) request.limit = Number.POSITIVE_INFINITY;
    else request.stallEnd = stallEnd;
  }
}

/** Bytes that the client moves before it pauses, of which it has moved so many [B]. */
export function allowance({ pause, limit }: Request, moved: number): number {
  return pause === 'none' ? Math.max(0, limit - moved) : 0;
}

/** The client may have come to the byte at which it stalls: it is where it has nothing to move. */
export function mayStall(world: World, request: Request): void {
  if (request.pause !== 'none') return;
  request.pause = 'stalled';
  const { stallEnd, stallFor } = request;
  const end = Number.isNaN(stallEnd) ? world.now + stallFor : Math.max(world.now, stallEnd);
  request.pauseEnd = at(world, end, () => endPause(world, request));
}

function endPause(world: World, request: Request): void {
  // It stalls once; one that waited for 100 Continue has that before it.
  if (request.pause === 'stalled') request.limit = Number.POSITIVE_INFINITY;
  request.pause = 'none';
  world.onClientGoesOn(request);
}

/** uvicorn sends 100 Continue when the application first asks for the body. */
export function askForBody(world: World, request: Request): void {
  if (request.pause !== 'awaits-continue') return;
  request.pause = 'none';
  cancel(world, request.pauseEnd);
}

/** The client moves nothing any more: it has left, or its request is over. */
export function closePause(world: World, request: Request): void {
  request.pause = 'left';
  cancel(world, request.pauseEnd);
}

/** Bytes have moved in no time: a time-out of inactivity begins anew, and HAProxy has seen them. */
export function moved(world: World, request: Request): void {
  Object.assign(request, { since: world.now, sinceRank: world.ranks++ });
  if (request.pod !== null && !request.cut) world.onProgress(request);
}

/** How far a request has come; HAProxy is told, unless it has closed the connection. */
export function note(world: World, request: Request, stage: Stage, awaits: Awaited): void {
  if (request.stage === stage && request.awaits === awaits) return;
  Object.assign(request, { stage, awaits, since: world.now, sinceRank: world.ranks++ });
  if (request.pod !== null && !request.cut) world.onProgress(request);
}
