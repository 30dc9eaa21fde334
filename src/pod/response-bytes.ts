/** How far each response has come: handed to the transport, on its way, and taken by the client. */
import { createColumns, growColumns } from '../kernel/columns.ts';

export interface Buffers {
  /** The pod's kernel send buffer [B]. */
  readonly kernel: number;
  /** What HAProxy's socket to the client takes [B]; 0 without HAProxy. */
  readonly outside: number;
}

/** How far the end of a response has come, once all of it is handed over. */
export const DRAINING = 1;
export const DRAINED = 2;

/** The kind of a request's flow where it has none. */
export const NOTHING = -1;

/** By request. */
const columns = (capacity: number) => ({
  /** Bytes handed over and not taken when its flow began [B]. */
  backlog: new Float64Array(capacity),
  /** SEND, SEND_KERNEL, SEND_OUTSIDE or NOTHING: what it is emptying, if only in turn. */
  emptying: new Int8Array(capacity).fill(NOTHING),
  /** Bytes it has to move for that, as its flow began [B]. */
  left: new Float64Array(capacity),
  /** Bytes handed over so far [B]. */
  handed: new Float64Array(capacity),
  /** Part the transport still holds [B]. */
  writing: new Float64Array(capacity),
  /** DRAINING once all of it is handed over, DRAINED once it has left the pod. */
  draining: new Uint8Array(capacity),
});

export type ResponseBytesState = ReturnType<typeof columns>;

export class ResponseBytes {
  readonly state: ResponseBytesState = createColumns(columns);

  /** A request has come in: nothing of its response has been sent. */
  open(request: number): void {
    const s = this.state;
    if (request >= s.backlog.length) growColumns(s, columns, request);
    s.emptying[request] = NOTHING;
    s.backlog[request] = 0;
    s.handed[request] = 0;
    s.writing[request] = 0;
    s.draining[request] = 0;
  }

  /** Bytes of those handed over that the client had taken when its flow began [B]. */
  taken(request: number): number {
    return this.state.handed[request]! - this.state.backlog[request]!;
  }
}
