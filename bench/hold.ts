/**
 * The hold model of a calendar: take the first item, put it back later, and again; the classic
 * measure of an event list (Jones, "An empirical comparison of priority-queue and event-set
 * implementations", CACM 29 (1986) 300-311). Increments are exponential and drawn beforehand, so
 * that the heap alone is timed; heap.cpp does the same.
 */
import { createHeap, heapPop, heapPush } from '../src/kernel/heap.ts';
import { exponential } from '../src/random/exponential.ts';
import { Stream } from '../src/random/stream.ts';
import type { Timing } from './race.ts';
import { startWatch } from './watch.ts';

export interface HoldOptions {
  /** Items in the heap. */
  readonly pending: number;
  readonly operations: number;
}

/** 32 KiB: as many as stay in the nearest cache. */
const INCREMENTS = 4096;

/** Pairs of a removal and an insertion. */
export function holdOperations({ pending, operations }: HoldOptions): Timing {
  const law = exponential(1);
  const stream = new Stream('hold');
  const increments = Float64Array.from({ length: INCREMENTS }, () => law.sample(stream));
  const heap = createHeap(pending);
  const order = new Float64Array(pending);
  let sequence = 0;
  const hold = (count: number) => {
    for (let i = 0; i < count; i++) {
      const now = heap.key[0]!;
      const item = heapPop(heap, order);
      order[item] = sequence++;
      heapPush(heap, now + increments[i & (INCREMENTS - 1)]!, item);
    }
  };
  for (let item = 0; item < pending; item++) {
    order[item] = sequence++;
    heapPush(heap, increments[item & (INCREMENTS - 1)]!, item);
  }
  hold(Math.ceil(operations / 10));
  const stop = startWatch();
  hold(operations);
  return { amount: operations, ...stop() };
}
