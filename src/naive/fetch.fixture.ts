/**
 * A GET: each part comes from the store, is decrypted in the event loop and handed to the transport,
 * which may still be busy with the one before. The next part is fetched meanwhile.
 */
import { finish, hold } from './handler.fixture.ts';
import * as path from './path.fixture.ts';
import type { Request } from './request.fixture.ts';
import { drain, handOver } from './response.fixture.ts';
import { block, callStore, giveBack } from './waiting.fixture.ts';
import type { World } from './world.fixture.ts';

export function fetchPart(world: World, request: Request): void {
  const { pod } = world.model;
  const part = Math.min(request.response - request.fetched, pod.partSize);
  callStore(world, request, part, () => {
    request.fetched += part;
    hold(world, request, part - request.ciphertext);
    request.ciphertext = part;
    block(
      world,
      request,
      part / path.encryptRateOf(pod) + part / path.readRateOf(pod),
      () => hold(world, request, part),
      () => {
        if (request.cut) finish(world, request, 'client_gave_up');
        else if (request.writing > 0) request.waiting = part;
        else sendPart(world, request, part);
      },
    );
  });
}

/** The last part ends the handler: its budget is free while the client still reads. */
function sendPart(world: World, request: Request, part: number): void {
  const isLast = request.handed + part >= request.response;
  hold(world, request, -part);
  if (isLast) {
    hold(world, request, -request.ciphertext);
    giveBack(world, request);
  } else fetchPart(world, request);
  handOver(world, request, part, () => {
    const { waiting } = request;
    request.waiting = null;
    if (waiting !== null) sendPart(world, request, waiting);
    else if (request.handed >= request.response) {
      drain(world, request, () => finish(world, request, 'ok'));
    }
  });
}
