/** Where the bytes of a pod sit, by name, from the columns the pod room keeps. */
import type { MemoryParts } from '../observe/observations.ts';
import type { PodMemory } from '../pod/memory.ts';
import { PARTS } from '../pod/memory-state.ts';

const buffer = new Float64Array(PARTS.length);

/** Now. */
export function memoryPartsOf(memory: PodMemory, pod: number): MemoryParts {
  memory.parts(pod, buffer, 0);
  return named(buffer, 0);
}

/** At the pod's highest moment. */
export function peakPartsOf(memory: PodMemory, pod: number): MemoryParts {
  return named(memory.state.peakParts, pod * PARTS.length);
}

function named(values: Float64Array, from: number): MemoryParts {
  const entries = PARTS.map((part, index) => [part, values[from + index]!]);
  return Object.fromEntries(entries) as unknown as MemoryParts;
}
