/**
 * What HAProxy knows of a client: how much of the body it has, and whether it finds out that the
 * client has left. It learns of that only as it reads from the client or writes to it, and drops a
 * request it has in full only with `option abortonclose`.
 */
import type { Termination } from '../request/termination.ts';
import type { Request } from './request.fixture.ts';
import { ROUNDING, type World } from './world.fixture.ts';

/** Most of a body that HAProxy takes before a server does: a buffer less room for headers [B]. */
export const BUFFER = 15 * 2 ** 10;

/** Bytes of a body that HAProxy has before it is at a server [B]. */
export function receivedBytes(world: World, request: Request): number {
  const wanted = Math.min(request.body, BUFFER);
  const sent = sentBytes(world, request);
  return sent < wanted - ROUNDING ? sent : wanted;
}

/** Whether HAProxy still reads: there is more to come, and room for it. */
export function isReading(world: World, request: Request): boolean {
  return receivedBytes(world, request) < Math.min(request.body, BUFFER);
}

/** Whether it has the whole request in its buffer. */
export function hasAll(world: World, request: Request): boolean {
  return request.body <= BUFFER && !isReading(world, request);
}

/** Bytes of its body a client would have sent by now, were there room for all [B]. */
function sentBytes({ now }: World, request: Request): number {
  const { sentAt, expectWait, pace, stallAt, stallFor } = request;
  const sending = now - sentAt - expectWait;
  if (sending < 0) return 0;
  const sent = (seconds: number) => (pace === Number.POSITIVE_INFINITY ? pace : pace * seconds);
  if (sent(sending) <= stallAt) return sent(sending);
  const afterStall = sending - stallAt / pace - stallFor;
  return afterStall < 0 ? stallAt : stallAt + sent(afterStall);
}

/** Whether HAProxy finds out now that the client of a request has gone. */
export function noticesAbort(world: World, request: Request): boolean {
  const { phase, stage, awaits, response } = request;
  const moves = awaits !== 'pod';
  const isConnected = phase === 'connected';
  // A short answer is gone with the first write, which succeeds on a closed connection too.
  if (isConnected && stage === 'responding') return moves && response > BUFFER;
  if (phase === 'receiving') return true;
  if ((isConnected && stage === 'thinking') || hasAll(world, request)) {
    return world.model.haproxy.abortonclose === true;
  }
  return isConnected ? moves : isReading(world, request);
}

/**
 * What HAProxy logs of a request whose client leaves now. A body that fills the buffer hides that
 * until the request is at a server; an upload that is cut there is CD in 2.6, CH since.
 */
export function leavingNow(world: World, request: Request): Termination {
  const { phase, stage, response, body, termination } = request;
  const { version, abortonclose } = world.model.haproxy;
  const isConnected = phase === 'connected';
  const cutUpload = version === '2.6' ? 'CD' : 'CH';
  if (phase === 'outside' || phase === 'delivered') return termination;
  if (phase === 'receiving') return 'CR';
  if (isConnected && stage === 'responding') return response > BUFFER ? 'CD' : '--';
  const isThinking = isConnected && stage === 'thinking';
  if ((isThinking || hasAll(world, request)) && abortonclose !== true) return '--';
  if (isConnected) return isThinking ? 'CH' : cutUpload;
  if (body > BUFFER && !isReading(world, request)) return cutUpload;
  return phase === 'queued' ? 'CQ' : 'CC';
}
