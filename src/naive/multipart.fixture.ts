/**
 * Uploads in parts: a POST creates the upload, PUTs bring the parts, several at once, and a POST
 * completes it. A request that fails for good fails its upload: nothing more is begun, what was
 * begun runs its course.
 */
import type { Ending } from '../request/ending.ts';
import { operationEnded } from './clients.fixture.ts';
import { enterLike, send } from './operations.fixture.ts';
import type { Request, Upload } from './request.fixture.ts';
import { after, type World } from './world.fixture.ts';

/** S3's limit; parts are doubled to keep to it. */
const MOST_PARTS = 10_000;

/** Turns a large PUT into the creation of its upload; its parts share the pace. */
export function splitUp(world: World, request: Request): void {
  const { partSize: usual, concurrency } = world.model.clients[request.population]!.multipart;
  const { body } = request;
  if (request.method !== 'PUT' || body <= usual) return;
  let partSize = usual;
  while (body > partSize * MOST_PARTS) partSize *= 2;
  const parts = Math.ceil(body / partSize);
  const state = { scheduled: 0, sent: 0, open: 1, failure: null };
  request.upload = { first: request, body, partSize, parts, ...state };
  request.method = 'POST';
  request.body = 0;
  request.pace /= Math.min(parts, concurrency);
}

/** A request of an upload has its final answer. */
export function answeredPart(world: World, upload: Upload, ending: Ending): void {
  const { concurrency } = world.model.clients[upload.first.population]!.multipart;
  upload.open--;
  if (ending !== 'ok') upload.failure ??= ending;
  if (upload.failure === null) {
    while (upload.scheduled < upload.parts && upload.open < concurrency)
      scheduleNext(world, upload);
    if (upload.scheduled === upload.parts && upload.open === 0) scheduleNext(world, upload);
  }
  endIfOver(world, upload);
}

function scheduleNext(world: World, upload: Upload): void {
  upload.scheduled++;
  upload.open++;
  after(world, 0, () => sendNext(world, upload));
}

function sendNext(world: World, upload: Upload): void {
  if (upload.failure !== null) {
    upload.open--;
    endIfOver(world, upload);
    return;
  }
  const part = upload.sent++;
  const request = enterLike(world, upload.first, 0);
  if (part < upload.parts) {
    request.method = 'PUT';
    request.body = Math.min(upload.partSize, upload.body - part * upload.partSize);
  }
  send(world, request);
}

function endIfOver(world: World, upload: Upload): void {
  if (upload.open > 0) return;
  const { population, worker } = upload.first;
  operationEnded(world, population, worker, upload.failure ?? 'ok');
}
