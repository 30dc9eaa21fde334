/**
 * The clock and the calendar: events run in order of (time, sequence), so equal times run
 * first-scheduled first.
 *
 * An event is two integers: its kind (a handler registered with `on`) and an id the handler
 * understands. Nothing is allocated per event: events live in recycled slots. Cancelling marks the
 * slot and bumps its generation; the heap entry is dropped when it surfaces, or in bulk when more
 * than half of the calendar is dead. What happens again and again, one at a time, is an alarm: it
 * takes its rank like any event and stays out of the heap.
 */
import { Alarms, type AlarmsState, NO_ALARM } from './alarms.ts';
import { createHeap, type Heap, heapFilter, heapPop, heapPush, heapRestore } from './heap.ts';
import { SimulationError } from './simulation-error.ts';

/** The handle of no event: cancelling it does nothing. */
export const NO_EVENT = -1;

const CANCELLED = 0;
const SLOT_BITS = 24;
const SLOT_MASK = (1 << SLOT_BITS) - 1;
const GENERATION_UNIT = 1 << SLOT_BITS;
/** Below this many entries dead ones are not worth a sweep. */
const COMPACT_ABOVE = 256;

export interface SimulatorState {
  /** Simulated time [s]. */
  now: number;
  /** Events scheduled so far: the rank of the next one. */
  sequence: number;
  /** Events run so far. */
  ran: number;
  /** Cancelled entries still in the heap. */
  dead: number;
  heap: Heap;
  /** By slot: rank, kind, id, generation. */
  order: Float64Array;
  kind: Int32Array;
  id: Int32Array;
  generation: Int32Array;
  /** Stack of free slots. */
  free: Int32Array;
  freeCount: number;
  alarms: AlarmsState;
}

export class Simulator {
  readonly state: SimulatorState;
  readonly #alarms = new Alarms();
  readonly #handlers: ((id: number) => void)[] = [() => undefined];
  #afterEach: () => void = () => undefined;

  constructor() {
    this.state = createState(64, this.#alarms.state);
  }

  /** Simulated time [s]. */
  get now(): number {
    return this.state.now;
  }

  /** Registers a handler and returns the kind under which its events are scheduled. */
  on(handler: (id: number) => void): number {
    return this.#handlers.push(handler) - 1;
  }

  /** Registers the handler of an alarm, and returns the alarm. */
  alarm(handler: () => void): number {
    return this.#alarms.add(handler);
  }

  /** Sets an alarm that is not set to an instant [s], not before now. */
  setAlarm(alarm: number, at: number): void {
    const s = this.state;
    if (!(at >= s.now)) throw new SimulationError(`alarm ${alarm} set to ${at} s`, s.now);
    this.#alarms.set(alarm, at, s.sequence++);
  }

  /** Whether nothing is to come. */
  isOver(): boolean {
    const s = this.state;
    return s.heap.size === s.dead && s.alarms.next === NO_ALARM;
  }

  /** Called after every event, when all that happens at that instant because of it has happened. */
  afterEach(settle: () => void): void {
    this.#afterEach = settle;
  }

  /** Schedules an event at an instant [s], not before now; returns a handle for `cancel`. */
  schedule(at: number, kind: number, id: number): number {
    const s = this.state;
    if (!(at >= s.now)) {
      throw new SimulationError(`event of kind ${kind} scheduled at ${at} s`, s.now);
    }
    if (s.freeCount === 0) this.#grow();
    const slot = s.free[--s.freeCount]!;
    s.kind[slot] = kind;
    s.id[slot] = id;
    s.order[slot] = s.sequence++;
    heapPush(s.heap, at, slot);
    return s.generation[slot]! * GENERATION_UNIT + slot;
  }

  /** Cancels a pending event; a handle whose event has run or was cancelled is ignored. */
  cancel(handle: number): void {
    if (handle < 0) return;
    const s = this.state;
    const slot = handle & SLOT_MASK;
    if (s.generation[slot] !== (handle - slot) / GENERATION_UNIT) return;
    s.kind[slot] = CANCELLED;
    s.generation[slot] = (s.generation[slot]! + 1) & 0x0fffffff;
    s.dead++;
    if (s.dead * 2 > s.heap.size && s.heap.size > COMPACT_ABOVE) this.#compact();
  }

  /**
   * Moves the pending events of a kind, asked for one by one in the order in which they were
   * scheduled: `move` is told the id and the instant [s] and returns another, not before now.
   * Handles stay good, and among equal times the rank of an event is the one it had.
   */
  retime(kind: number, move: (id: number, at: number) => number): void {
    const s = this.state;
    const { heap, order } = s;
    const places: number[] = [];
    for (let i = 0; i < heap.size; i++) if (s.kind[heap.item[i]!] === kind) places.push(i);
    places.sort((a, b) => order[heap.item[a]!]! - order[heap.item[b]!]!);
    for (const place of places) {
      const at = move(s.id[heap.item[place]!]!, heap.key[place]!);
      if (!(at >= s.now))
        throw new SimulationError(`event of kind ${kind} moved to ${at} s`, s.now);
      heap.key[place] = at;
    }
    heapRestore(heap, order);
  }

  /** Moves an alarm, if it is set, to an instant [s], not before now; its rank stays. */
  retimeAlarm(alarm: number, move: (at: number) => number): void {
    const s = this.state;
    if (!this.#alarms.isSet(alarm)) return;
    const { key, rank } = s.alarms.order;
    const at = move(key[alarm]!);
    if (!(at >= s.now)) throw new SimulationError(`alarm ${alarm} moved to ${at} s`, s.now);
    this.#alarms.set(alarm, at, rank[alarm]!);
  }

  /**
   * Runs events up to and including the instant `until` [s], at most `budget` of them in all.
   * Returns false if the budget ran out first. The clock stops at the last event run.
   */
  run(until: number, budget: number): boolean {
    const s = this.state;
    const { heap, alarms } = s;
    while (heap.size > 0 || alarms.next !== NO_ALARM) {
      if (this.#alarmIsFirst()) {
        if (alarms.order.key[alarms.next]! > until) break;
        if (s.ran >= budget) return false;
        this.#ring();
      } else {
        if (heap.key[0]! > until) break;
        if (s.kind[heap.item[0]!] === CANCELLED) {
          s.free[s.freeCount++] = heapPop(heap, s.order);
          s.dead--;
          continue;
        }
        if (s.ran >= budget) return false;
        this.#runFirst();
      }
      this.#afterEach();
    }
    return true;
  }

  /** Whether an alarm comes before all that is in the heap; one of the two has something. */
  #alarmIsFirst(): boolean {
    const { heap, alarms, order } = this.state;
    if (alarms.next === NO_ALARM) return false;
    if (heap.size === 0) return true;
    const { key, rank } = alarms.order;
    const at = key[alarms.next]!;
    const first = heap.key[0]!;
    return at < first || (at === first && rank[alarms.next]! < order[heap.item[0]!]!);
  }

  #ring(): void {
    const s = this.state;
    s.now = s.alarms.order.key[s.alarms.next]!;
    s.ran++;
    this.#alarms.ring();
  }

  #runFirst(): void {
    const s = this.state;
    s.now = s.heap.key[0]!;
    s.ran++;
    const slot = heapPop(s.heap, s.order);
    s.free[s.freeCount++] = slot;
    s.generation[slot] = (s.generation[slot]! + 1) & 0x0fffffff;
    this.#handlers[s.kind[slot]!]!(s.id[slot]!);
  }

  #compact(): void {
    const s = this.state;
    heapFilter(s.heap, s.order, (slot) => {
      if (s.kind[slot] !== CANCELLED) return true;
      s.free[s.freeCount++] = slot;
      return false;
    });
    s.dead = 0;
  }

  #grow(): void {
    const s = this.state;
    const old = s.kind.length;
    if (old * 2 > SLOT_MASK) throw new SimulationError('too many pending events', s.now);
    const larger = createState(old * 2, s.alarms);
    for (const column of ['order', 'kind', 'id', 'generation'] as const) {
      larger[column].set(s[column]);
      s[column] = larger[column] as never;
    }
    s.free = larger.free;
    s.freeCount = 0;
    for (let slot = old * 2 - 1; slot >= old; slot--) s.free[s.freeCount++] = slot;
  }
}

function createState(slots: number, alarms: AlarmsState): SimulatorState {
  const state: SimulatorState = {
    now: 0,
    sequence: 0,
    ran: 0,
    dead: 0,
    heap: createHeap(slots),
    order: new Float64Array(slots),
    kind: new Int32Array(slots),
    id: new Int32Array(slots),
    generation: new Int32Array(slots),
    free: new Int32Array(slots),
    freeCount: slots,
    alarms,
  };
  for (let slot = 0; slot < slots; slot++) state.free[slot] = slots - 1 - slot;
  return state;
}
