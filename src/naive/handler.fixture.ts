/** What a pod does with a request, from its connection to the end of its answer. */
import { findsClientGone, goOnSending, park, pass, read } from './body.fixture.ts';
import { fetchPart } from './fetch.fixture.ts';
import { observe } from './memory.fixture.ts';
import * as path from './path.fixture.ts';
import { closePause, note, openPause } from './pause.fixture.ts';
import { stopFlow } from './rates.fixture.ts';
import { type Request, untouched } from './request.fixture.ts';
import { dropAnswer, goOnTaking, isTaking } from './response.fixture.ts';
import { block, callStore, giveBack, reserve } from './waiting.fixture.ts';
import { after, draw, inside, type Pod, touch, type World } from './world.fixture.ts';

/** A request connects to a pod; false: the connection is refused. */
export function accept(world: World, request: Request, pod: Pod): boolean {
  if (!pod.listening) return false;
  Object.assign(request, untouched());
  request.assignedAt = world.now;
  request.reached = pod;
  request.pod = pod;
  request.entered = world.ranks++;
  pod.peakInFlight = Math.max(pod.peakInFlight, inside(world, pod).length);
  pod.residue += world.model.pod.residue;
  touch(world, pod);
  request.warm = request.keepsAlive && pod.idleWarm > 0;
  if (request.warm) pod.idleWarm--;
  openPause(world, request);
  const sendsBody = path.intakeOf(world.model.pod) !== 'instant' && request.body > 0;
  note(world, request, sendsBody ? 'uploading' : 'thinking', 'pod');
  hold(world, request, path.fixedBytesOf(world.model.pod));
  const handle = () => {
    touch(world, pod);
    begin(world, request);
  };
  if (!path.isLimited(world.model.pod)) handle();
  else reserve(world, request, handle, () => refuse(world, request));
  return true;
}

/** The limiter's 503. */
export function refuse(world: World, request: Request): void {
  touch(world, request.pod!);
  finish(world, request, 'limiter_rejected');
}

/** Its client goes on after a pause; its request may have left the pod by now. */
export function clientGoesOn(world: World, request: Request): void {
  if (request.pod !== null) touch(world, request.pod);
  const reads = request.method === 'GET' && path.intakeOf(world.model.pod) !== 'pass';
  if (reads) goOnTaking(world, request);
  else goOnSending(world, request);
}

function begin(world: World, request: Request): void {
  const { method, body, response } = request;
  const intake = path.intakeOf(world.model.pod);
  const goOn = () => serve(world, request);
  if (intake === 'instant') {
    closePause(world, request);
    hold(world, request, body + response);
    goOn();
  } else if (intake === 'pass') {
    if (request.cut) finish(world, request, 'client_gave_up');
    else pass(world, request, body + response, () => callStore(world, request, 0, goOn));
  } else if (method === 'GET') fetchPart(world, request);
  else if (method === 'HEAD' || method === 'DELETE') callStore(world, request, 0, goOn);
  else if (world.model.pod.handler === 'sleep-then-read') {
    park(world, request);
    callStore(world, request, 0, () => readWhole(world, request));
  } else if (intake === 'parts' && body > world.model.pod.partSize) readPart(world, request);
  else readWhole(world, request);
}

/** The body is read to its end, then encrypted and uploaded, if the handler does that at all. */
function readWhole(world: World, request: Request): void {
  const { body } = request;
  const { pod } = world.model;
  if (request.cut && findsClientGone(request)) {
    finish(world, request, 'client_gave_up');
    return;
  }
  const copies = () => path.copiesOf(pod, body, request.overlap);
  beginReading(world, request);
  read(world, request, body, () => {
    request.reads = false;
    if (!path.encrypts(pod)) {
      serve(world, request);
      return;
    }
    // Joined: its ciphertext is yet to come, what its chunks leave is here.
    hold(world, request, Math.max(1, copies() - 1) * body - request.held);
    block(
      world,
      request,
      body / path.encryptRateOf(pod),
      () => hold(world, request, copies() * body - request.held),
      () => callStore(world, request, body, () => serve(world, request)),
    );
  });
}

/** Part by part; while one is encrypted and uploaded the next one is not read. */
function readPart(world: World, request: Request): void {
  const { body, read: before } = request;
  const { pod } = world.model;
  const goal = Math.min(body, before + pod.partSize);
  const part = goal - before;
  const isFirst = !request.begun;
  if (request.cut && findsClientGone(request)) {
    finish(world, request, 'client_gave_up');
    return;
  }
  if (isFirst) {
    beginReading(world, request);
    beginUpload(world, request);
  }
  read(world, request, goal, () => {
    if (isFirst) request.reads = false;
    park(world, request);
    const uploaded = () => {
      hold(world, request, -part);
      if (goal < body) readPart(world, request);
      else serve(world, request);
    };
    block(
      world,
      request,
      part / path.encryptRateOf(pod),
      () => hold(world, request, 2 * part),
      () => {
        hold(world, request, -2 * part);
        callStore(world, request, part, uploaded);
      },
    );
  });
}

function beginReading(world: World, request: Request): void {
  request.begun = true;
  request.reads = true;
  request.overlap = 0;
  // The most there are beside each of them grows as one begins, and at no other time.
  const readers = inside(world, request.pod!).filter(({ reads }) => reads);
  for (const each of readers) each.overlap = Math.max(each.overlap, readers.length);
}

/**
 * After t turns of a crowd of n uploads in parts at most, the allocator keeps
 * `fragmentation x part x log2(n) x (1 - t^-decay)` more.
 */
function beginUpload(world: World, request: Request): void {
  const pod = request.pod!;
  request.uploads = true;
  const uploads = inside(world, pod).filter((each) => each.uploads).length;
  pod.mostUploads = Math.max(pod.mostUploads, uploads);
  pod.uploadsBegun++;
  const { partSize, heap } = world.model.pod;
  const turns = pod.uploadsBegun / pod.mostUploads;
  const most = path.fragmentationOf(world.model.pod) * partSize * Math.log2(pod.mostUploads);
  pod.growth = Math.max(pod.growth, most * (1 - turns ** -heap.decay));
}

/** The extra time in the handler, then the end. */
function serve(world: World, request: Request): void {
  const pod = request.pod!;
  const slow = world.model.pod.slow.findLast((each) => each.pod === pod.index);
  const seconds = draw(world, 'service', slow?.service ?? world.model.pod.service);
  const end = () => {
    touch(world, pod);
    finish(world, request, 'ok');
  };
  if (seconds === 0) finish(world, request, 'ok');
  else after(world, seconds, end, request);
}

type Outcome = 'ok' | 'limiter_rejected' | 'client_gave_up';

/** The pod is through with a request; what of its response is outside goes on to the client. */
export function finish(world: World, request: Request, ending: Outcome): void {
  const pod = request.pod!;
  if (request.flow?.kind.startsWith('park')) stopFlow(request);
  if (request.cut) dropAnswer(request);
  if (!isTaking(request)) closePause(world, request);
  // A connection is warm once a body was read through it, and stays so for its next request.
  const isKept = ending === 'ok' && request.keepsAlive && !request.cut;
  if (isKept && (request.read > 0 || request.warm)) pod.idleWarm++;
  Object.assign(request, { held: 0, unread: 0, kernelReceive: 0, reads: false, uploads: false });
  giveBack(world, request);
  request.pod = null;
  const goesOn = world.onDone(request, ending);
  leavePod(request);
  if (!goesOn && !isTaking(request)) world.onEnd(request, ending);
}

/** Nothing of it is in a pod any more. */
export function leavePod(request: Request): void {
  if (request.pod !== null || isTaking(request)) return;
  request.stage = 'outside';
  request.awaits = 'nobody';
}

/** Takes memory for a request, or gives some back. */
export function hold(world: World, request: Request, bytes: number): void {
  request.held += bytes;
  if (bytes > 0) observe(world, request.pod!);
}
