/**
 * The busy classes of one site, by rising cap. Classes come and go with every few flows, so one that
 * falls idle stays in the array behind the busy ones, and the next to become busy costs no
 * allocation.
 */
import { createHeap, type Heap } from '../kernel/heap.ts';
import type { FlowClass } from './fill.ts';
import type { FlowKind } from './flow-kind.ts';

export interface ActiveClass extends FlowClass {
  kind: number;
  /** The levels that its kind gains and loses. */
  gains: number;
  loses: number;
  /** Bytes each flow would have moved since the class became busy. */
  clock: number;
  /** When it last moved, or became busy [s]. */
  movedAt: number;
  /** Tells it from all other classes, and from itself before it was last idle; never 0. */
  serial: number;
  /** Flows by clock value at which they end; may hold flows that left. */
  ends: Heap;
}

export interface FlowClasses {
  /** The busy ones first. */
  all: ActiveClass[];
  busy: number;
}

export function createClasses(): FlowClasses {
  return { all: [], busy: 0 };
}

/** Where the class of a kind and cap is, or `busy` if there is none. */
export function findClass({ all, busy }: FlowClasses, kind: number, cap: number): number {
  for (let at = 0; at < busy; at++) {
    const each = all[at]!;
    if (each.cap === cap && each.kind === kind) return at;
  }
  return busy;
}

/** Flows in all classes of a site. */
export function flowsIn({ all, busy }: FlowClasses): number {
  let count = 0;
  for (let i = 0; i < busy; i++) count += all[i]!.count;
  return count;
}

/** The busy class with this serial. */
export function classOf({ all }: FlowClasses, serial: number): ActiveClass {
  let at = 0;
  while (all[at]!.serial !== serial) at++;
  return all[at]!;
}

/** A class becomes busy: behind those with its cap, with its clock at zero. */
export function addClass(
  classes: FlowClasses,
  kind: number,
  { usesSite, usesLink, gains, loses }: FlowKind,
  cap: number,
): ActiveClass {
  const { all } = classes;
  if (classes.busy === all.length) all.push(createClass());
  const fresh = all[classes.busy]!;
  let at = classes.busy++;
  for (; at > 0 && all[at - 1]!.cap > cap; at--) all[at] = all[at - 1]!;
  all[at] = fresh;
  fresh.kind = kind;
  fresh.usesSite = usesSite;
  fresh.usesLink = usesLink;
  fresh.gains = gains;
  fresh.loses = loses;
  fresh.cap = cap;
  fresh.rate = 0;
  fresh.clock = 0;
  fresh.count = 0;
  fresh.ends.size = 0;
  return fresh;
}

/** A class has fallen idle. */
export function removeClass(classes: FlowClasses, idle: ActiveClass): void {
  const { all } = classes;
  const last = --classes.busy;
  let at = 0;
  while (all[at] !== idle) at++;
  for (; at < last; at++) all[at] = all[at + 1]!;
  all[last] = idle;
}

function createClass(): ActiveClass {
  return {
    site: 0,
    kind: 0,
    gains: 0,
    loses: 0,
    usesSite: false,
    usesLink: false,
    cap: 0,
    count: 0,
    rate: 0,
    bound: false,
    open: false,
    clock: 0,
    movedAt: 0,
    serial: 0,
    ends: createHeap(),
  };
}
