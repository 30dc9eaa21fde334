/**
 * FIFO queues of ids with removal from the middle in O(1): doubly linked through columns by id.
 * One id is in at most one queue of a family at a time; the family may hold many queues.
 */
import { createColumns, growColumns } from './columns.ts';

export const NOBODY = -1;

/** By id. */
const columns = (capacity: number) => ({
  next: new Int32Array(capacity),
  previous: new Int32Array(capacity),
});

export type LinkedQueuesState = ReturnType<typeof columns> & {
  /** By queue. */
  head: Int32Array;
  tail: Int32Array;
  length: Int32Array;
};

export class LinkedQueues {
  readonly state: LinkedQueuesState;

  constructor(queues: number) {
    this.state = createColumns(columns, {
      head: new Int32Array(queues).fill(NOBODY),
      tail: new Int32Array(queues).fill(NOBODY),
      length: new Int32Array(queues),
    });
  }

  length(queue: number): number {
    return this.state.length[queue]!;
  }

  /** The oldest id, or NOBODY. */
  head(queue: number): number {
    return this.state.head[queue]!;
  }

  /** The id behind this one, or NOBODY. */
  after(id: number): number {
    return this.state.next[id]!;
  }

  /** All ids, the oldest first. */
  members(queue: number): number[] {
    const ids: number[] = [];
    for (let id = this.head(queue); id !== NOBODY; id = this.after(id)) ids.push(id);
    return ids;
  }

  push(queue: number, id: number): void {
    const s = this.state;
    if (id >= s.next.length) growColumns(s, columns, id);
    const tail = s.tail[queue]!;
    s.next[id] = NOBODY;
    s.previous[id] = tail;
    if (tail === NOBODY) s.head[queue] = id;
    else s.next[tail] = id;
    s.tail[queue] = id;
    s.length[queue]!++;
  }

  /** Removes and returns the oldest id, or NOBODY. */
  shift(queue: number): number {
    const id = this.state.head[queue]!;
    if (id !== NOBODY) this.remove(queue, id);
    return id;
  }

  /** Removes an id that is in this queue. */
  remove(queue: number, id: number): void {
    const s = this.state;
    const next = s.next[id]!;
    const previous = s.previous[id]!;
    if (previous === NOBODY) s.head[queue] = next;
    else s.next[previous] = next;
    if (next === NOBODY) s.tail[queue] = previous;
    else s.previous[next] = previous;
    s.length[queue]!--;
  }
}
