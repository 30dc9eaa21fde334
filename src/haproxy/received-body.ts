/** How much of a body HAProxy has before a pod does: it reads until its buffer is full. */
import type { RequestTableState } from '../request/table.ts';
import { REQUEST_BUFFER } from './request-buffer.ts';

/** Less than this is a sum that did not come out even [B]. */
const ROUNDING = 1e-6;

/** Bytes of a body that HAProxy has, none of which has gone on to a pod [B]. */
export function receivedBytes(requests: RequestTableState, request: number, now: number): number {
  const wanted = Math.min(requests.bodyBytes[request]!, REQUEST_BUFFER);
  if (wanted === 0) return 0;
  const sent = sentBytes(requests, request, now);
  return sent < wanted - ROUNDING ? sent : wanted;
}

/** Whether HAProxy still reads: there is more to come, and room for it. */
export function isReceiving(requests: RequestTableState, request: number, now: number): boolean {
  const wanted = Math.min(requests.bodyBytes[request]!, REQUEST_BUFFER);
  return receivedBytes(requests, request, now) < wanted;
}

/** Whether the whole request is in HAProxy's buffer. */
export function isWhole(requests: RequestTableState, request: number, now: number): boolean {
  return requests.bodyBytes[request]! <= REQUEST_BUFFER && !isReceiving(requests, request, now);
}

/** Bytes of its body a client would have sent by now, were there room for all [B]. */
function sentBytes(requests: RequestTableState, request: number, now: number): number {
  const { sentAt, expectWait, pace, stallAt, stallFor } = requests;
  const elapsed = now - sentAt[request]! - expectWait[request]!;
  if (elapsed < 0) return 0;
  const rate = pace[request]!;
  const after = (time: number) => (rate === Number.POSITIVE_INFINITY ? rate : rate * time);
  const stallsAt = stallAt[request]!;
  if (after(elapsed) <= stallsAt) return after(elapsed);
  const beforeStall = stallsAt / rate;
  const afterStall = elapsed - beforeStall - stallFor[request]!;
  return afterStall < 0 ? stallsAt : stallsAt + after(afterStall);
}
