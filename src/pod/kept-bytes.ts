/**
 * What the heap of a pod keeps of bytes that are free: a residue of each request, and growth per
 * wave of uploads in parts.
 *
 * After t turns of a crowd of n at most, the allocator keeps `fragmentation x part x log2(n) x
 * (1 - t^-decay)` more. The form was chosen on what resident memory had beyond its live bytes with 4
 * to 128 uploads at once and after up to six waves (nothing was measured beyond); its constants are
 * options of the model.
 */
export interface KeptOptions {
  /** Parts kept for each doubling of the uploads at once. */
  readonly fragmentation: number;
  /** How fast it comes with the turns of the crowd. */
  readonly decay: number;
  /** [B] */
  readonly partSize: number;
  /** Left behind for good by each request [B]. */
  readonly residue: number;
}

export interface KeptBytesState {
  /** By pod: growth per wave so far, what requests have left behind, and both [B]. */
  growth: Float64Array;
  residue: Float64Array;
  kept: Float64Array;
}

export class KeptBytes {
  readonly state: KeptBytesState;
  /** Called when a pod keeps so many bytes more than before. */
  onMore: (pod: number, bytes: number) => void = () => undefined;
  readonly #options: KeptOptions;

  constructor(pods: number, options: KeptOptions) {
    this.#options = options;
    this.state = {
      growth: new Float64Array(pods),
      residue: new Float64Array(pods),
      kept: new Float64Array(pods),
    };
  }

  /** What a pod keeps [B]. */
  of(pod: number): number {
    return this.state.kept[pod]!;
  }

  /** A request has begun in the pod: what it will leave behind counts from now on. */
  begun(pod: number): void {
    this.state.residue[pod]! += this.#options.residue;
    this.#changed(pod);
  }

  /**
   * An upload in parts has begun in the pod.
   *
   * @param begun such uploads since the start
   * @param most the most there were at once
   */
  uploadBegun(pod: number, begun: number, most: number): void {
    const { fragmentation, partSize, decay } = this.#options;
    const turns = begun / most;
    if (fragmentation === 0 || turns <= 1) return;
    const s = this.state;
    const growth = (1 - turns ** -decay) * largestGrowth(fragmentation, partSize, most);
    s.growth[pod] = Math.max(s.growth[pod]!, growth);
    this.#changed(pod);
  }

  /** The process is gone, and with it all it kept. */
  reset(pod: number): void {
    this.state.growth[pod] = 0;
    this.state.residue[pod] = 0;
    this.state.kept[pod] = 0;
  }

  #changed(pod: number): void {
    const s = this.state;
    const before = s.kept[pod]!;
    s.kept[pod] = s.growth[pod]! + s.residue[pod]!;
    this.onMore(pod, s.kept[pod]! - before);
  }
}

/** What uploads in parts can make the allocator keep, `most` at once, after any time [B]. */
export function largestGrowth(fragmentation: number, partSize: number, most: number): number {
  return fragmentation * partSize * Math.log2(most);
}
