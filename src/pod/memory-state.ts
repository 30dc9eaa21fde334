/** What the memory of pods depends on, and what of it changes during a run, by pod. */
import { NO_EVENT } from '../kernel/simulator.ts';
import type { KeptBytesState, KeptOptions } from './kept-bytes.ts';

export interface MemoryOptions extends KeptOptions {
  readonly limit: number;
  readonly base: number;
  readonly retention: number;
  /** cgroup v2 charges kernel socket buffers to the pod. */
  readonly chargesKernel: boolean;
}

/** Where a pod's bytes sit, in the order of `peakParts`. */
export const PARTS = [
  'base',
  'handler',
  'unread',
  'writeBuffer',
  'kernelReceive',
  'kernelSend',
  'retained',
] as const;

export interface MemoryState {
  /** 1 while a process runs in it. */
  running: Uint8Array;
  /** Memory multiplier of this process. */
  effect: Float64Array;
  /** Highest live bytes since the start [B]. */
  highest: Float64Array;
  kept: KeptBytesState;
  /** 1 if the limit was passed at this instant. */
  over: Uint8Array;
  /** Handle of the crossing event. */
  crossing: Float64Array;
  /** Highest memory, restarts included [B], and where its bytes sat then. */
  peak: Float64Array;
  peakParts: Float64Array;
}

export function createMemoryState(pods: number, kept: KeptBytesState): MemoryState {
  return {
    running: new Uint8Array(pods),
    effect: new Float64Array(pods).fill(1),
    highest: new Float64Array(pods),
    kept,
    over: new Uint8Array(pods),
    crossing: new Float64Array(pods).fill(NO_EVENT),
    peak: new Float64Array(pods),
    peakParts: new Float64Array(pods * PARTS.length),
  };
}
