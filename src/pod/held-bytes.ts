/** What the handler of each request holds of its pod's memory. */
import type { Levels } from '../flow/levels.ts';
import { createColumns, growColumns } from '../kernel/columns.ts';
import { HANDLER } from './places.ts';

/** By request. */
const columns = (capacity: number) => ({
  /** Bytes it holds in its handler [B]. */
  held: new Float64Array(capacity),
});

export type HeldBytesState = ReturnType<typeof columns>;

export class HeldBytes {
  readonly state: HeldBytesState = createColumns(columns);
  readonly #levels: Levels;

  constructor(levels: Levels) {
    this.#levels = levels;
  }

  /** A request has come in: it holds nothing. */
  open(request: number): void {
    if (request >= this.state.held.length) growColumns(this.state, columns, request);
    this.state.held[request] = 0;
  }

  /** It holds so many bytes more from now on, or fewer [B]. */
  add(pod: number, request: number, bytes: number): void {
    if (bytes === 0) return;
    this.state.held[request]! += bytes;
    this.#levels.add(pod, HANDLER, bytes);
  }

  /** Bytes that came through flows are its own from now on: the pod has counted them already. */
  takeOver(request: number, bytes: number): void {
    this.state.held[request]! += bytes;
  }

  /** It holds so many bytes from now on [B]. */
  set(pod: number, request: number, bytes: number): void {
    this.add(pod, request, bytes - this.state.held[request]!);
  }

  /** It holds nothing any more. */
  free(pod: number, request: number): void {
    this.add(pod, request, -this.state.held[request]!);
  }
}
