/**
 * How a response gets to its client. What the client has not taken fills HAProxy's socket to it,
 * then the pod's kernel, then the transport, and empties in the opposite order: one backlog and one
 * flow. The transport keeps a part whole until its last byte is in the kernel.
 */
import { observe, outsideBuffer } from './memory.fixture.ts';
import { allowance, closePause, mayStall, moved, note } from './pause.fixture.ts';
import { isInstant, startFlow, stopFlow } from './rates.fixture.ts';
import type { Emptying, Request } from './request.fixture.ts';
import { ROUNDING, type World } from './world.fixture.ts';

/** The handler hands a part over; `written` follows as soon as the transport holds none of it. */
export function handOver(world: World, request: Request, part: number, written: () => void): void {
  stopSendingAnswer(request);
  const taken = takenAtOnce(world, request, request.backlog + part);
  if (taken > 0 || request.backlog < outsideBuffer(world)) moved(world, request);
  request.backlog += part - taken;
  request.handed += part;
  request.writing = part;
  observe(world, request.pod!);
  const goOn = () => wrote(world, request, written);
  const excess = request.backlog - outsideBuffer(world) - world.model.pod.sendBuffer;
  if (excess > ROUNDING) empty(world, request, { kind: 'send', left: excess, goOn });
  else goOn();
}

/**
 * One without a pace and a link takes all it wants. A client that catches up takes at once what it
 * might have had by now at its pace [B]; one without a pace has nothing to make up for.
 */
function takenAtOnce(world: World, request: Request, backlog: number): number {
  const { handed, pace, sentAt, catchesUp } = request;
  const before = handed - request.backlog;
  const most = Math.min(backlog, allowance(request, before));
  if (isInstant(world, 'send', pace)) return most;
  if (!catchesUp || pace === Number.POSITIVE_INFINITY) return 0;
  return Math.min(most, Math.max(0, pace * (world.now - sentAt) - before));
}

function empty(world: World, request: Request, emptying: Emptying): void {
  request.emptying = emptying;
  emptyOn(world, request);
}

/** Goes on emptying what was being emptied, up to the byte at which the client stalls. */
function emptyOn(world: World, request: Request): void {
  const emptying = request.emptying!;
  const taken = request.handed - request.backlog;
  const bytes = Math.min(emptying.left, allowance(request, taken));
  // HAProxy is through with what is outside the pod, and waits for the pod's next bytes.
  const isOutside = emptying.kind === 'send-outside';
  if (bytes <= ROUNDING) {
    mayStall(world, request);
    note(world, request, 'responding', isOutside ? 'pod' : 'client');
    return;
  }
  const takesTime = !isInstant(world, emptying.kind, request.pace);
  const goOn = () => {
    emptying.left -= bytes;
    if (emptying.left > ROUNDING) emptyOn(world, request);
    else {
      request.emptying = null;
      emptying.goOn();
    }
  };
  startFlow(world, request, { kind: emptying.kind, bytes, cap: request.pace, goOn });
  if (takesTime) note(world, request, 'responding', isOutside ? 'pod' : 'nobody');
}

/** The client goes on after a pause; its request may be outside its pod by now. */
export function goOnTaking(world: World, request: Request): void {
  if (request.emptying !== null) emptyOn(world, request);
}

function wrote(world: World, request: Request, written: () => void): void {
  request.writing = 0;
  const inPod = request.backlog - outsideBuffer(world);
  const goOn = () => {
    emptyOutside(world, request);
    request.drained?.();
  };
  if (inPod > ROUNDING) empty(world, request, { kind: 'send-kernel', left: inPod, goOn });
  else emptyOutside(world, request);
  written();
}

function emptyOutside(world: World, request: Request): void {
  if (request.backlog <= ROUNDING) {
    request.backlog = 0;
    note(world, request, 'responding', 'pod');
    return;
  }
  empty(world, request, {
    kind: 'send-outside',
    left: request.backlog,
    goOn: () => {
      if (request.pod !== null) {
        note(world, request, 'responding', 'pod');
        return;
      }
      closePause(world, request);
      world.onEnd(request, 'ok');
    },
  });
}

/** All is handed over and written: `drained` follows when the rest is outside of the pod. */
export function drain(world: World, request: Request, drained: () => void): void {
  request.drained = drained;
  if (request.backlog <= outsideBuffer(world) + ROUNDING) drained();
}

/** Whether the client takes, or is to take, what has left the pod for good. */
export function isTaking({ drained, emptying }: Request): boolean {
  return drained !== null && emptying?.kind === 'send-outside';
}

/** Nothing of it flows to the client any more. */
export function stopSendingAnswer(request: Request): void {
  stopFlow(request);
  request.emptying = null;
}

/** The client has left: what waits in the pod to be sent is freed. */
export function dropAnswer(request: Request): void {
  stopSendingAnswer(request);
  request.backlog = 0;
  request.writing = 0;
}
