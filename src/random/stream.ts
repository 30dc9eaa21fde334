import type { State, StatefulPRNG } from 'seedrandom';
import alea from 'seedrandom/lib/alea.js';
import { seedText } from './seed-text.ts';

/** Uniforms made at a time: a draw is then an array read, and the generator's loop stays hot. */
const BLOCK = 128;

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
  private generator: StatefulPRNG<State.Alea>;
  /** The generator as it was before it made the current block. */
  private blockStart: State.Alea;
  private readonly block = new Float64Array(BLOCK);
  private cursor = 0;
  /** Blocks made since it was seeded. */
  private blocks = 0;

  /** Equal names give equal sequences; by convention `seed/purpose/substream`. */
  constructor(name: string) {
    this.generator = seeded(name);
    this.blockStart = this.refill();
  }

  /** Whether it has given a number yet. */
  get drawn(): boolean {
    return this.cursor > 0 || this.blocks > 1;
  }

  /** The next uniform on [0, 1). */
  next(): number {
    if (this.cursor === BLOCK) this.blockStart = this.refill();
    return this.block[this.cursor++]!;
  }

  /** Turns this stream into the one of another name, in place: its holders need not know. */
  reseed(name: string): void {
    this.generator = seeded(name);
    this.blockStart = this.refill();
  }

  snapshot(): StreamState {
    return { generator: { ...this.blockStart }, cursor: this.cursor };
  }

  /** Goes on exactly as the stream that `state` was taken from. */
  restore(state: StreamState): void {
    this.generator = alea('', { state: { ...state.generator } });
    this.blockStart = this.refill();
    this.cursor = state.cursor;
  }

  /** Makes the next block and returns where the generator stood before. */
  private refill(): State.Alea {
    const { block, generator } = this;
    const before = generator.state();
    for (let i = 0; i < BLOCK; i++) block[i] = generator.double();
    this.cursor = 0;
    this.blocks++;
    return before;
  }
}

function seeded(name: string): StatefulPRNG<State.Alea> {
  const generator = alea(seedText(name), { state: true });
  for (let i = 0; i < DISCARDED; i++) generator();
  return generator;
}
