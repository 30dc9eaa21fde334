/**
 * What a handler's path means in numbers, where the model says `auto`: measured on uvicorn 0.17.6,
 * Python 3.11, glibc 2.36.
 */
import type { Model } from '../config/config.ts';

type PodOptions = Model['pod'];

const MiB = 2 ** 20;

/** Reads the body whole, in parts, or not at all; or has it at once. */
export function intakeOf({ handler }: PodOptions): 'whole' | 'parts' | 'pass' | 'instant' {
  if (handler === 'limiter-then-parts' || handler === 'parts') return 'parts';
  if (handler === 'incident-fit') return 'pass';
  return handler === 'constant' ? 'instant' : 'whole';
}

/** Encrypts what it read and uploads it. */
export function encrypts({ handler }: PodOptions): boolean {
  return ['limiter-then-parts', 'limiter-then-read', 'parts', 'read-all'].includes(handler);
}

export function isLimited({ handler, limiter }: PodOptions): boolean {
  return limiter.enabled === 'auto' ? handler.startsWith('limiter-') : limiter.enabled;
}

export function baseOf({ base, handler, heap }: PodOptions): number {
  if (base !== 'auto') return base;
  return handler === 'incident-fit' ? 42.3 * MiB : heap.idle;
}

/** Held from start to end, whatever the body [B]. */
export function fixedBytesOf({ handler, fit }: PodOptions): number {
  return handler === 'incident-fit' ? fit.perRequest : 0;
}

/** Share of the highest held bytes that stays; nothing where a handler holds nothing for long. */
export function retentionOf({ retention, handler, allocator, heap }: PodOptions): number {
  if (retention !== 'auto') return retention;
  const shares: Partial<Record<string, number>> =
    allocator === 'default' ? heap.retained : heap.retainedFixed;
  return shares[handler] ?? 0;
}

/** Parts that the allocator keeps for each doubling of the uploads at once. */
export function fragmentationOf(pod: PodOptions): number {
  if (pod.fragmentation !== 'auto') return pod.fragmentation;
  return intakeOf(pod) === 'parts' && pod.allocator === 'default' ? pod.heap.growth : 0;
}

/**
 * Resident copies of a whole body from its encryption on. By default the allocator keeps more than
 * the body and its ciphertext: holes of the chunks, few of a body read alone or of few chunks.
 *
 * @param overlap bodies read side by side with it, itself included
 */
export function copiesOf(pod: PodOptions, body: number, overlap: number): number {
  const { copies, allocator, heap } = pod;
  if (copies !== 'auto') return copies;
  if (allocator !== 'default') return 2;
  return 2 + heap.holes * (1 - heap.alone / overlap) * Math.min(1, body / heap.chunky);
}

/** Speed of the one event loop at reading, and at encrypting [B/s]. */
export function readRateOf({ cpu, cpuLimit }: PodOptions): number {
  return cpu.read * Math.min(1, cpuLimit);
}

export function encryptRateOf({ cpu, cpuLimit }: PodOptions): number {
  return cpu.encrypt * Math.min(1, cpuLimit);
}

/** What a pod reads on average, as each byte it reads is to be encrypted too [B/s]. */
export function sustainedReadRateOf(pod: PodOptions): number {
  const { read, encrypt } = pod.cpu;
  if (!encrypts(pod) || read === Number.POSITIVE_INFINITY) return readRateOf(pod);
  return (1 / (1 / read + 1 / encrypt)) * Math.min(1, pod.cpuLimit);
}
