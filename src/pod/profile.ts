/**
 * What a handler path means in numbers. The path is the hypothesis under test: the same pod with
 * another path is another claim about where a body's bytes sit over a request's stay.
 */
import { baseBytes } from './base-bytes.ts';
import type { HandlerName, PodOptions } from './options.ts';

/** How the body gets to the handler. */
export type Intake =
  /** At once, held whole for the stay. */
  | 'instant'
  /** Read to the end, then handled as a whole. */
  | 'whole'
  /** Read, encrypted and uploaded part by part; reading pauses meanwhile. */
  | 'parts'
  /** Read and passed on without staying. */
  | 'pass';

export interface Profile {
  readonly intake: Intake;
  /** Asks the limiter for budget before it reads. */
  readonly limited: boolean;
  /** Waits for the store with the body unread, then reads and drops it. */
  readonly sleepsFirst: boolean;
  /** Encrypts what it read and sends it to the store. */
  readonly encrypts: boolean;
  /** Resident copies of a whole body from its encryption to the end, at most. */
  readonly copies: number;
  /** How many of the copies are the holes its chunks leave, at most: neighbours and size decide. */
  readonly holes: number;
  /** Share of the holes given back for a body read alone. */
  readonly alone: number;
  /** Size from which a body leaves all its holes [B]. */
  readonly chunky: number;
  /** Held from start to end whatever the body [B]. */
  readonly fixedBytes: number;
  /** Memory of an idle pod [B]. */
  readonly base: number;
  /** Share of the highest held bytes that stays resident. */
  readonly retention: number;
  /** Parts the allocator keeps for each doubling of the uploads at once. */
  readonly fragmentation: number;
  /** How fast it comes with the turns of the crowd (kept-bytes.ts has the law). */
  readonly decay: number;
}

const PATHS: Record<HandlerName, Pick<Profile, 'intake' | 'encrypts'>> = {
  'limiter-then-parts': { intake: 'parts', encrypts: true },
  'limiter-then-read': { intake: 'whole', encrypts: true },
  parts: { intake: 'parts', encrypts: true },
  'sleep-then-read': { intake: 'whole', encrypts: false },
  'read-all': { intake: 'whole', encrypts: true },
  constant: { intake: 'instant', encrypts: false },
  received: { intake: 'whole', encrypts: false },
  'incident-fit': { intake: 'pass', encrypts: false },
};

export function profileOf(pod: PodOptions): Profile {
  const { handler, heap } = pod;
  const { alone, chunky, decay } = heap;
  const { intake, encrypts } = PATHS[handler];
  const isFit = handler === 'incident-fit';
  return {
    intake,
    encrypts,
    limited: isLimited(pod),
    sleepsFirst: handler === 'sleep-then-read',
    copies: copiesOf(pod),
    holes: pod.copies === 'auto' ? holesOf(pod) : 0,
    alone,
    chunky,
    fixedBytes: isFit ? pod.fit.perRequest : 0,
    base: baseBytes(pod),
    retention: pod.retention === 'auto' ? retentionOf(pod) : pod.retention,
    fragmentation: pod.fragmentation === 'auto' ? fragmentationOf(pod) : pod.fragmentation,
    decay,
  };
}

/**
 * The most one request can hold in a pod [B], kernel buffers included where they are charged;
 * Infinity for unbounded bodies. The one transient of the event loop is counted apart, in
 * `transientBytes`, as only one request has it at a time.
 */
export function largestBytesPerRequest(
  pod: PodOptions,
  minBodyBytes: number,
  maxBodyBytes: number,
  maxResponseBytes: number,
): number {
  const { intake, fixedBytes, encrypts } = profileOf(pod);
  const kernel = pod.cgroup === 'v2' ? 1 : 0;
  const parked = Math.min(maxBodyBytes, pod.uvicornBuffer + kernel * pod.kernelBuffer);
  const part = Math.min(maxBodyBytes, pod.partSize);
  const copies = encrypts ? copiesOf(pod) : 1;
  const held = {
    instant: maxBodyBytes,
    whole: copies * maxBodyBytes,
    // A body that fits one part is handled whole.
    parts: minBodyBytes <= pod.partSize ? copies * part : part,
    pass: fixedBytes,
  };
  const upload = held[intake] + (intake === 'instant' ? 0 : parked);
  if (maxResponseBytes === 0) return upload;
  if (intake === 'instant') return Math.max(upload, maxResponseBytes);
  if (intake === 'pass') return upload;
  // A part and its ciphertext wait while the transport still holds the part before, whole.
  const responsePart = Math.min(maxResponseBytes, pod.partSize);
  const parts = maxResponseBytes > pod.partSize ? 3 : 2;
  const download = parts * responsePart + kernel * Math.min(pod.sendBuffer, maxResponseBytes);
  return Math.max(upload, download);
}

/**
 * Resident copies of a whole body from its encryption on: the body, its ciphertext, and what the
 * allocator keeps of the chunk list. Chunks of bodies that are read side by side lie interleaved
 * on the heap and stay; those of a body read alone, or of few chunks, are given back.
 *
 * @param overlap most bodies that were read side by side with it, itself included
 */
export function residentCopies(
  { copies, holes, alone, chunky }: Profile,
  bodyBytes: number,
  overlap: number,
): number {
  const interleaved = 1 - alone / Math.max(1, overlap);
  const left = interleaved * Math.min(1, bodyBytes / chunky);
  return copies - holes * (1 - left);
}

/** What the one request being encrypted holds on top [B]: under `parts`, two more copies. */
export function transientBytes(pod: PodOptions, maxBodyBytes: number): number {
  return profileOf(pod).intake === 'parts' ? 2 * Math.min(maxBodyBytes, pod.partSize) : 0;
}

/** Where nothing is held for long nothing is kept. */
function retentionOf({ handler, allocator, heap }: PodOptions): number {
  const { retained, retainedFixed } = heap;
  const shares: Partial<Record<HandlerName, number>> =
    allocator === 'default' ? retained : retainedFixed;
  return shares[handler] ?? 0;
}

function fragmentationOf({ handler, allocator, heap }: PodOptions): number {
  const isInParts = PATHS[handler].intake === 'parts';
  return isInParts && allocator === 'default' ? heap.growth : 0;
}

function isLimited({ handler, limiter }: PodOptions): boolean {
  if (limiter.enabled !== 'auto') return limiter.enabled;
  return handler === 'limiter-then-parts' || handler === 'limiter-then-read';
}

/** The body, its ciphertext, and its holes. */
function copiesOf(pod: PodOptions): number {
  return pod.copies === 'auto' ? 2 + holesOf(pod) : pod.copies;
}

function holesOf({ allocator, heap }: PodOptions): number {
  return allocator === 'default' ? heap.holes : 0;
}
