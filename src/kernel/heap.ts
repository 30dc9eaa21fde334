/**
 * A binary heap of integers on typed arrays, ordered by (key, order[item]).
 *
 * `order` is a table of unique ranks by item, owned by the caller: with ranks taken from a counter,
 * equal keys leave the heap first in, first out. Keeping the rank outside the heap moves two arrays
 * per swap instead of three; picking the smaller child without a branch, and looking at ranks only
 * where keys are equal, is what makes the binary heap level with C++'s `priority_queue` (a 4-ary
 * heap did not win, nor did sifting the hole to the bottom first).
 */
export interface Heap {
  size: number;
  key: Float64Array;
  item: Int32Array;
}

export function createHeap(capacity = 16): Heap {
  return { size: 0, key: new Float64Array(capacity), item: new Int32Array(capacity) };
}

/** Adds `item`; its rank `order[item]` must be the largest so far, so ties never climb. */
export function heapPush(heap: Heap, key: number, item: number): void {
  if (heap.size === heap.key.length) grow(heap);
  const keys = heap.key;
  const items = heap.item;
  let i = heap.size++;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    if (keys[parent]! <= key) break;
    keys[i] = keys[parent]!;
    items[i] = items[parent]!;
    i = parent;
  }
  keys[i] = key;
  items[i] = item;
}

/** Removes and returns the first item; the heap must not be empty. */
export function heapPop(heap: Heap, order: Float64Array): number {
  const top = heap.item[0]!;
  const last = --heap.size;
  if (last > 0) siftDown(heap, order, 0, heap.key[last]!, heap.item[last]!);
  return top;
}

/** Drops every item for which `keep` is false and restores the order in linear time. */
export function heapFilter(
  heap: Heap,
  order: Float64Array,
  keep: (item: number, key: number) => boolean,
): void {
  let kept = 0;
  for (let i = 0; i < heap.size; i++) {
    if (!keep(heap.item[i]!, heap.key[i]!)) continue;
    heap.key[kept] = heap.key[i]!;
    heap.item[kept++] = heap.item[i]!;
  }
  heap.size = kept;
  heapRestore(heap, order);
}

/** Restores the order after keys were changed in place, in linear time. */
export function heapRestore(heap: Heap, order: Float64Array): void {
  for (let i = (heap.size >> 1) - 1; i >= 0; i--) {
    siftDown(heap, order, i, heap.key[i]!, heap.item[i]!);
  }
}

/** Moves the smaller child up until `item` fits; ranks are looked up for equal keys alone. */
function siftDown(heap: Heap, order: Float64Array, from: number, key: number, item: number): void {
  const { key: keys, item: items, size } = heap;
  let i = from;
  for (let left = 2 * i + 1; left < size; left = 2 * i + 1) {
    let child = left;
    let childKey = keys[left]!;
    if (left + 1 < size) {
      const rightKey = keys[left + 1]!;
      child += +(rightKey < childKey);
      if (rightKey === childKey && order[items[left + 1]!]! < order[items[left]!]!) child++;
      childKey = keys[child]!;
    }
    if (key < childKey || (key === childKey && order[item]! < order[items[child]!]!)) break;
    keys[i] = childKey;
    items[i] = items[child]!;
    i = child;
  }
  keys[i] = key;
  items[i] = item;
}

function grow(heap: Heap): void {
  const key = new Float64Array(heap.key.length * 2);
  const item = new Int32Array(heap.item.length * 2);
  key.set(heap.key);
  item.set(heap.item);
  heap.key = key;
  heap.item = item;
}
