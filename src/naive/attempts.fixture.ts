/** Attempts to reach the server that a request was given, and what follows a failed one. */

import type { Ending } from '../request/ending.ts';
import { hasAll, receivedBytes } from './aborts.fixture.ts';
import { fill, freeSlot, place } from './backend.fixture.ts';
import { observed } from './checks.fixture.ts';
import { accept } from './handler.fixture.ts';
import { letGo, lookAtClient, refuseRequest } from './haproxy.fixture.ts';
import type { Request } from './request.fixture.ts';
import { usable } from './slots.fixture.ts';
import { after, type Server, type World } from './world.fixture.ts';

type Reason = World['model']['haproxy']['retryOn'][number];

export function connect(world: World, request: Request): void {
  const server = request.server!;
  request.phase = 'connected';
  if (request.reached === null) request.repeatable = hasAll(world, request);
  if (request.abandoned && !hasAll(world, request) && server.pod.listening) {
    // Its client has gone, which the next read shows: nothing to speak of reaches the pod.
    observed(world, server, 'connected');
    request.phase = 'outside';
    letGo(world, request);
    return;
  }
  request.buffered = receivedBytes(world, request);
  if (!accept(world, request, server.pod)) {
    refused(world, request);
    return;
  }
  observed(world, server, 'connected');
  // What filled the buffer has been sent on: HAProxy reads from the client again.
  if (request.phase === 'connected') lookAtClient(world, request);
}

/**
 * A refused connect: again on the same server after the turn-around, slot kept; or, with
 * `option redispatch`, on another; or, once the retries are used up, 503.
 */
function refused(world: World, request: Request): void {
  const server = request.server!;
  observed(world, server, 'refused');
  // That may have taken the server DOWN, and the request with it.
  if (request.phase !== 'connected') return;
  if (request.tries >= world.model.haproxy.retries || !retriesOn(world, 'conn-failure')) {
    refuseRequest(world, request, 'no_server', 'SC');
    return;
  }
  request.tries++;
  const turnAround = Math.min(1, world.model.haproxy.timeouts.connect);
  if (!goesElsewhere(world, request)) {
    pause(world, request, turnAround, () => connect(world, request));
    return;
  }
  const isAlone = usable(request.replica!).length <= 1;
  freeSlot(world, request);
  fill(world, server);
  if (isAlone) pause(world, request, turnAround, () => place(world, request, server));
  else place(world, request, server);
}

/**
 * The pod is through with a request: whether it is sent once more. It must have been in the buffer
 * whole, and nothing of an answer may have gone to its client.
 */
export function repeat(world: World, request: Request, ending: string, stage: string): boolean {
  const wasCut = ending === 'killed' && stage !== 'responding';
  const reason = ending === 'limiter_rejected' ? '503' : wasCut ? 'empty-response' : null;
  if (reason === null || !retriesOn(world, reason) || !request.repeatable) return false;
  if (request.tries >= world.model.haproxy.retries) return false;
  request.tries++;
  const server: Server = request.server!;
  if (goesElsewhere(world, request)) {
    freeSlot(world, request);
    fill(world, server);
    pause(world, request, 0, () => place(world, request, server));
  } else pause(world, request, 0, () => connect(world, request));
  return true;
}

function pause(world: World, request: Request, seconds: number, then: () => void): void {
  request.phase = 'paused';
  request.next = after(world, seconds, then);
}

function retriesOn({ model }: World, reason: Reason): boolean {
  const { retryOn } = model.haproxy;
  return retryOn.includes(reason) || retryOn.includes('all-retryable-errors');
}

/**
 * `option redispatch N`: each Nth retry, -1 the last. A server that is DOWN or starts slowly is left
 * at once, and any one while a second may be chosen.
 */
function goesElsewhere(world: World, { server, replica, tries }: Request): boolean {
  const { redispatch, retries } = world.model.haproxy;
  const interval = redispatch === true ? -1 : Number(redispatch);
  if (interval === 0) return false;
  const isRunning = server!.up && Number.isNaN(server!.startedAt);
  if (!isRunning || usable(replica!).length > 1) return true;
  return tries % (interval > 0 ? interval : retries + 1 + interval) === 0;
}

/** How a request ended in its pod is told to the checks; it is no longer for others to end. */
export function observe(world: World, request: Request, ending: Ending): void {
  request.phase = 'delivered';
  if (ending === 'client_gave_up') return;
  // A cut counts if no answer had begun, but not in mid-upload in 2.6.
  const isLate =
    request.stage === 'responding' ||
    (request.stage === 'uploading' && world.model.haproxy.version === '2.6');
  if (ending === 'killed' && isLate) return;
  observed(world, request.server!, ending === 'ok' ? 'answered' : 'failed');
}
