/** Runs that look for the way to a rare event: they start from arrivals at the last threshold. */
import { Stream } from '../random/stream.ts';
import type { RarePath } from './rare-path.ts';
import type { Steps } from './steps.ts';

/** Arrivals kept to start from. */
const POOL = 200;

/** What the paths from one threshold did until they fell below it, or ended. */
export interface Sighting<State> {
  trials: number;
  events: number;
  /** Steps that earned something. */
  hits: number;
  /** Trials that the rare event has ended. */
  endings: number;
  /** Where each step led that did not end its trial. */
  readonly levels: number[];
  /** From where each hit was reached, in one step. */
  readonly levelsBefore: number[];
  /** Rises over the next threshold. */
  rises: number;
  /** The first of them, saved. */
  readonly arrivals: Arrival<State>[];
}

/** A saved state, with the process that it belongs to. */
interface Arrival<State> {
  readonly path: RarePath<State>;
  readonly state: State;
}

/** An excursion: from a threshold up, and down to its floor. */
export interface Rise {
  readonly threshold: number;
  readonly floor: number;
}

export class Pilot<State> {
  /** Steps so far. */
  events = 0;
  /** Where the rare set lies; known once a path has started. */
  target = Number.POSITIVE_INFINITY;
  readonly #create: (seed: string) => RarePath<State>;
  readonly #seed: string;
  readonly #picks: Stream;
  #starts = 0;
  #floor = Number.NEGATIVE_INFINITY;
  #pool: readonly Arrival<State>[] = [];

  constructor(create: (seed: string) => RarePath<State>, seed: string) {
    this.#create = create;
    this.#seed = seed;
    this.#picks = new Stream(`${seed}/picks`);
  }

  /** Paths now start from these arrivals at a threshold, drawn with replacement, and end here. */
  climb(floor: number, arrivals: readonly Arrival<State>[]): void {
    this.#floor = floor;
    this.#pool = arrivals;
  }

  /** Spends so many events on paths, and watches how often they rise. */
  *look(
    budget: number,
    next: Rise = { threshold: Number.POSITIVE_INFINITY, floor: Number.POSITIVE_INFINITY },
  ): Steps<Sighting<State>> {
    const seen: Sighting<State> = {
      trials: 0,
      events: 0,
      hits: 0,
      endings: 0,
      levels: [],
      levelsBefore: [],
      rises: 0,
      arrivals: [],
    };
    while (seen.events < budget && seen.trials < budget) {
      const before = seen.events;
      this.#follow(this.#start(), seen, budget, next);
      yield seen.events - before;
    }
    this.events += seen.events;
    return seen;
  }

  #start(): RarePath<State> {
    const label = `${this.#seed}/${this.#starts++}`;
    if (this.#pool.length === 0) return this.#create(label);
    const { path, state } = this.#pool[Math.floor(this.#picks.next() * this.#pool.length)]!;
    path.load(state);
    path.fork(label);
    return path;
  }

  #follow(path: RarePath<State>, seen: Sighting<State>, budget: number, next: Rise): void {
    this.target = path.target;
    seen.trials++;
    let level = path.level();
    let isAbove = false;
    for (;;) {
      if (!isAbove && level >= next.threshold) {
        seen.rises++;
        if (seen.arrivals.length < POOL) seen.arrivals.push({ path, state: path.save() });
      }
      isAbove = level >= (isAbove ? next.floor : next.threshold);
      if (path.ended() || seen.events >= budget) return;
      const gain = path.step();
      seen.events++;
      if (gain > 0) {
        seen.hits++;
        seen.levelsBefore.push(level);
        if (path.ended()) seen.endings++;
      }
      if (path.ended()) return;
      level = path.level();
      if (level < this.#floor) return;
      seen.levels.push(level);
    }
  }
}
