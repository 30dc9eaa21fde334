import type { State, StatefulPRNG } from 'seedrandom';
import alea from 'seedrandom/lib/alea.js';
import { seedText } from './seed-text.ts';

/** Uniforms made at a time: a draw is then an array read, and the generator's loop stays hot. */
const BLOCK = 128;

/** Of a stream that nobody has asked for a number: a run has dozens of them. */
const NO_BLOCK = new Float64Array(0);

/** Draws thrown away after seeding: the first few still show the seed. */
const DISCARDED = 16;

/** Where a stream stands, as plain data: the generator before the current block, and the cursor. */
export interface StreamState {
  readonly generator: State.Alea;
  readonly cursor: number;
}

/**
 * One sequence of independent uniforms on [0, 1) with 53 random bits each, named by a string.
 * Generator: Baagoe's alea (period about 2^121) from seedrandom, two 32-bit draws per uniform.
 */
export class Stream {
  private generator: StatefulPRNG<State.Alea> | null = null;
  /** The generator as it was before it made the current block. */
  private blockStart: State.Alea | null = null;
  private block = NO_BLOCK;
  private cursor = BLOCK;
  /** Where to start from, as long as nobody has asked for a number: clones mostly never do. */
  private pending: string | StreamState | null;
  private isFresh = true;

  /** Equal names give equal sequences; by convention `seed/purpose/substream`. */
  constructor(name: string) {
    this.pending = name;
  }

  /** Whether it has given a number yet. */
  get drawn(): boolean {
    return !this.isFresh;
  }

  /** The next uniform on [0, 1). */
  next(): number {
    if (this.cursor === BLOCK) this.refill();
    this.isFresh = false;
    return this.block[this.cursor++]!;
  }

  /** Turns this stream into the one of another name, in place: its holders need not know. */
  reseed(name: string): void {
    this.pending = name;
    this.cursor = BLOCK;
  }

  snapshot(): StreamState {
    if (typeof this.pending === 'object' && this.pending !== null) return this.pending;
    if (this.pending !== null) this.refill();
    return { generator: { ...this.blockStart! }, cursor: this.cursor };
  }

  /** Goes on exactly as the stream that `state` was taken from. */
  restore(state: StreamState): void {
    this.pending = state;
    this.cursor = BLOCK;
    if (state.cursor > 0) this.isFresh = false;
  }

  /** Makes the block that the next number is in. */
  private refill(): void {
    const { pending } = this;
    this.pending = null;
    if (typeof pending === 'string') this.generator = seeded(pending);
    if (typeof pending === 'object' && pending !== null) {
      this.generator = alea('', { state: { ...pending.generator } });
      this.makeBlock();
      this.cursor = pending.cursor;
      if (this.cursor < BLOCK) return;
    }
    this.makeBlock();
  }

  private makeBlock(): void {
    if (this.block === NO_BLOCK) this.block = new Float64Array(BLOCK);
    const { block } = this;
    const generator = this.generator!;
    this.blockStart = generator.state();
    for (let i = 0; i < BLOCK; i++) block[i] = generator.double();
    this.cursor = 0;
  }
}

function seeded(name: string): StatefulPRNG<State.Alea> {
  const generator = alea(seedText(name), { state: true });
  for (let i = 0; i < DISCARDED; i++) generator();
  return generator;
}
