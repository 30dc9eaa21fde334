/**
 * The flows under way, each in a class of its equals: what it moves, from where on its class's clock
 * to where. A flow that leaves its class early stays in the order of ends until it comes to the top.
 */
import { createColumns, growColumns } from '../kernel/columns.ts';
import { heapPop, heapPush } from '../kernel/heap.ts';
import { type ActiveClass, classOf, type FlowClasses, removeClass } from './flow-classes.ts';

/** The class of a flow that does not flow. */
const IDLE = 0;

/** By flow. */
const columns = (capacity: number) => ({
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

export type FlowsState = ReturnType<typeof columns> & {
  /** Flows started so far: the rank of the next one. */
  sequence: number;
};

export class Flows {
  readonly state: FlowsState = createColumns(columns, { sequence: 0 });

  isFlowing(flow: number): boolean {
    return flow < this.state.classOf.length && this.state.classOf[flow] !== IDLE;
  }

  /** Kind of a flow under way, or of the last one under this id. */
  kindOf(flow: number): number {
    return this.state.kindOf[flow]!;
  }

  /** What a flow moves, or moved, in all [B]. */
  amountOf(flow: number): number {
    return this.state.amount[flow]!;
  }

  /** A flow joins a class now, to move so many bytes. */
  join(into: ActiveClass, flow: number, bytes: number, now: number): void {
    const s = this.state;
    if (flow >= s.classOf.length) growColumns(s, columns, flow);
    const end = into.clock + bytes;
    s.amount[flow] = bytes;
    s.start[flow] = into.clock;
    s.end[flow] = end;
    s.order[flow] = s.sequence++;
    s.startedAt[flow] = now;
    s.classOf[flow] = into.serial;
    s.kindOf[flow] = into.kind;
    s.siteOf[flow] = into.site;
    into.count++;
    heapPush(into.ends, end, flow);
  }

  /** A flow leaves its class before its end; returns the bytes it has moved. */
  leave(flow: number, classes: FlowClasses): number {
    const s = this.state;
    const from = classOf(classes, s.classOf[flow]!);
    s.classOf[flow] = IDLE;
    if (--from.count === 0) removeClass(classes, from);
    return Math.min(s.amount[flow]!, from.clock - s.start[flow]!);
  }

  /** Takes those out of a class that end where its clock stands; returns how many, in `ended`. */
  takeEnded(from: ActiveClass, ended: number[]): number {
    const s = this.state;
    const { ends, clock } = from;
    let count = 0;
    while (ends.size > 0 && ends.key[0]! <= clock) {
      const end = ends.key[0]!;
      const flow = heapPop(ends, s.order);
      if (s.classOf[flow] !== from.serial || s.end[flow] !== end) continue;
      // Marked now, so that an older entry of the same flow is not taken for it too.
      s.classOf[flow] = IDLE;
      ended[count++] = flow;
    }
    from.count -= count;
    return count;
  }

  /** Makes the first end of a class one of a flow that is still in it. */
  dropLeft(from: ActiveClass): void {
    const s = this.state;
    const { ends, serial } = from;
    while (ends.size > 0) {
      const flow = ends.item[0]!;
      if (s.classOf[flow] === serial && s.end[flow] === ends.key[0]) return;
      heapPop(ends, s.order);
    }
  }

  /** Drops all flows of a site. */
  clear(site: number, classes: FlowClasses): void {
    const s = this.state;
    for (let at = 0; at < classes.busy; at++) {
      const { ends } = classes.all[at]!;
      for (let i = 0; i < ends.size; i++) {
        const flow = ends.item[i]!;
        if (s.siteOf[flow] === site) s.classOf[flow] = IDLE;
      }
    }
    classes.busy = 0;
  }
}
