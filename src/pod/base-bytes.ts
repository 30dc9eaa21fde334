import type { PodOptions } from './options.ts';

const MiB = 2 ** 20;

/** Intercept of the line through the two points published with the incident. */
const INCIDENT_FIT_BASE = 42.3 * MiB;

/** Memory of an idle pod [B]: `base`, or what auto stands for. */
export function baseBytes(pod: Pick<PodOptions, 'base' | 'handler' | 'heap'>): number {
  const { base, handler, heap } = pod;
  if (base !== 'auto') return base;
  return handler === 'incident-fit' ? INCIDENT_FIT_BASE : heap.idle;
}
