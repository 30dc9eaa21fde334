/**
 * A running hash over what happened to requests: equal hashes mean equal histories. It covers
 * request transitions (bits of the time, number of the request, state, pod) and nothing of the
 * kernel, so a faster kernel keeps it. Mixing steps: Appleby's MurmurHash3 finalizer, two lanes.
 */
const clock = new Float64Array(1);
const clockWords = new Uint32Array(clock.buffer);

export class Trajectory {
  readonly state = { a: 0x9e3779b9, b: 0x7f4a7c15 };

  /** @param at instant [s] */
  add(at: number, request: number, transition: number, pod: number): void {
    clock[0] = at;
    this.#mix(clockWords[0]!, clockWords[1]!);
    this.#mix(request, (transition << 24) ^ pod);
  }

  /** 16 hex digits. */
  digest(): string {
    const { a, b } = this.state;
    return [a, b].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #mix(x: number, y: number): void {
    const s = this.state;
    let a = Math.imul(s.a ^ x, 0x85ebca6b);
    let b = Math.imul(s.b ^ y, 0xc2b2ae35);
    a ^= a >>> 15;
    b ^= b >>> 13;
    s.a = Math.imul(a + b, 0xcc9e2d51) | 0;
    s.b = Math.imul(b ^ (a >>> 7), 0x1b873593) | 0;
  }
}
