/**
 * The memory of a pod, summed anew over its requests:
 *
 *     base + run effect x max(live, retention x highest live since the start)
 *          + growth per wave + residue of each request + kernel buffers (cgroup v2)
 */
import { baseOf, retentionOf } from './path.fixture.ts';
import type { Request } from './request.fixture.ts';
import { inside, type Pod, type World } from './world.fixture.ts';

/** What HAProxy's socket to a client takes of a response [B]; nothing without HAProxy. */
const CLIENT_SOCKET = 3.3e6;

export function outsideBuffer({ model }: World): number {
  return model.haproxy.enabled ? CLIENT_SOCKET : 0;
}

/** Of a backlog that the client has not taken, what the pod's kernel holds [B]. */
export function inKernel(world: World, backlog: number): number {
  const beyond = Math.max(0, backlog - outsideBuffer(world));
  return Math.min(world.model.pod.sendBuffer, beyond);
}

/** Bytes of a request on the heap: in its handler, in uvicorn, in the transport. */
function heapBytes({ held, unread, writing, flow }: Request): number {
  const moved = flow !== null && MOVES_TO_HEAP.includes(flow.kind) ? flow.moved : 0;
  return held + unread + writing + moved;
}

const MOVES_TO_HEAP = ['park-unread', 'read', 'drain'];

function kernelBytes(world: World, { kernelReceive, backlog, flow }: Request): number {
  const moved = flow?.moved ?? 0;
  const parked = flow?.kind === 'park-kernel' ? moved : 0;
  const drained = flow?.kind === 'drain' ? moved : 0;
  const sent = flow?.kind.startsWith('send') ? moved : 0;
  return kernelReceive + parked - drained + inKernel(world, backlog - sent);
}

function sum(requests: Request[], bytes: (request: Request) => number): number {
  return requests.reduce((total, request) => total + bytes(request), 0);
}

/** Memory, if only live bytes counted, and if only retained ones did: it is the larger. */
function linesOf(world: World, pod: Pod): [live: number, retained: number] {
  const { model } = world;
  const requests = inside(world, pod);
  const kernel = sum(requests, (request) => kernelBytes(world, request));
  const charged = model.pod.cgroup === 'v2' ? kernel : 0;
  const rest = baseOf(model.pod) + pod.growth + pod.residue + charged;
  const retained = retentionOf(model.pod) * pod.highest;
  return [rest + pod.effect! * sum(requests, heapBytes), rest + pod.effect! * retained];
}

export function memoryOf(world: World, pod: Pod): number {
  return pod.effect === null ? 0 : Math.max(...linesOf(world, pod));
}

/**
 * Notes new highs, and whether the limit is passed: memory never shows more than its limit, and
 * what is added in the instant of a pod's death no longer counts.
 */
export function observe(world: World, pod: Pod): void {
  if (pod.over || pod.effect === null) return;
  const limit = world.model.pod.memoryLimit;
  pod.highest = Math.max(pod.highest, sum(inside(world, pod), heapBytes));
  const memory = memoryOf(world, pod);
  pod.over = memory > limit;
  pod.peak = Math.max(pod.peak, Math.min(memory, limit));
}

/** When the pod passes its limit at the present rates [s]; Infinity: it does not. */
export function crossingAt(world: World, pod: Pod): number {
  const limit = world.model.pod.memoryLimit;
  if (pod.effect === null || limit === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  let heapSlope = 0;
  let kernelSlope = 0;
  for (const { flow } of inside(world, pod)) {
    if (flow === null) continue;
    if (MOVES_TO_HEAP.includes(flow.kind)) heapSlope += flow.rate;
    if (flow.kind === 'park-kernel') kernelSlope += flow.rate;
    if (flow.kind === 'drain' || flow.kind === 'send-kernel') kernelSlope -= flow.rate;
  }
  if (world.model.pod.cgroup === 'v1') kernelSlope = 0;
  const [live, retained] = linesOf(world, pod);
  const wait = (gap: number, slope: number) =>
    slope > 0 ? Math.max(0, gap) / slope : Number.POSITIVE_INFINITY;
  const liveWait = wait(limit - live, pod.effect * heapSlope + kernelSlope);
  return world.now + Math.min(liveWait, wait(limit - retained, kernelSlope));
}
