/** How a body gets from its client to the handler. */
import { observe } from './memory.fixture.ts';
import { allowance, askForBody, closePause, mayStall, moved, note } from './pause.fixture.ts';
import { isInstant, startFlow, stopFlow } from './rates.fixture.ts';
import type { FlowKind, Request } from './request.fixture.ts';
import { ROUNDING, type World } from './world.fixture.ts';

/** uvicorn stops reading a connection with more than this unread [B] (uvicorn, flow_control.py). */
const HIGH_WATER = 64 * 2 ** 10;

/** Nobody reads: the client runs ahead until uvicorn's buffer and then the kernel's are full. */
export function park(world: World, request: Request): void {
  stopFlow(request);
  request.doing = 'nothing';
  const { uvicornBuffer, kernelBuffer, warmKernelBuffer } = world.model.pod;
  const ahead = sendable(request);
  const room = Math.min(ahead, uvicornBuffer - request.unread);
  const kernel = request.warm ? warmKernelBuffer : kernelBuffer;
  const kernelRoom = Math.min(ahead, kernel - request.kernelReceive);
  const goOn = () => park(world, request);
  if (room > ROUNDING) move(world, request, 'park-unread', room, goOn);
  else if (kernelRoom > ROUNDING) move(world, request, 'park-kernel', kernelRoom, goOn);
  else wait(world, request, ahead);
}

/** The handler reads until it has `goal` bytes of the body in all; then `then`. */
export function read(world: World, request: Request, goal: number, then: () => void): void {
  stopFlow(request);
  askForBody(world, request);
  const buffered = Math.min(request.unread, goal - request.read);
  request.unread -= buffered;
  request.held += buffered;
  request.read += buffered;
  Object.assign(request, { doing: 'reads', goal, goOn: then });
  if (buffered > 0) observe(world, request.pod!);
  readOn(world, request);
}

/**
 * A client with a pace is the slower side: what the kernel holds is read first. One without keeps
 * the kernel's buffer full to the end: what the kernel holds is read last, or while it stalls.
 */
function readOn(world: World, request: Request): void {
  const missing = request.goal - request.read;
  if (missing <= ROUNDING) {
    request.read = request.goal;
    request.doing = 'nothing';
    if (!isIncomplete(request)) note(world, request, 'thinking', 'pod');
    request.goOn();
    return;
  }
  const ahead = sendable(request);
  const fromKernel = Math.min(missing, request.kernelReceive);
  const fromClient = Math.min(missing, ahead);
  const drainsFirst = paceOf(request) < Number.POSITIVE_INFINITY && fromKernel > ROUNDING;
  const goOn = () => readOn(world, request);
  if (drainsFirst) move(world, request, 'drain', fromKernel, goOn);
  else if (fromClient > ROUNDING) move(world, request, 'read', fromClient, goOn);
  else if (!isIncomplete(request)) move(world, request, 'drain', missing, goOn);
  else if (fromKernel > ROUNDING) move(world, request, 'drain', fromKernel, goOn);
  else wait(world, request, ahead);
}

/** `bytes` pass through the handler without staying; what was parked before goes on at once. */
export function pass(world: World, request: Request, bytes: number, then: () => void): void {
  stopFlow(request);
  askForBody(world, request);
  request.read += request.unread + request.kernelReceive;
  Object.assign(request, { unread: 0, kernelReceive: 0 });
  Object.assign(request, { doing: 'passes', goal: bytes, goOn: then });
  passOn(world, request);
}

/** What passes for a GET is its answer. */
function passOn(world: World, request: Request): void {
  const left = request.goal - request.read;
  if (left <= ROUNDING) {
    request.doing = 'nothing';
    note(world, request, request.method === 'GET' ? 'responding' : 'thinking', 'pod');
    request.goOn();
    return;
  }
  const bytes = Math.min(left, allowance(request, request.read));
  const goOn = () => passOn(world, request);
  if (bytes > ROUNDING) move(world, request, 'pass', bytes, goOn);
  else wait(world, request, bytes);
}

/** Its client goes on after a pause. */
export function goOnSending(world: World, request: Request): void {
  if (request.flow !== null) return;
  if (request.doing === 'passes') passOn(world, request);
  else if (request.doing === 'reads') readOn(world, request);
  else park(world, request);
}

/** The client has left: it sends no more, and what the buffers hold stays until it is read. */
export function stopSending(world: World, request: Request): void {
  closePause(world, request);
  if (request.flow === null || request.flow.kind === 'drain') return;
  stopFlow(request);
  wait(world, request, 0);
}

/** Whether the client has bytes left to send. */
export function isIncomplete(request: Request): boolean {
  return unsent(request) > ROUNDING;
}

/**
 * Whether a handler that reads on is told that its client has left: uvicorn sees the end of a
 * connection once it has read all before it, or while little is unread.
 */
export function findsClientGone(request: Request): boolean {
  const left = request.body - request.read;
  return isIncomplete(request) || (left > ROUNDING && left <= HIGH_WATER);
}

/** Nothing moves: the pod takes no more, or the client has nothing to send for now. */
function wait(world: World, request: Request, ahead: number): void {
  if (!isIncomplete(request)) {
    note(world, request, 'thinking', 'pod');
    return;
  }
  if (ahead <= ROUNDING) mayStall(world, request);
  note(world, request, sendingStage(request), request.pause === 'stalled' ? 'client' : 'pod');
}

function sendingStage({ doing, method }: Request): 'responding' | 'uploading' {
  return doing === 'passes' && method === 'GET' ? 'responding' : 'uploading';
}

function unsent({ doing, goal, body, read: taken, unread, kernelReceive }: Request): number {
  return doing === 'passes' ? goal - taken : body - (taken + unread + kernelReceive);
}

/** Bytes the client sends before it pauses [B]. */
function sendable(request: Request): number {
  const arrived = request.read + request.unread + request.kernelReceive;
  return Math.min(unsent(request), allowance(request, arrived));
}

/** What HAProxy has of the bytes that have not arrived [B]. */
function aheadOf({ buffered, read: taken, unread, kernelReceive }: Request): number {
  return buffered - (taken + unread + kernelReceive);
}

/** Fastest the body comes [B/s]: at once as long as HAProxy has it. */
function paceOf(request: Request): number {
  return aheadOf(request) > ROUNDING ? Number.POSITIVE_INFINITY : request.pace;
}

function move(
  world: World,
  request: Request,
  kind: FlowKind,
  most: number,
  goOn: () => void,
): void {
  const ahead = aheadOf(request);
  const isTwoPaced = request.pace < Number.POSITIVE_INFINITY && ahead > ROUNDING;
  const bytes = kind !== 'drain' && isTwoPaced ? Math.min(most, ahead) : most;
  const cap = kind === 'drain' ? Number.POSITIVE_INFINITY : paceOf(request);
  const takesTime = !isInstant(world, kind, cap);
  if (!takesTime && kind !== 'drain') moved(world, request);
  startFlow(world, request, { kind, bytes, cap, goOn });
  if (!takesTime) return;
  const isStalled = request.pause === 'stalled';
  if (kind !== 'drain') note(world, request, sendingStage(request), 'nobody');
  else if (!isIncomplete(request)) note(world, request, 'thinking', 'pod');
  else note(world, request, 'uploading', isStalled ? 'client' : 'nobody');
}
