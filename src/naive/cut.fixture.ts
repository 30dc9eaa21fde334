/**
 * The other side closes the connection of a request in a pod. Nothing cancels a handler but its own
 * next read, which tells it: one that waits for bytes of the body ends at once, one that is busy
 * with a part goes on until it reads again, one that has the whole body goes on until it answers.
 * While it answers, the end of the connection cancels it.
 */
import { goOnSending, isIncomplete, stopSending } from './body.fixture.ts';
import { finish } from './handler.fixture.ts';
import { closePause } from './pause.fixture.ts';
import { stopFlow } from './rates.fixture.ts';
import type { Request } from './request.fixture.ts';
import { dropAnswer, isTaking, stopSendingAnswer } from './response.fixture.ts';
import { giveUpCall } from './waiting.fixture.ts';
import { after, touch, type World } from './world.fixture.ts';

/** The pod learns of it at the end of this instant. */
export function cutOff(world: World, request: Request): void {
  if ((request.pod === null && !isTaking(request)) || request.cut) return;
  request.cut = true;
  after(world, 0, () => learn(world, request));
}

function learn(world: World, request: Request): void {
  if (isTaking(request)) {
    stopSendingAnswer(request);
    closePause(world, request);
  } else if (request.pod !== null && request.cut) {
    touch(world, request.pod);
    abort(world, request);
  }
}

function abort(world: World, request: Request): void {
  if (request.handed > 0) {
    stopAnswering(world, request);
    return;
  }
  stopSending(world, request);
  if (request.doing === 'nothing') return;
  if (!isIncomplete(request)) {
    // Its last byte came at this very instant, or is in the kernel.
    goOnSending(world, request);
    return;
  }
  stopFlow(request);
  finish(world, request, 'client_gave_up');
}

/** A blocking call that runs is heard to its end; all else of an answer stops at once. */
function stopAnswering(world: World, request: Request): void {
  const { calls } = request.pod!;
  dropAnswer(request);
  const call = calls.findIndex((each) => each.request === request);
  if (call === 0) return;
  if (call > 0) calls.splice(call, 1);
  giveUpCall(world, request);
  finish(world, request, 'client_gave_up');
}
