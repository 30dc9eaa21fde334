/** What of a network of flows changes during a run. */
import { NO_EVENT } from '../kernel/simulator.ts';
import { createClasses, type FlowClasses } from './flow-classes.ts';
import type { FlowsState } from './flows.ts';
import type { LevelsState } from './levels.ts';
import type { SharedLinkState } from './shared-link.ts';

export interface FlowNetworkState {
  flows: FlowsState;
  levels: LevelsState;
  link: SharedLinkState;
  /** By site. */
  classes: FlowClasses[];
  /** Classes that became busy so far. */
  classCount: number;
  /** Last update of each site [s]. */
  updatedAt: Float64Array;
  /** Handle of the event at the site's next end of a flow. */
  timer: Float64Array;
  /** Instant of that event [s]; Infinity if none. */
  nextAt: Float64Array;
  /** Class whose flow ends then, as a position in `classes`. */
  due: Int32Array;
  stalled: Uint8Array;
  dirty: Uint8Array;
  /** Sites to settle, a stack without repeats. */
  dirtyList: Int32Array;
  dirtyCount: number;
  /** What the levels of each site gain in all at the current rates [B/s]. */
  inflow: Float64Array;
  /** 1 if somebody waits for the site to be settled. */
  awaited: Uint8Array;
}

export function createFlowState(
  sites: number,
  { flows, levels, link }: Pick<FlowNetworkState, 'flows' | 'levels' | 'link'>,
): FlowNetworkState {
  return {
    flows,
    levels,
    link,
    classes: Array.from({ length: sites }, createClasses),
    classCount: 0,
    updatedAt: new Float64Array(sites),
    timer: new Float64Array(sites).fill(NO_EVENT),
    nextAt: new Float64Array(sites).fill(Number.POSITIVE_INFINITY),
    due: new Int32Array(sites),
    stalled: new Uint8Array(sites),
    dirty: new Uint8Array(sites),
    dirtyList: new Int32Array(2 * sites),
    dirtyCount: 0,
    inflow: new Float64Array(sites),
    awaited: new Uint8Array(sites),
  };
}
