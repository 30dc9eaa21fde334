import { Stream, type StreamState } from './stream.ts';

/** All streams of a run as plain data. */
export interface StreamsState {
  readonly seed: string;
  readonly substream: string;
  readonly streams: Readonly<Record<string, StreamState>>;
}

/**
 * The random numbers of one run: a stream per purpose (`arrivals`, `body sizes`, ...), so that a
 * change in how often one purpose draws leaves all others as they were (common random numbers).
 */
export class Streams {
  private readonly seed: string;
  /** Empty until the first fork. */
  private substream = '';
  private readonly streams = new Map<string, Stream>();

  constructor(seed: string) {
    this.seed = seed;
  }

  /** The stream of a purpose: the same object at every call, through `restore` and `fork` too. */
  get(purpose: string): Stream {
    let stream = this.streams.get(purpose);
    if (stream === undefined) {
      stream = new Stream(this.nameOf(purpose, this.substream));
      this.streams.set(purpose, stream);
    }
    return stream;
  }

  /** Whether any stream has given a number yet. */
  drawn(): boolean {
    return [...this.streams.values()].some((stream) => stream.drawn);
  }

  snapshot(): StreamsState {
    const streams: Record<string, StreamState> = {};
    for (const [purpose, stream] of this.streams) streams[purpose] = stream.snapshot();
    return { seed: this.seed, substream: this.substream, streams };
  }

  /**
   * Every stream goes on exactly as in the run the state was taken from, whatever happened since.
   * Throws if the state is of another seed.
   */
  restore(state: StreamsState): void {
    if (state.seed !== this.seed) {
      throw new Error(`streams of seed ${this.seed} given the state of seed ${state.seed}`);
    }
    this.substream = state.substream;
    for (const [purpose, saved] of Object.entries(state.streams)) this.get(purpose).restore(saved);
    for (const [purpose, stream] of this.streams) {
      // A purpose first used after the snapshot starts again from its beginning.
      if (!Object.hasOwn(state.streams, purpose)) {
        stream.reseed(this.nameOf(purpose, this.substream));
      }
    }
  }

  /**
   * All streams, those not yet used included, continue on fresh substreams. A clone of a run is
   * forked under its own label and is independent of its parent from there on.
   */
  fork(label: string): void {
    // JSON quotes the label: forks `a` then `b` differ from one fork named `a/b`.
    this.substream += `/${JSON.stringify(label)}`;
    for (const [purpose, stream] of this.streams) {
      stream.reseed(this.nameOf(purpose, this.substream));
    }
  }

  private nameOf(purpose: string, substream: string): string {
    return `${JSON.stringify(this.seed)}/${JSON.stringify(purpose)}${substream}`;
  }
}
