/**
 * Who reads a body side by side with whom. What the allocator keeps of a body depends on its
 * neighbours: on how many read beside it (profile.ts), and on how often a crowd of uploads in parts
 * has turned over (kept-bytes.ts).
 */
import { createColumns, growColumns } from '../kernel/columns.ts';
import type { KeptBytes } from './kept-bytes.ts';

const UNREAD = 0;
const READS_FIRST = 1;
const READ_FIRST = 2;

/** By request. */
const columns = (capacity: number) => ({
  /** UNREAD, READS_FIRST (its first part, or its body) or READ_FIRST. */
  begun: new Uint8Array(capacity),
  /** Its place in the order in which the bodies of all pods have begun to be read. */
  order: new Float64Array(capacity),
  /** Most requests that read their first part side by side with it, itself included. */
  overlap: new Int32Array(capacity),
});

/**
 * The bodies of a pod after whose beginning no larger crowd was seen, in their order, and how many
 * were read then: each crowd is smaller than the one before it, so there are few.
 */
interface Highs {
  order: number[];
  reading: number[];
}

export type CrowdState = ReturnType<typeof columns> & {
  /** By pod: requests that read their first part, or their body. */
  reading: Int32Array;
  /** By pod: where crowds were largest. */
  highs: Highs[];
  /** Bodies begun in all pods. */
  begunCount: number;
  /** By pod: uploads in parts under way, the most at once, and all since the process started. */
  uploads: Int32Array;
  mostUploads: Int32Array;
  uploadsBegun: Float64Array;
};

export class Crowd {
  readonly state: CrowdState;
  readonly #kept: KeptBytes;

  constructor(pods: number, kept: KeptBytes) {
    this.#kept = kept;
    this.state = createColumns(columns, {
      reading: new Int32Array(pods),
      highs: Array.from({ length: pods }, () => ({ order: [], reading: [] })),
      begunCount: 0,
      uploads: new Int32Array(pods),
      mostUploads: new Int32Array(pods),
      uploadsBegun: new Float64Array(pods),
    });
  }

  /** A request has come in: nobody reads its body. */
  open(request: number): void {
    if (request >= this.state.begun.length) growColumns(this.state, columns, request);
    this.state.begun[request] = UNREAD;
  }

  hasBegun(request: number): boolean {
    return this.state.begun[request] !== UNREAD;
  }

  /** Most requests that read their first part side by side with this one, itself included. */
  overlap(request: number): number {
    return this.state.overlap[request]!;
  }

  /** The handler reads for the first time. */
  begin(pod: number, request: number, inParts: boolean): void {
    const s = this.state;
    s.begun[request] = READS_FIRST;
    s.order[request] = s.begunCount++;
    noteHigh(s.highs[pod]!, s.order[request]!, ++s.reading[pod]!);
    if (!inParts) return;
    const uploads = ++s.uploads[pod]!;
    s.mostUploads[pod] = Math.max(s.mostUploads[pod]!, uploads);
    this.#kept.uploadBegun(pod, ++s.uploadsBegun[pod]!, s.mostUploads[pod]!);
  }

  /** The handler has read a part, or the whole. */
  hasRead(pod: number, request: number): void {
    const s = this.state;
    if (s.begun[request] !== READS_FIRST) return;
    s.begun[request] = READ_FIRST;
    s.overlap[request] = highestSince(s.highs[pod]!, s.order[request]!);
    s.reading[pod]!--;
  }

  /** The request leaves the pod. */
  leave(pod: number, request: number, inParts: boolean): void {
    const s = this.state;
    if (s.begun[request] === READS_FIRST) s.reading[pod]!--;
    if (s.begun[request] !== UNREAD && inParts) s.uploads[pod]!--;
  }

  /** The pod died: nobody reads in it. */
  podDied(pod: number): void {
    const s = this.state;
    s.reading[pod] = 0;
    s.highs[pod]!.order.length = 0;
    s.highs[pod]!.reading.length = 0;
    s.uploads[pod] = 0;
    s.mostUploads[pod] = 0;
    s.uploadsBegun[pod] = 0;
  }
}

/** One more body is read: crowds before it that were no larger do not matter any more. */
function noteHigh({ order, reading }: Highs, at: number, count: number): void {
  while (reading.length > 0 && reading.at(-1)! <= count) {
    order.pop();
    reading.pop();
  }
  order.push(at);
  reading.push(count);
}

/** The largest crowd since a body, by its place, began to be read. */
function highestSince({ order, reading }: Highs, begun: number): number {
  let low = 0;
  let high = order.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order[middle]! < begun) low = middle + 1;
    else high = middle;
  }
  return reading[low]!;
}
