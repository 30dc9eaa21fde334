/**
 * How far each request has come and whom it waits for, as the other end of its connection sees it:
 * HAProxy's inactivity time-outs are built on this.
 */
import { createColumns, growColumns } from '../kernel/columns.ts';
import { NOBODY } from '../kernel/linked-queue.ts';
import type { RequestTableState } from '../request/table.ts';

/** By request. */
const columns = (capacity: number) => ({
  /** 1 once the other end has closed the connection. */
  cut: new Uint8Array(capacity),
});

export type ProgressState = ReturnType<typeof columns>;

export class Progress {
  readonly state: ProgressState = createColumns(columns);
  /** Called when the `stage` or `waitsFor` of a connected request has changed, or bytes moved. */
  onChange: (request: number) => void = () => undefined;
  readonly #requests: RequestTableState;

  constructor(requests: RequestTableState) {
    this.#requests = requests;
  }

  /** A request has come in on a connection of its own. */
  open(request: number): void {
    if (request >= this.state.cut.length) growColumns(this.state, columns, request);
    this.state.cut[request] = 0;
  }

  /** The other end has closed the connection. */
  cut(request: number): void {
    this.state.cut[request] = 1;
  }

  isCut(request: number): boolean {
    return this.state.cut[request] === 1;
  }

  /** Writes the two columns; nobody is told who has left, or of what goes on outside the pod. */
  note(request: number, stage: number, waitsFor: number): void {
    const { stage: stages, waitsFor: waits, pod } = this.#requests;
    if (stages[request] === stage && waits[request] === waitsFor) return;
    stages[request] = stage;
    waits[request] = waitsFor;
    if (pod[request] !== NOBODY && !this.isCut(request)) this.onChange(request);
  }

  /** Bytes have passed the connection in no time, which changes neither column. */
  moved(request: number): void {
    if (!this.isCut(request)) this.onChange(request);
  }
}
