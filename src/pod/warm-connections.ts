/**
 * Connections kept open between requests. The kernel lets a receive buffer grow while a body is
 * read through it and does not take the room back, so the next body on it parks more before anybody
 * reads. A connection is warm once a body was read through it; it is lost with its pod, or when
 * either side closes it before the end. None is closed for being idle.
 */
import { createColumns, growColumns } from '../kernel/columns.ts';

/** By request. */
const columns = (capacity: number) => ({
  /** 1 if it came on a warm connection. */
  warm: new Uint8Array(capacity),
});

export type WarmConnectionsState = ReturnType<typeof columns> & {
  /** By pod: warm connections that carry no request now. */
  idle: Int32Array;
};

export class WarmConnections {
  readonly state: WarmConnectionsState;

  constructor(pods: number) {
    this.state = createColumns(columns, { idle: new Int32Array(pods) });
  }

  /** A request comes in, on an idle warm connection if it keeps connections and there is one. */
  take(pod: number, request: number, keepsAlive: boolean): void {
    const s = this.state;
    if (request >= s.warm.length) growColumns(s, columns, request);
    const isWarm = keepsAlive && s.idle[pod]! > 0;
    s.warm[request] = isWarm ? 1 : 0;
    if (isWarm) s.idle[pod]!--;
  }

  isWarm(request: number): boolean {
    return this.state.warm[request] === 1;
  }

  /** A request was answered, and its connection stays open. */
  giveBack(pod: number, request: number, bodyWasRead: boolean): void {
    if (bodyWasRead || this.isWarm(request)) this.state.idle[pod]!++;
  }

  podDied(pod: number): void {
    this.state.idle[pod] = 0;
  }
}
