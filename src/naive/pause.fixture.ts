/**
 * What keeps a client from sending its body or reading its answer: it waits for 100 Continue, it
 * stalls once at a byte of its own choice, or it has left.
 */
import type { Awaited, Request, Stage } from './request.fixture.ts';
import { after, cancel, type World } from './world.fixture.ts';

/** A request has come to a pod. What HAProxy has buffered whole is behind its client. */
export function openPause(world: World, request: Request): void {
  const { buffered, body, sentAt, expectWait, stallAt } = request;
  request.limit = buffered ? Number.POSITIVE_INFINITY : stallAt;
  const patience = sentAt + expectWait - world.now;
  if (expectWait === 0 || body === 0 || buffered || sentAt + expectWait <= world.now) return;
  request.pause = 'awaits-continue';
  request.pauseEnd = after(world, patience, () => endPause(world, request));
}

/** Bytes that the client moves before it pauses, of which it has moved so many [B]. */
export function allowance({ pause, limit }: Request, moved: number): number {
  return pause === 'none' ? Math.max(0, limit - moved) : 0;
}

/** The client may have come to the byte at which it stalls: it is where it has nothing to move. */
export function mayStall(world: World, request: Request): void {
  if (request.pause !== 'none') return;
  request.pause = 'stalled';
  request.pauseEnd = after(world, request.stallFor, () => endPause(world, request));
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

/** How far a request has come; HAProxy is told, unless it has closed the connection. */
export function note(world: World, request: Request, stage: Stage, awaits: Awaited): void {
  if (request.stage === stage && request.awaits === awaits) return;
  Object.assign(request, { stage, awaits, since: world.now, sinceRank: world.ranks++ });
  if (request.pod !== null && !request.cut) world.onProgress(request);
}
