/** What of a network of flows changes during a run, by flow and by site. */
import { createColumns } from '../kernel/columns.ts';
import { NO_EVENT } from '../kernel/simulator.ts';
import { createClasses, type FlowClasses } from './flow-classes.ts';

/** The class of a flow that does not flow. */
export const IDLE = 0;

/** By flow. */
export const flowColumns = (capacity: number) => ({
  /** What it moves in all [B], where it started and ends on its class's clock, and its rank. */
  amount: new Float64Array(capacity),
  start: new Float64Array(capacity),
  end: new Float64Array(capacity),
  order: new Float64Array(capacity),
  /** [s] */
  startedAt: new Float64Array(capacity),
  /** Serial of its class, or IDLE while it does not flow. */
  classOf: new Float64Array(capacity),
  kindOf: new Int32Array(capacity),
  siteOf: new Int32Array(capacity),
});

export type FlowNetworkState = ReturnType<typeof flowColumns> & {
  /** By site. */
  classes: FlowClasses[];
  /** Classes that became busy so far. */
  classCount: number;
  /** Last update of each site [s]. */
  updatedAt: Float64Array;
  /** Handle of the event at the site's next end of a flow. */
  timer: Float64Array;
  /** Instant of that event [s]. */
  nextAt: Float64Array;
  /** Class whose flow ends then, as a position in `classes`. */
  due: Int32Array;
  stalled: Uint8Array;
  dirty: Uint8Array;
  /** Sites to settle, a stack without repeats. */
  dirtyList: Int32Array;
  dirtyCount: number;
  /** Bytes by site and level. */
  level: Float64Array;
  /** What the levels of each site gain in all at the current rates [B/s]. */
  inflow: Float64Array;
  /** What they may still gain before anybody wants to know [B]. */
  room: Float64Array;
  /** 1 if somebody waits for the site to be settled. */
  awaited: Uint8Array;
  /** Flows started so far: the rank of the next one. */
  sequence: number;
};

export function createFlowState(sites: number, levels: number): FlowNetworkState {
  return createColumns(flowColumns, {
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
    level: new Float64Array(sites * levels),
    inflow: new Float64Array(sites),
    room: new Float64Array(sites).fill(Number.POSITIVE_INFINITY),
    awaited: new Uint8Array(sites),
    sequence: 0,
  });
}
